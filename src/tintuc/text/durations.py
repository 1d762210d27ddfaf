"""Reads how long something lasted, so that 60 days are known to be two months."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from tintuc.text.languages import row, table
from tintuc.text.numbers import Number, numbers

#: The share by which two spans may differ that are told in different units: months have 28 to 31 days.
NEAR = 0.04


@dataclass(frozen=True)
class Duration:
    """A span of time."""

    number: Number | None  #: none for "a month"
    unit: str
    days: frozenset[float]


@lru_cache(maxsize=512)
def durations(text: str, language: str) -> tuple[Duration, ...]:
    """The spans of a text; none for a language without a table."""
    pattern, single = _patterns(language)
    if pattern is None:
        return ()
    found = []
    for number in numbers(text, language):
        if match := pattern.match(text, number.end):
            found.append(_duration(match, number, number.values))
    for match in single.finditer(text) if single else ():
        found.append(_duration(match, None, {1.0}))
    return tuple(found)


def _duration(match: re.Match[str], number: Number | None, values: Iterable[float]) -> Duration:
    unit = next(name for name, said in match.groupdict().items() if said and name != "half")
    more = 0.5 if match["half"] else 0.0
    return Duration(number, unit, frozenset(table("durations")["days"][unit] * (value + more) for value in values))


def told_otherwise(text: str, language: str, other: str, other_language: str) -> frozenset[Number]:
    """The numbers of ``text`` that count a span which ``other`` gives in another unit."""
    known: dict[str, list[float]] = {}
    for span in durations(other, other_language):
        known.setdefault(span.unit, []).extend(span.days)
    ordered = {unit: sorted(days) for unit, days in known.items()}
    return frozenset(
        span.number
        for span in durations(text, language)
        if span.number
        and any(_near(length, days) for unit, days in ordered.items() if unit != span.unit for length in span.days)
    )


def _near(length: float, ordered: list[float]) -> bool:
    """Whether one of some lengths in order is nearly this one."""
    at = bisect_left(ordered, length * (1 - NEAR))
    return at < len(ordered) and ordered[at] * (1 - NEAR) <= length


@cache
def _patterns(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    found = row("durations", language) if language.split("-", 1)[0] != "days" else None
    if found is None:
        return None, None
    words = {name: "|".join(map(re.escape, sorted(forms, key=len, reverse=True))) for name, forms in found.items()}
    ones, half = words.pop("ones", ""), words.pop("half", "")
    units = "|".join(f"(?P<{unit}>{forms})" for unit, forms in words.items())
    spaced = (
        rf"[ \u00a0-]?(?:{units})(?:[ \u00a0-]?(?P<half>{half or '(?!)'}))?(?![A-Za-zÀ-ỹ\u0400-\u04ff\u0621-\u064a])"
    )
    return re.compile(spaced), re.compile(rf"(?<!\w)(?:{ones}){spaced}", re.IGNORECASE) if ones else None
