"""Finds the dates a text names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tintuc.text.languages import table


@dataclass(frozen=True)
class Named:
    """A date that stands in a text."""

    on: dt.date
    start: int
    end: int
    full: bool  #: whether the year stands there too


def dates(text: str, language: str, near: dt.date) -> Iterator[Named]:
    """The dates of a text in order. One without a year is taken in the year that brings it closest to ``near``."""
    taken: list[tuple[int, int]] = []
    found = []
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            date = _resolved(match, near)
            if date:
                taken.append(match.span())
                found.append(Named(date, match.start(), match.end(), bool(match["y"])))
    yield from sorted(found, key=lambda named: named.start)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    rows = table("dates")
    forms = rows["languages"].get(language) or rows["languages"].get(language.split("-", 1)[0], [])
    return tuple(re.compile(pattern) for form in forms for pattern in rows["forms"][form])


def _resolved(match: re.Match[str], near: dt.date) -> dt.date | None:
    month = table("dates")["months"].get(match["m"]) or int(match["m"])
    years = [int(match["y"])] if match["y"] else [near.year - 1, near.year, near.year + 1]
    days = [day for year in years if (day := _date(year, month, int(match["d"])))]
    return min(days, key=lambda day: abs(day - near)) if days else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
