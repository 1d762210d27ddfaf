"""Reads the numbers of a text: digits, words and characters, in the languages that have a table.

A number is a set of values it may have, for "1,234" is one thing in English and another in Vietnamese, and "half" may
be 0.5, 50 or 30. *Hard* numbers are written with digits: a translation must have them. Soft ones are written in words;
they explain a hard number on the other side but are never asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise, zip_longest

from tintuc.text.addresses import without_addresses
from tintuc.text.clock import clock_times
from tintuc.text.numerals import DIGITS, Grammar, Number, grammar, known, values_of
from tintuc.text.numerals_in_runs import in_characters, in_letters
from tintuc.text.numerals_in_words import in_words

__all__ = ["Number", "known", "numbers"]

#: Cyrillic letters for Roman figures, full-width, Thai and Arabic figures, the Arabic separators, and the thin space
#: that groups thousands.
PLAIN = str.maketrans(
    "ХІ０１２３４５６７８９．％：๐๑๒๓๔๕๖๗๘๙٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪\u2009",
    "XI0123456789.%:" + "0123456789" * 3 + ".,%\u00a0",
)
#: Whether a text has any of them: to translate one that has none takes far longer.
ODD = re.compile(f"[{''.join(map(chr, PLAIN))}]")
#: No numbers: more digits than the longest has, which are a key or an account; and round the clock.
LONGEST = re.compile(r"\d{25,}|\b24/7\b")
RANGE = re.compile(
    r"\s*(?:[-–—‒~〜～至到]|to|or|and|and|đến|tới|hoặc|hay|và|から|と|에서|내지|à|ou|bis|oder|a|hasta|hingga|до|или)\s*",
    re.IGNORECASE,
)
#: Minutes and seconds that are no time of day, as a match counts them: 27:37 is the 28th minute.
PLAYED = re.compile(r"(?<![\d:.,])(2[5-9]|[3-9]\d|1\d\d):[0-5]\d(?![\d:])")
#: The second year of a span that names only its end: 2018–19.
SPAN = re.compile(r"[-–/]")
#: An Arabic comma between groups of three figures: 30،000.
ARABIC_GROUP = re.compile(r"(?<=\d)،(?=\d{3}(?!\d))")
#: A space between groups of three figures, where a language writes one: 7 530,72.
SPACED = re.compile(r"(?<![\d.,])(\d{1,3}(?: \d{3})+)(?!\d)")
DIGIT = re.compile(r"\d")


@lru_cache(maxsize=512)
def numbers(text: str, language: str) -> tuple[Number, ...]:
    """The numbers of a text in order; empty for a language without a table."""
    spoken = grammar(language)
    if spoken is None:
        return ()
    text = without_addresses(text.translate(PLAIN) if not text.isascii() and ODD.search(text) else text)
    if "،" in text:
        text = ARABIC_GROUP.sub(",", text)
    if DIGIT.search(text):
        if spoken.spaced:
            text = SPACED.sub(lambda match: match[0].replace(" ", "\u00a0"), text)
        text = LONGEST.sub(lambda match: " " * len(match[0]), text)
    found, at, kept = [], 0, []
    for time in sorted(clock_times(text, language), key=lambda time: time.start):
        values = {float(hour) for hour in time.hours} | {float(time.minute)}
        found.append(Number(frozenset(values), time.start, time.end, False))
        kept += [text[at : time.start], " " * (time.end - time.start)]
        at = time.end
    text = "".join([*kept, text[at:]]) if kept else text
    found += [
        Number(frozenset({float(match[1]) + 1}), *match.span(), False)
        for match in (PLAYED.finditer(text) if ":" in text else ())
    ]
    found += (in_characters if spoken.tens else in_letters if spoken.unspaced else in_words)(text, spoken)
    if not found:
        return ()
    if spoken.ones_first:
        found += _ones_first(found, text)
    found = list(_counted_from(sorted(found, key=lambda number: number.start), text, spoken))
    return tuple(_ranges(list(_with_hundredths(found, text, spoken)), text))


def _ones_first(found: list[Number], text: str) -> list[Number]:
    """Five and twenty, and three-ten for thirteen, as one number more."""
    sums = []
    for one, ten in pairwise(sorted((number for number in found if not number.hard), key=lambda number: number.start)):
        if text[one.end : ten.start].isspace():
            values = {a + b for a in one.values for b in ten.values if 0 < a < 10 <= b < 100 and b % 10 == 0}
            sums += [Number(frozenset(values), one.start, ten.end, False)] if values else []
    return sums


def _counted_from(found: list[Number], text: str, known: Grammar) -> Iterator[Number]:
    """Years of an era also in ours, and minutes of the second half also from kick-off."""
    pattern = _counted_from_pattern(known.code)
    for number in found:
        if pattern and (match := pattern.search(text[max(0, number.start - 12) : number.start])):
            base = known.counted_from[match[1].lower()]
            number = replace(number, values=number.values | {base + value for value in number.values})
        elif known.years and number.end - number.start == 4:
            first, last, base = known.years
            years = {base + value for value in number.values if first <= value <= last}
            number = replace(number, values=number.values | years)
        yield number


def _with_hundredths(found: list[Number], text: str, known: Grammar) -> Iterator[Number]:
    """In 3万8617円10銭 two numbers are one."""
    told = 0
    for number, following in zip_longest(found, found[1:]):
        if number.start < told:
            continue
        between = text[number.end : following.start].strip() if following else ""
        part = dict(known.hundredths).get(between)
        if following and part is not None and text.startswith(part, following.end):
            parts = {a + b / 100 for a in number.values for b in following.values if b < 100}
            number, told = replace(number, values=number.values | parts), following.end
        yield number


@cache
def _counted_from_pattern(code: str) -> re.Pattern[str] | None:
    known = grammar(code)
    words = "|".join(map(re.escape, known.counted_from)) if known else ""
    return re.compile(rf"({words})\s*$", re.IGNORECASE) if words else None


def _ranges(found: list[Number], text: str) -> Iterator[Number]:
    """In "5 to 10 million" the five may be five million, in 2018–19 the second is 2019."""
    year = 0.0
    for number, following in zip_longest(found, found[1:]):
        if year and number.end - number.start == 2:
            number = replace(number, values=number.values | {year - year % 100 + value for value in number.values})
        year = 0.0
        if following and number.hard and following.hard and SPAN.fullmatch(text, number.end, following.start):
            year = max((value for value in number.values if 1000 <= value < 2200), default=0.0)
        if following and number.hard and following.hard and RANGE.fullmatch(text, number.end, following.start):
            written = re.compile(DIGITS).match(text, following.start)
            scale = max(following.values) / (max(values_of(written[0])) or 1.0) if written else 1.0
            if scale > 1:
                scaled = {value * scale for value in number.values}
                number = Number(number.values | scaled, number.start, number.end, True)
        yield number
