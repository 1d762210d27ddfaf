"""What a number is, and how a language says its numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from tintuc.text.languages import row, table

#: Figures with what may part groups of them, or decimals.
DIGITS = r"\d+(?:[.,\u00a0\u202f]\d+)*"


@dataclass(frozen=True)
class Number:
    """A number that stands in a text."""

    values: frozenset[float]
    start: int
    end: int
    hard: bool
    spelled: bool = False  #: said in words that mean nothing but this number


@dataclass(frozen=True)
class Grammar:
    """How a language says its numbers."""

    code: str
    units: dict[str, float] = field(default_factory=dict)
    scales: dict[str, float] = field(default_factory=dict)
    short: dict[str, float] = field(default_factory=dict)
    loose: dict[str, list[float]] = field(default_factory=dict)
    months: dict[str, float] = field(default_factory=dict)
    maybe: dict[str, float] = field(default_factory=dict)  #: multiply or not: two decades, the 20th century
    skip: frozenset[str] = frozenset()
    point: bool = False  #: a comma never parts off decimals: 1,500 is no 1.5
    spaced: bool = False  #: thousands may be parted by a space
    counted_from: dict[str, float] = field(default_factory=dict)  #: words that count from a year, or a half-time
    unspaced: bool = False  #: words stand without spaces between them
    phrases: tuple[str, ...] = ()  #: words of such a language that hold a number word and mean none
    ones_first: bool = False  #: five and twenty
    prefixes: tuple[str, ...] = ()  #: what is written at the front of a word: and, in, the
    years: tuple[float, ...] = ()  #: a bare number between the first two is also a year of ours: add the third
    hundredths: tuple[tuple[str, str], ...] = ()  #: words behind a whole and behind its hundredths: 円, 銭
    half: tuple[str, ...] = ()  #: what adds a half to the number before it: two and a half
    digits: dict[str, float] = field(default_factory=dict)  #: of languages that write numbers in characters
    tens: dict[str, float] = field(default_factory=dict)
    myriads: dict[str, float] = field(default_factory=dict)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that says something about a number."""
        return frozenset().union(self.units, self.scales, self.maybe, self.months, self.loose)


@cache
def grammar(language: str) -> Grammar | None:
    """The grammar of a language; None if there is no table."""
    found = row("numbers", language)
    if found is None:
        return None
    return Grammar(
        language,
        units=found.get("units", {}) | _joined(found.get("units", {}), found.get("ones_joined", "")),
        scales=found.get("scales", {}),
        short=found.get("short", {}),
        loose=_apart(found) | {word.lower(): values for word, values in found.get("loose", {}).items()},
        months=found.get("months", {}),
        maybe=found.get("maybe", {}),
        skip=frozenset(found.get("skip", ())),
        point=found.get("point", False),
        spaced=found.get("spaced", False),
        counted_from=found.get("counted_from", {}),
        unspaced=found.get("unspaced", False),
        phrases=tuple(found.get("phrases", ())),
        ones_first=found.get("ones_first", False),
        prefixes=tuple(found.get("prefixes", ())),
        years=tuple(found.get("years", ())),
        hundredths=tuple((whole, part) for whole, part in found.get("hundredths", ())),
        half=tuple(found.get("half", ())),
        digits=_characters(found.get("digits", "")) | found.get("extra", {}),
        tens=found.get("ten", {}),
        myriads=found.get("myriads", {}),
    )


def _joined(units: dict[str, float], join: str) -> dict[str, float]:
    """Five-and-twenty as one word, in a language that writes one: fünfundzwanzig."""
    ones = {word: value for word, value in units.items() if 0 < value < 10}
    tens = {word: value for word, value in units.items() if 20 <= value < 100}
    return {one + join + ten: ones[one] + tens[ten] for one in ones for ten in tens} if join else {}


def _apart(found: dict[str, Any]) -> dict[str, list[float]]:
    """Tens and ones with a space between, where a language writes them in one: 열 다섯."""
    said = found.get("loose", {}) if found.get("ones_apart") else {}
    single = {word: values[0] for word, values in said.items() if len(values) == 1}
    ones = {word: value for word, value in single.items() if 1 <= value < 10}
    tens = {word: value for word, value in single.items() if 10 <= value < 100 and value % 10 == 0}
    return {f"{ten} {one}": [tens[ten] + ones[one]] for ten in tens for one in ones}


def _characters(digits: str) -> dict[str, float]:
    """The characters for nought to nine; in a row of eleven the first two are both nought (〇零一…)."""
    spare = len(digits) - 10
    return {char: float(max(0, place - max(0, spare))) for place, char in enumerate(digits)}


@cache
def known() -> frozenset[str]:
    """The languages whose numbers can be read."""
    return frozenset(table("numbers"))


def values_of(digits: str, *, point: bool = False) -> tuple[float, ...]:
    """What a token of digits and separators may mean; with ``point`` where only a point parts off decimals."""
    spaced = re.split("[\u00a0\u202f]", digits)
    if len(spaced) > 1:
        return (*values_of("".join(spaced)), *(value for part in spaced for value in values_of(part)))
    parts = re.split(r"[.,]", digits)
    separators = re.findall(r"[.,]", digits)
    if len(parts) == 1:
        return (float(digits),)
    grouped = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3
    whole = float("".join(parts))
    if len(parts) == 2:
        decimal = float(f"{parts[0]}.{parts[1]}")
        if point and grouped and parts[0] != "0":
            return (whole,) if separators[0] == "," else (decimal, whole)
        return (whole, decimal) if grouped and parts[0] != "0" else (decimal,)
    if grouped and len(set(separators)) == 1:
        return (whole,)
    head, tail = parts[:-1], parts[-1]
    if len(set(separators[:-1])) == 1 and separators[-1] != separators[0] and all(len(part) == 3 for part in head[1:]):
        return (float("".join(head) + "." + tail),)
    return tuple(float(part) for part in parts)
