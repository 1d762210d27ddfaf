"""Finds the weekdays a text names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from tintuc.text.languages import row, table


@dataclass(frozen=True)
class Weekday:
    """A weekday that stands in a text."""

    day: int  #: Monday is 0
    start: int
    end: int


@lru_cache(maxsize=512)
def weekdays(text: str, language: str) -> tuple[Weekday, ...]:
    """The weekdays of a text in order; none for a language without a table."""
    pattern = _pattern(language)
    if pattern is None or not _quick(language).search(text):
        return ()
    return tuple(Weekday(int(str(match.lastgroup)[1:]), *match.span()) for match in pattern.finditer(text))


@cache
def known() -> frozenset[str]:
    """The languages whose weekdays can be read."""
    return frozenset(set(table("weekdays")) - {"english"})


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    found = row("weekdays", language)
    if found is None:
        return None
    return re.compile("|".join(f"(?P<d{number}>{form})" for number, form in enumerate(found["days"])))


@cache
def _quick(language: str) -> re.Pattern[str]:
    """The same without groups: where all begin with a letter that tells them, it is many times as quick."""
    return re.compile("|".join((row("weekdays", language) or {"days": ()})["days"]))
