"""What is known about each language. Tables, so that no code asks which language it has."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Facts:
    """One language's facts; empty where the table has none."""

    code: str
    scripts: frozenset[str]
    needs: str = ""
    alien: tuple[tuple[str, float], ...] = ()
    frequent: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    dangling: frozenset[str] = frozenset()
    followers: tuple[str, ...] = ()  #: how a sentence goes on after a quotation that ended in a stop
    ordinal_stop: bool = False  #: "3." is the third
    past: tuple[str, ...] = ()
    future: tuple[str, ...] = ()
    syllables: bool = False  #: words are written in syllables parted by spaces
    spaced_stops: str = ""  #: marks that are written with a space before them


@cache
def table(name: str) -> dict[str, Any]:
    """The table ``name`` of this room, as plain data."""
    return tomllib.loads((files("tintuc.text") / "tables" / f"{name}.toml").read_text(encoding="utf-8"))


def row(name: str, language: str) -> Any:
    """What the table ``name`` says of a language, or of its base (``zh`` for ``zh-Hans``); None if it says nothing."""
    rows = table(name)
    return rows.get(language, rows.get(language.split("-", 1)[0]))


@cache
def facts(language: str) -> Facts | None:
    """The facts of a language by its tag, or of its base (``en`` for ``en-GB``); None if there is no table."""
    rows = table("languages")
    code = language if language in rows else language.split("-", 1)[0]
    row = rows.get(code)
    if row is None:
        return None
    return Facts(
        code,
        scripts=frozenset(row["scripts"]),
        needs=row.get("needs", ""),
        alien=tuple(row.get("alien", {}).items()),
        frequent=frozenset(row.get("frequent", ())),
        abbreviations=frozenset(row.get("abbreviations", ())),
        dangling=frozenset(row.get("dangling", ())),
        followers=tuple(row.get("followers", ())),
        ordinal_stop=row.get("ordinal_stop", False),
        past=tuple(row.get("past", ())),
        future=tuple(row.get("future", ())),
        syllables=row.get("syllables", False),
        spaced_stops=row.get("spaced_stops", ""),
    )


@cache
def known() -> frozenset[str]:
    """The tags that have a table."""
    return frozenset(table("languages"))


@cache
def having(*names: str) -> frozenset[str]:
    """The tags whose table has all of these facts."""
    return frozenset(code for code, row in table("languages").items() if all(row.get(name) for name in names))
