"""Finds the times of day a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tintuc.text.languages import row, table

#: Every form has one.
DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class ClockTime:
    """A time of day, by all hours it may mean on a clock of twenty-four: 3 is 15 where nothing says which."""

    hours: frozenset[int]
    minute: int
    start: int
    end: int


def clock_times(text: str, language: str) -> Iterator[ClockTime]:
    """The times of a text; none for a language without a table."""
    if not DIGIT.search(text):
        return
    taken: set[int] = set()
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            if not taken.isdisjoint(range(*match.span())):
                continue
            taken.update(range(*match.span()))
            named = match.groupdict()
            minute = 30 if named.get("half") else int(named.get("m") or 0)
            hour = int(named["h"])
            yield ClockTime(frozenset({hour, (hour + 12) % 24, hour % 12}), minute, *match.span())


@cache
def known() -> frozenset[str]:
    """The languages whose times can be read."""
    return frozenset(table("clock"))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    found = row("clock", language)
    return tuple(re.compile(form) for form in found["forms"]) if found else ()
