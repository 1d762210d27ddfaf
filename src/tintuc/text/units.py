"""Reads what a number counts: kilometres, per cent, dollars."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tintuc.text.languages import row, table
from tintuc.text.numbers import Number, numbers
from tintuc.text.unmatched import same_value

#: Letters of an abbreviation that stands in many other words: pc.
SHORT = 2
#: Measures of a passage that are compared; more is no prose.
MOST = 100


@dataclass(frozen=True)
class Measure:
    """A number with its unit or currency, by one name for all languages."""

    number: Number
    unit: str
    start: int
    end: int


@lru_cache(maxsize=512)
def measures(text: str, language: str) -> tuple[Measure, ...]:
    """The numbers written in digits that a unit follows."""
    pattern = _pattern("units", language)
    return tuple(_found(text, language, pattern, {})) if pattern else ()


@lru_cache(maxsize=512)
def sums(text: str, language: str) -> tuple[Measure, ...]:
    """The numbers written in digits that stand with a currency."""
    pattern = _pattern("currency", language)
    return tuple(_found(text, language, pattern, table("units")["currency"]["signs"])) if pattern else ()


def names_imperial(text: str, language: str) -> bool:
    """Whether a text names a unit that a translator may convert, with or without a number: about a mile away."""
    pattern = _words(language, imperial())
    return bool(pattern and pattern.search(text))


def names_metre(text: str, language: str) -> bool:
    """Whether a text tells a length in metres, its number perhaps in words: about two metres tall."""
    pattern = _words(language, frozenset({"metre", "cm"}))
    return bool(pattern and pattern.search(text))


def names_percent(text: str, language: str) -> bool:
    """Whether a text speaks of per cent, its number perhaps lost."""
    found = row("units", language) or {}
    return any(form in text for form in found.get("percent", ("%",)) if len(form) > SHORT or not form.isalpha())


@cache
def _words(language: str, units: frozenset[str]) -> re.Pattern[str] | None:
    found = row("units", language)
    forms = [form for unit in units for form in (found or {}).get(unit, ()) if len(form) > 2]
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, forms))})(?![a-z])") if forms else None


def alike(one: str, other: str) -> bool:
    """Whether two names may mean the same: miles per hour are told as miles, dollars as any dollars."""
    return one == other or any(one in group and other in group for group in table("units")["alike"])


def renamed(given: Sequence[Measure], told: Sequence[Measure]) -> Iterator[tuple[Measure, Measure]]:
    """What was given, and beside it what has the same figure under another name, where nothing has it under its own."""
    for theirs in given if 0 < len(told) <= MOST else ():
        same = [one for one in told if same_value(one.number.values, theirs.number.values)]
        if same and not any(alike(one.unit, theirs.unit) for one in same):
            yield theirs, same[0]


@cache
def imperial() -> frozenset[str]:
    """Units a translator may convert."""
    return frozenset(table("units")["imperial"])


@cache
def known() -> frozenset[str]:
    """The languages whose units can be read."""
    return frozenset(set(table("units")) - {"imperial", "alike", "currency"})


def _found(text: str, language: str, pattern: re.Pattern[str], signs: dict[str, str]) -> list[Measure]:
    found = []
    by_length = sorted(signs, key=len, reverse=True)
    for number in numbers(text, language):
        if not number.hard:
            continue
        after = pattern.match(text, number.end)
        if after:
            unit = str(after.lastgroup).replace("_", "-")
            found.append(Measure(number, unit, number.start, after.end()))
            continue
        before = text[max(0, number.start - 3) : number.start].rstrip()
        sign = next((sign for sign in by_length if before.endswith(sign)), "")
        if sign:
            start = text.rindex(sign, 0, number.start)
            found.append(Measure(number, signs[sign], start, number.end))
        elif signs and (sign := text[number.end : number.end + 2].strip()[:1]) in signs:
            found.append(Measure(number, signs[sign], number.start, text.index(sign, number.end) + 1))
    return found


@cache
def _pattern(kind: str, language: str) -> re.Pattern[str] | None:
    rows = table("units") if kind == "units" else table("units")["currency"]
    found = rows.get(language, rows.get(language.split("-", 1)[0]))
    if found is None:
        return None
    forms = sorted(((form, unit) for unit, all_forms in found.items() for form in all_forms), key=lambda x: -len(x[0]))
    by_unit: dict[str, list[str]] = {}
    for form, unit in forms:
        by_unit.setdefault(unit.replace("-", "_"), []).append(form)
    longest = [f"(?P<{unit}>{'|'.join(map(re.escape, all_forms))})" for unit, all_forms in by_unit.items()]
    return re.compile(rf"[ \u00a0\u202f-]?(?:{'|'.join(longest)})(?![A-Za-zÀ-ỹ])")
