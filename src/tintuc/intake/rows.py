"""The tables of this room: words, colours and names that are data and no code."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table ``name``, as plain data."""
    return loads((files("tintuc.intake") / "tables" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def row(name: str, key: str) -> frozenset[str]:
    """A row of words of a table."""
    return frozenset(table(name)[key])
