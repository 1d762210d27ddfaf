"""Finds the dates a text names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from tintuc.text.languages import table

HAN = "〇零一二三四五六七八九"

#: Stands in every day that is not written in characters (七月十一日).
DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Named:
    """A date that stands in a text."""

    on: dt.date
    start: int
    end: int
    full: bool  #: whether the year stands there too


def dates(text: str, language: str, near: dt.date) -> Iterator[Named]:
    """The dates of a text in order. One without a year is taken in the year that brings it closest to ``near``."""
    if not DIGIT.search(text):
        return
    taken: set[int] = set()
    found = []
    for pattern in _patterns(language):
        for match in pattern.finditer(text) if _may_find(pattern, text) else ():
            if not taken.isdisjoint(range(*match.span())):
                continue
            date = _resolved(match, near)
            if date:
                taken.update(range(*match.span()))
                found.append(Named(date, match.start(), match.end(), bool(match["y"])))
    yield from sorted(found, key=lambda named: named.start)


@dataclass(frozen=True)
class Day:
    """A day of the year that stands in a text."""

    month: int
    day: int
    start: int
    end: int
    year: int | None = None


@lru_cache(maxsize=512)
def days(text: str, language: str) -> tuple[Day, ...]:
    """The days a text names, for comparing with a translation; more forms are read here than :func:`dates` trusts."""
    patterns = _patterns(language, "compared")
    if not DIGIT.search(text) and not any("一" in pattern.pattern for pattern in patterns):
        return ()
    taken: set[int] = set()
    found = []
    for pattern in patterns:
        for match in pattern.finditer(text) if _may_find(pattern, text) else ():
            if not taken.isdisjoint(range(*match.span())):
                continue
            month, day = _figure(match["m"]), _figure(match["d"])
            if 1 <= month <= 12 and 1 <= day <= 31:
                taken.update(range(*match.span()))
                year = match.groupdict().get("y")
                year = _figure(year) if year else None
                found.append(Day(month, day, *match.span(), year))
                other = _other_end(text, match)
                found += [Day(month, other, *match.span(), year)] if 1 <= other <= 31 else []
    return tuple(sorted(found, key=lambda day: day.start))


def _may_find(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the sign for a month that a pattern asks for stands in the text."""
    return all(sign in text for sign in ("月", "월") if sign in pattern.pattern)


def _other_end(text: str, match: re.Match[str]) -> int:
    """The other day of a span of days in one month: 15-18 July, 7月15日至18日; 0 if there is none."""
    before, after = _spans()
    if match.start("m") > match.start("d"):
        found = before.search(text[max(0, match.start("d") - 24) : match.start("d")])
    else:
        found = after.match(text, match.end("d"))
    return int(found[found.lastindex or 0]) if found else 0


@cache
def _spans() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = table("dates")["spans"]
    return re.compile(rows["before"]), re.compile(rows["after"])


@cache
def comparable() -> frozenset[str]:
    """The languages whose days can be compared."""
    return frozenset(table("dates")["compared"])


@cache
def _patterns(language: str, purpose: str = "languages") -> tuple[re.Pattern[str], ...]:
    rows = table("dates")
    forms = rows[purpose].get(language) or rows[purpose].get(language.split("-", 1)[0], [])
    return tuple(re.compile(pattern) for form in forms for pattern in rows["forms"][form])


def _figure(text: str) -> int:
    """A month or day in digits, in words or in Han characters."""
    known: int | None = table("dates")["months"].get(text)
    if known is not None:
        return known
    if text.isdecimal():
        return int(text)
    if len(text) == 4:
        return int("".join(str(HAN.index(char) // 2 if char in HAN[:2] else HAN.index(char) - 1) for char in text))
    tens, has_ten, ones = text.rpartition("十")
    return (HAN.index(tens) - 1 if tens else bool(has_ten)) * 10 + (HAN.index(ones) - 1 if ones else 0)


def _resolved(match: re.Match[str], near: dt.date) -> dt.date | None:
    month = _figure(match["m"])
    years = [int(match["y"])] if match["y"] else [near.year - 1, near.year, near.year + 1]
    days = [day for year in years if (day := _date(year, month, int(match["d"])))]
    return min(days, key=lambda day: abs(day - near)) if days else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
