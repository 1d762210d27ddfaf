"""The data the benches measure on, loaded: the real pages and the professional translations TINTUC_SHARED names."""

from __future__ import annotations

import gzip
import json
import os
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tintuc.checks import Block, Dossier
from tintuc.config.dossiers import guessed
from tintuc.intake.copy import Copy, CopyBlock
from tintuc.intake.decoding import decoded

DATA = Path(os.environ.get("TINTUC_SHARED", Path(__file__).parents[2] / "shared")) / "data"
#: The files of ntrex by language.
FILES = {"en": "eng", "vi": "vie", "zh-Hans": "zho-CN", "zh-Hant": "zho-TW", "ja": "jpn", "ko": "kor", "fr": "fra",
         "de": "deu", "es": "spa", "ru": "rus", "id": "ind", "th": "tha", "ar": "arb", "uk": "ukr"}  # fmt: skip
PAIRS = [("en", "vi"), ("en", "zh-Hans"), ("en", "ja"), ("en", "ko"), ("zh-Hans", "vi")]
#: Line number, source and target of a segment.
Row = tuple[int, str, str]


def needs_data() -> None:
    """End by name where the data is missing."""
    if not DATA.is_dir():
        raise SystemExit("The benches need the development data: set TINTUC_SHARED.")


def pair_named(name: str) -> tuple[str, str]:
    """A pair by its name: ``en-vi``, ``zh-Hans-vi``, or ``fr>de`` for one that is not measured as a rule."""
    known = {f"{source}-{target}": (source, target) for source, target in PAIRS}
    if name in known:
        return known[name]
    source, _, target = name.partition(">")
    if not {source, target} <= set(FILES):
        raise SystemExit(f"No pair {name!r}. There are {', '.join(known)}, and any two of {', '.join(FILES)} with >.")
    return source, target


@cache
def documents(language: str) -> dict[str, list[tuple[int, str]]]:
    """Line number and text of each segment, by document."""
    names = [line.split("\t")[0] for line in (DATA / "ntrex" / "DOCUMENT_IDS.tsv").read_text("utf-8").splitlines()]
    lines = (DATA / "ntrex" / f"{FILES[language]}.txt").read_text("utf-8").splitlines()
    found = defaultdict(list)
    for number, (name, line) in enumerate(zip(names, lines, strict=True), 1):
        found[name].append((number, line.strip()))
    return found


@cache
def segments(source: str, target: str) -> dict[str, list[Row]]:
    """Each segment beside its source, by document."""
    ours, theirs = documents(target), documents(source)
    return {
        name: [(number, one, other) for (number, one), (_, other) in zip(theirs[name], rows, strict=True)]
        for name, rows in ours.items()
    }


def pair(rows: list[Row], source: str, target: str) -> Dossier:
    """A translation whose blocks are the segments."""
    blocks = tuple(Block(text, f"l{number}", source=original) for number, original, text in rows)
    return Dossier(language=target, source_language=source, body=blocks)


def page(language: str, paragraphs: list[str]) -> Dossier:
    """A page from outside of which only the text is known."""
    blocks = tuple(Block(text, f"p{number}") for number, text in enumerate(paragraphs, 1))
    return Dossier(language=language, body=blocks, origin="unknown")


def pages() -> list[Dossier]:
    """The gold text of the real pages, paragraphs as blocks."""
    found = []
    for row in json.loads((DATA / "news-pages" / "ground-truth.json").read_text("utf-8")).values():
        paragraphs = [text.strip() for text in row["articleBody"].split("\n") if text.strip()]
        if sum(map(len, paragraphs)) > 400:
            language = guessed(Copy("", tuple(CopyBlock("paragraph", text) for text in paragraphs)))
            found.append(page(language, paragraphs))
    return found


def raw_pages() -> Iterator[str]:
    """The real pages as they came, as text."""
    for file in sorted((DATA / "news-pages" / "html").glob("*.gz")):
        yield decoded(gzip.decompress(file.read_bytes()))


def translated(language: str) -> list[Dossier]:
    """The documents of one language of the translations, each as a page of its own."""
    return [page(language, [text for _, text in rows]) for rows in documents(language).values()]


@cache
def put_in() -> dict[str, Any]:
    """What is put into clean articles: lines of spam, foreign paragraphs."""
    return tomllib.loads(Path(__file__).with_name("put-in.toml").read_text("utf-8"))


@cache
def injected() -> dict[str, dict[str, dict[str, list[str]]]]:
    """Lines and paragraphs as they are injected, ``tuned`` and ``held``, by language."""
    return tomllib.loads(Path(__file__).with_name("injected.toml").read_text("utf-8"))


@cache
def _true_errors() -> dict[str, dict[str, str]]:
    file = Path(__file__).with_name("true-errors.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}


def true_errors(source: str, target: str) -> dict[int, str]:
    """Lines whose translation was read and judged to hold a true error, and why."""
    return {int(line): why for line, why in _true_errors().get(f"{source}-{target}", {}).items()}
