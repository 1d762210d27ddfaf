"""Reads the numbers of a text: digits, words and characters, in the languages that have a table.

A number is a set of values it may have, for "1,234" is one thing in English and another in Vietnamese, and "half" may
be 0.5, 50 or 30. *Hard* numbers are written with digits: a translation must have them. Soft ones are written in words;
they explain a hard number on the other side but are never asked for.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from itertools import islice, pairwise, product, zip_longest
from typing import Any

from tintuc.text.addresses import without_addresses
from tintuc.text.clock import clock_times
from tintuc.text.languages import row, table

#: From here on two values that differ by no more than a thousandth are one, for large figures are rounded; 2018 is not
#: 2019.
ROUNDED, TOLERANCE = 1e5, 1e-3
#: Cyrillic letters for Roman figures, full-width, Thai and Arabic figures, the Arabic separators, and the thin space
#: that groups thousands.
PLAIN = str.maketrans(
    "ХІ０１２３４５６７８９．％：๐๑๒๓๔๕๖๗๘๙٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪\u2009",
    "XI0123456789.%:" + "0123456789" * 3 + ".,%\u00a0",
)
#: Whether a text has any of them: to translate one that has none takes far longer.
ODD = re.compile(f"[{''.join(map(chr, PLAIN))}]")
DIGITS = r"\d+(?:[.,\u00a0\u202f]\d+)*"
#: No numbers: more digits than the longest has, which are a key or an account; and round the clock.
LONGEST = re.compile(r"\d{25,}|\b24/7\b")
CURRENCY_SIGN = re.compile(r"[$£€¥￥₩₫₹]\s?$")
RANGE = re.compile(
    r"\s*(?:[-–—‒~〜～至到]|to|or|and|and|đến|tới|hoặc|hay|và|から|と|에서|내지|à|ou|bis|oder|a|hasta|hingga|до|или)\s*",
    re.IGNORECASE,
)
#: What stands before a year of two figures: an apostrophe, or a season, SS19.
SHORTENED = re.compile(r"['’‘]$|(?<![A-Za-z])(?:SS|AW|FW|PF)\s?$")
#: Minutes and seconds that are no time of day, as a match counts them: 27:37 is the 28th minute.
PLAYED = re.compile(r"(?<![\d:.,])(2[5-9]|[3-9]\d|1\d\d):[0-5]\d(?![\d:])")
#: The second year of a span that names only its end: 2018–19.
SPAN = re.compile(r"[-–/]")
#: 14, LVIII, and the French XVIIe. Letters from L on stand alone too often for other things to be numbers there.
ROMAN = re.compile(r"\b(?=[XVI]|[LC][XVILC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?<=[XVILC])(?:e|er|ère|ème)?\b")
#: What may be one: a search that begins with letters is far faster than one that begins with the edge of a word.
ROMAN_LETTERS = re.compile(r"[XVILC]+(?:e|er|ère|ème)?(?!\w)")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
#: An Arabic comma between groups of three figures: 30،000.
ARABIC_GROUP = re.compile(r"(?<=\d)،(?=\d{3}(?!\d))")
#: What may stand between the figures of a telephone number, and how many figures it has at least.
GAPS, TELEPHONE = re.compile(r"(?<=\d)[\s().–-]+(?=\d)"), re.compile(r"\d{6,}")
#: A space between groups of three figures, where a language writes one: 7 530,72.
SPACED = re.compile(r"(?<![\d.,])(\d{1,3}(?: \d{3})+)(?!\d)")


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


@cache
def known() -> frozenset[str]:
    """The languages whose numbers can be read."""
    return frozenset(table("numbers"))


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
    found += (_in_characters if spoken.tens else _unspaced if spoken.unspaced else _in_words)(text, spoken)
    if not found:
        return ()
    if spoken.ones_first:
        found += _ones_first(found, text)
    found = list(_counted_from(sorted(found, key=lambda number: number.start), text, spoken))
    return tuple(_ranges(list(_with_hundredths(found, text, spoken)), text))


@lru_cache(maxsize=512)
def unmatched(
    source: str, target: str, source_language: str, target_language: str
) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """Numbers of the source that nothing in the target explains, and of the target that nothing in the source does.

    Small figures come and go in any good translation ("again" becomes "a 2nd time"), so 0, 1 and 2 count as added only
    where another number is missing for them.
    """
    left, right = numbers(source, source_language), numbers(target, target_language)
    missing = [number for number in _unexplained(left, right) if number.hard]
    extra = [number for number in _unexplained(right, left) if number.hard]
    if missing and extra and (same := _telephones(source) & _telephones(target)):
        missing = [number for number in missing if not _within(source, number, same)]
        extra = [number for number in extra if not _within(target, number, same)]
    words = [number for number in _unexplained(left, right) if number.spelled]
    if not missing and not words:
        return (), tuple(number for number in extra if not _small(number) or _lone_zero(number, target))
    extra += _surplus(left, right) if not extra else []
    if not extra and not words:  # a score of 1-0 or a No. 1 is often told in words
        missing = [number for number in missing if not number.values <= {0.0, 1.0}]
    if extra and not missing:
        missing = words[: len(extra)]
    return tuple(missing), tuple(extra)


def _telephones(text: str) -> set[str]:
    """Long runs of figures, however they are grouped: 116 123 and 116123."""
    return set(TELEPHONE.findall(GAPS.sub("", text.translate(PLAIN))))


def _within(text: str, number: Number, telephones: set[str]) -> bool:
    figures = "".join(re.findall(r"\d", text[number.start : number.end].translate(PLAIN)))
    return any(figures in telephone for telephone in telephones)


def same_value(one: Iterable[float], other: Iterable[float]) -> bool:
    """Whether two sets of values share one."""
    others = list(other)
    return any(
        abs(a - b) <= (TOLERANCE * max(abs(a), abs(b)) if min(a, b) >= ROUNDED else 1e-9) for a in one for b in others
    )


def _unexplained(asked: tuple[Number, ...], given: tuple[Number, ...]) -> Iterator[Number]:
    values = {value for number in given for value in number.values}
    ordered: list[float] | None = None
    for number in asked:
        if (number.hard or number.spelled) and number.values.isdisjoint(values):
            ordered = sorted(value for value in values if math.isfinite(value)) if ordered is None else ordered
            if not any(same_value((value,), _beside(value, ordered)) for value in number.values):
                yield number


def _beside(value: float, ordered: list[float]) -> list[float]:
    """The values next to a place in order: if neither is the same, none is."""
    at = bisect_left(ordered, value)
    return ordered[max(0, at - 1) : at + 1]


def _surplus(left: tuple[Number, ...], right: tuple[Number, ...]) -> list[Number]:
    """Figures that stand more often on the right than on the left: "2 or 3" became "3 or 3"."""
    given = Counter(value for number in left for value in number.values)
    told = Counter(value for number in right if number.hard for value in number.values)
    for value in {value for number in right if number.hard for value in number.values}:
        if told[value] > given[value] > 0:
            return [next(number for number in reversed(right) if number.hard and value in number.values)]
    return []


def _small(number: Number) -> bool:
    return number.values <= {0.0, 1.0, 2.0}


def _lone_zero(number: Number, text: str) -> bool:
    """Whether it is a nought that belongs to no score, such as 2-0."""
    around = text[max(0, number.start - 2) : number.start] + text[number.end : number.end + 2]
    return number.values == {0.0} and not re.search(r"[-–:：比対대]", around)


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
            scale = max(following.values) / (max(_values(written[0])) or 1.0) if written else 1.0
            if scale > 1:
                scaled = {value * scale for value in number.values}
                number = Number(number.values | scaled, number.start, number.end, True)
        yield number


# Languages that part words by spaces


def _in_words(text: str, known: Grammar) -> Iterator[Number]:
    run: list[tuple[str, float | tuple[float, ...], int, int]] = []
    for kind, value, start, end in _tokens(text, known):
        if run and not _joins(text[run[-1][3] : start], run, kind, known):
            yield from _closed(run)
            run = []
        if kind in ("loose", "month"):
            yield from _closed(run)
            run = []
            yield Number(frozenset(_alternatives(value)), start, end, False, kind == "month")
        else:
            run.append((kind, value, start, end))
    yield from _closed(run)
    yield from _halves(text, known)
    for word in ROMAN_LETTERS.finditer(text):
        if (match := ROMAN.match(text, word.start())) is None:
            continue
        yield Number(frozenset([float(_roman(match[0]))]), match.start(), match.end(), False)


def _halves(text: str, known: Grammar) -> Iterator[Number]:
    """Numbers and a half, with a noun between where a language puts one, and a scale behind: two and a half million."""
    low = text.lower() if known.half else ""
    pattern = _half_pattern(known.code) if any(half in low for half in known.half) else None
    for match in pattern.finditer(text) if pattern else ():
        before, scale = _counted_before(text, match.start(), known)
        scale *= known.scales.get((match[1] or "").lower(), 1.0)
        if before:
            yield Number(frozenset({(before + 0.5) * scale}), match.start(), match.end(), False)


def _counted_before(text: str, end: int, known: Grammar) -> tuple[float, float]:
    """What the last words before a place count up to, and its large scale: ba mươi độ | rưỡi, hai triệu | rưỡi."""
    found = list(_token_pattern().finditer(text, max(0, end - 40), end))[-4:]
    total, scale = 0.0, 1.0
    for match in found:
        digits, _, word = match.groups()
        if digits:
            total, scale = _values(digits)[0], 1.0
        elif word.lower() in known.units:
            value = float(known.units[word.lower()])
            total = total + value if total and total % 10 == 0 and value < 10 else value
        elif word.lower() in known.scales:
            large = known.scales[word.lower()]
            total, scale = (total * large, scale) if large < 1000 else (total, large)
    return total, scale


@cache
def _half_pattern(code: str) -> re.Pattern[str] | None:
    known = grammar(code)
    if known is None or not known.half:
        return None
    scales = "|".join(map(re.escape, sorted(known.scales, key=len, reverse=True)))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, known.half))})\b(?:[ -]({scales})\b)?", re.IGNORECASE)


DIGIT, WORD = re.compile(r"\d"), re.compile(r"[^\W\d_]+")
#: A short word behind digits, which may be a scale.
FOLLOWING = re.compile(r"[ \u00a0]([^\W\d_]{1,3})\b")


@cache
def _token_pattern() -> re.Pattern[str]:
    return re.compile(rf"({DIGITS})([^\W\d_]*)|([^\W\d_]+(?:['’][^\W\d_]+)*)")


def _tokens(text: str, known: Grammar) -> Iterator[tuple[str, float | tuple[float, ...], int, int]]:
    if not known.prefixes and not DIGIT.search(text) and known.words.isdisjoint(WORD.findall(text.lower())):
        return
    words, prefixes = known.words, known.prefixes
    for match in _token_pattern().finditer(text):
        word = match[3]
        if word is not None:
            low = word.lower()
            if "'" in low or "’" in low:
                low = low if low in known.units else re.split("['’]", low)[0]
            if low not in words:
                if not prefixes:
                    continue
                low = next((low[len(one) :] for one in known.prefixes if low.startswith(one)), low)
                if low not in words:
                    continue
            if low in known.units:
                yield "unit", float(known.units[low]), match.start(), match.end()
            elif low in known.scales:
                yield "scale", float(known.scales[low]), match.start(), match.end()
            elif low in known.maybe:
                yield "maybe", float(known.maybe[low]), match.start(), match.end()
            elif low in known.months and word[0].isupper():
                yield "month", (float(known.months[low]),), match.start(), match.end()
            elif low in known.loose:
                yield "loose", tuple(map(float, known.loose[low])), match.start(), match.end()
            continue
        digits, suffix = match[1], match[2].lower()
        values = _values(digits, point=known.point)
        if suffix == "s":
            values = (*values, values[0] % 100, 1900 + values[0] % 100)
        if len(digits) == 2 and SHORTENED.search(text, max(0, match.start() - 4), match.start()):
            values = (*values, 2000 + values[0], 1900 + values[0])
        end = match.start() + len(digits)
        yield "digits", values, match.start(), end
        scale = known.short.get(suffix)
        if not suffix:
            following = FOLLOWING.match(text, end)
            if following and following[1].lower() in known.short and len(following[1]) > 1:
                scale, end = known.short[following[1].lower()], following.end() - len(following[1])
                yield "scale", float(scale), end, following.end()
                continue
        if scale and (
            len(suffix) > 1 or suffix == "k" or CURRENCY_SIGN.search(text[max(0, match.start() - 2) : match.start()])
        ):
            yield "scale", float(scale), end, match.end()
        elif scale:
            yield "maybe", float(scale), end, match.end()


def _joins(gap: str, run: list[tuple[str, float | tuple[float, ...], int, int]], kind: str, known: Grammar) -> bool:
    """Whether the next word goes on with the number."""
    between = gap.strip(" -\u00a0‑").lower()
    last = run[-1]
    if between:
        return between in known.skip and (kind == "maybe" or last[0] in ("scale", "unit"))
    if kind in ("scale", "maybe"):
        return True
    if kind == "digits":
        return last[0] == "scale" and isinstance(last[1], float) and last[1] >= 1000
    if last[0] == "digits" or any(kind == "digits" for kind, *_ in run):
        return False
    if last[0] == "unit":
        tens = max(_alternatives(last[1]))
        return tens >= 10 and tens % 10 == 0 and kind == "unit"
    return True


def _closed(run: list[tuple[str, float | tuple[float, ...], int, int]]) -> Iterator[Number]:
    if not run:
        return
    if len(run) == 1 and run[0][0] in ("unit", "scale"):
        kind, value, start, end = run[0]
        said = frozenset(_alternatives(value))
        yield Number(said, start, end, False, kind == "unit" and max(said) >= 2)
        return
    hard = any(kind == "digits" for kind, *_ in run)
    start, end = run[0][2], run[-1][3]
    choices = [_alternatives(value) for _, value, *_ in run]
    kinds = [kind for kind, *_ in run]
    values = set()
    for choice in islice(product(*choices), 8):
        values.add(_composed(kinds, choice))
        if "maybe" in kinds:
            values.add(
                _composed(
                    [k for k in kinds if k != "maybe"], [v for k, v in zip(kinds, choice, strict=True) if k != "maybe"]
                )
            )
    if not hard:
        values |= {value for choice in choices for value in choice}
    elif sum(kind == "digits" for kind in kinds) > 1:
        values |= {value for kind, choice in zip(kinds, choices, strict=True) if kind == "digits" for value in choice}
    spelled = not hard and max(values) >= 2 and not (len(kinds) == 1 and kinds[0] != "unit")
    yield Number(frozenset(values), start, end, hard, spelled)


def _alternatives(value: float | tuple[float, ...]) -> tuple[float, ...]:
    return value if isinstance(value, tuple) else (value,)


def _composed(kinds: Iterable[str], values: Iterable[float]) -> float:
    """The value of a run of units and scales: 3 million 200 thousand, hai trăm năm mươi lăm, nghìn tỷ."""
    total = section = last = 0.0
    before = 0.0  # the last large scale
    for kind, value in zip(kinds, values, strict=True):
        if kind in ("unit", "digits"):
            last += value
        elif value < 1000:
            section += (last or 1) * value if not (section and not last) else section * (value - 1)
            last = 0.0
        else:
            base = section + last
            if base == 0:
                total = total * value if total else value
            elif total and before < value:
                total = (total + base) * value
            else:
                total += base * value
            section = last = 0.0
            before = value
    return total + section + last


def _values(digits: str, *, point: bool = False) -> tuple[float, ...]:
    """What a token of digits and separators may mean; with ``point`` where only a point parts off decimals."""
    spaced = re.split("[\u00a0\u202f]", digits)
    if len(spaced) > 1:
        return (*_values("".join(spaced)), *(value for part in spaced for value in _values(part)))
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


def _roman(text: str) -> int:
    total, last = 0, 0
    for char in reversed(text.rstrip("eèrm")):
        value = ROMAN_VALUES[char]
        total += -value if value < last else value
        last = max(last, value)
    return total


# Languages that write words without spaces between them: 1.5 ล้าน, สามร้อย


@cache
def _unspaced_patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = grammar(code) or Grammar(code)
    either = [
        "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        for words in (known.scales, [*known.units, *known.scales, *known.loose])
    ]
    return re.compile(rf"({DIGITS})(?:\s?(?:{either[0]}))*"), re.compile(rf"(?:{either[1]})+")


def _unspaced(text: str, known: Grammar) -> Iterator[Number]:
    for phrase in known.phrases:
        text = text.replace(phrase, " " * len(phrase))
    digits, words = _unspaced_patterns(known.code)
    one_word = re.compile("|".join(map(re.escape, sorted(known.words, key=len, reverse=True))))
    end = 0
    for match in digits.finditer(text):
        scale = 1.0
        for word in one_word.findall(text, match.end(1), match.end()):
            scale *= known.scales[word]
        values = frozenset(value * scale for value in _values(match[1], point=known.point))
        yield Number(values, match.start(), match.end(), True)
        yield from _soft(words, one_word, text[end : match.start()], end, known)
        end = match.end()
    yield from _soft(words, one_word, text[end:], end, known)


def _soft(
    words: re.Pattern[str], one_word: re.Pattern[str], text: str, offset: int, known: Grammar
) -> Iterator[Number]:
    """Numbers in words; each part counts, too, for a syllable of another word may stand beside one."""
    for match in words.finditer(text):
        said = one_word.findall(match[0])
        parts = {value for word in said for value in (known.loose.get(word) or [known.units.get(word, 0.0)])}
        counted = [word for word in said if word not in known.loose]
        kinds = ["scale" if word in known.scales else "unit" for word in counted]
        total = _composed(kinds, [known.scales.get(word, known.units.get(word, 0.0)) for word in counted])
        values = frozenset(map(float, parts | {total} | {known.scales[word] for word in said if word in known.scales}))
        yield Number(values, offset + match.start(), offset + match.end(), False)


# Languages that write numbers in characters: 3万5千, 二〇二四, 십만


@cache
def _character_run(code: str) -> re.Pattern[str]:
    known = grammar(code) or Grammar(code)
    scales = re.escape("".join(known.tens) + "".join(known.myriads))
    digits = re.escape("".join(known.digits))
    if known.units or "십" in known.tens:  # Korean: its number syllables are common in other words
        plain = rf"(?:[{digits}]?[{scales}])+[{digits}]?(?![가-힣])|(?:[{digits}]?[{scales}]){{2,}}[{digits}]?"
        return re.compile(rf"{DIGITS}(?:[ ]?[{scales}]+(?:{DIGITS}|[ ]{DIGITS}(?=[ ]?[{scales}]))?)*|{plain}")
    following = rf"[余餘多数數来來]?[{scales}]+|(?<=[{scales}])[ ]?{DIGITS}|(?<![0-9])[{digits}]"
    return re.compile(rf"(?:{DIGITS}|[{digits}{scales}])(?:[ ]?(?:{following}))*")


@cache
def _loose_pattern(code: str) -> re.Pattern[str]:
    known = grammar(code) or Grammar(code)
    return re.compile("|".join(re.escape(word) for word in sorted(known.loose, key=len, reverse=True)))


#: A century and a decade of it: 20世纪30年代.
ERA = re.compile(r"(\d{1,2})\s*世[纪紀](?:\s*(\d0)\s*年代)?")
#: A decimal in characters: 三十点五, 三十・五.
DECIMAL = re.compile(r"([一二三四五六七八九十百零〇两兩]{1,12})[点點・]([零〇一二三四五六七八九]{1,12})")
#: China's plans by number, each for five years: 十四五 is the 14th.
FIVE_YEAR_PLAN = re.compile("十[一二三四五六七八九]五")
FRACTION = re.compile(r"(\d{1,25}|[一二三四五六七八九十百两])分(?:之|の)(\d+|[一二三四五六七八九十百两]{1,12})")


def _in_characters(text: str, known: Grammar) -> Iterator[Number]:
    for match in _character_run(known.code).finditer(text):
        raw = match[0]
        values = set(_read(raw, known))
        hard = any(char.isascii() and char.isdigit() for char in raw)
        if era := ERA.match(text, match.start()):
            century = (int(era[1]) - 1) * 100
            values |= {float(century), float(century + int(era[2] or 0))}
        if FIVE_YEAR_PLAN.fullmatch(raw):
            values.add(10 + known.digits[raw[1]])
        after = text[match.end() : match.end() + 3].lstrip()[:2]
        if after[:1] in ("割", "成") and len(values) == 1:
            values |= {value * 10 for value in values}
        if after in ("年代", "년대") or after[:2] == "年代":
            values |= {1900 + value for value in values if value < 100} | {
                2000 + value for value in values if value < 20
            }
        yield Number(frozenset(values), match.start(), match.end(), hard)
    for match in _loose_pattern(known.code).finditer(text):
        yield Number(frozenset(map(float, known.loose[match[0].lower()])), match.start(), match.end(), False)
    for match in DECIMAL.finditer(text):
        whole, part = (next(iter(_read(match[side], known)), 0.0) for side in (1, 2))
        figures = len(match[2])
        yield Number(frozenset({whole + part / 10**figures}), match.start(), match.end(), False)
    for match in FRACTION.finditer(text):
        below, above = max(_read(match[1], known)), max(_read(match[2], known))
        yield Number(frozenset({above / below if below else above, above}), match.start(), match.end(), False)


def _read(raw: str, known: Grammar) -> Iterator[float]:
    """The values of a run of digits, number characters and scales."""
    tokens = re.findall(rf"{DIGITS}|[^\s\d.,]", raw)
    given = [token for token in tokens if token[0].isdigit() and token[0].isascii()]
    if len(tokens) == 1 and given:
        yield from _values(tokens[0], point=known.point)
        return
    if tokens and all(token in known.digits for token in tokens):
        yield float("".join(str(int(known.digits[token])) for token in tokens))
        if len(tokens) > 1:
            yield from (float(known.digits[token]) for token in tokens)
        return
    choices = [_values(token, point=known.point) if token in given else (None,) for token in tokens]
    for choice in islice(product(*choices), 4):
        yield _total(tokens, choice, known)
    if len(given) > 1:
        for token in given:
            yield from _values(token)


def _total(tokens: list[str], choice: tuple[float | None, ...], known: Grammar) -> float:
    total = section = 0.0
    current: float | None = None
    for token, value in zip(tokens, choice, strict=True):
        if value is not None:
            current = value
        elif token in known.digits:
            current = (current or 0.0) * 10 + known.digits[token]
        elif token in known.tens:
            section += (1.0 if current is None else current) * known.tens[token]
            current = None
        elif token in known.myriads:
            section += current or 0.0
            current = None
            scale = known.myriads[token]
            if section == 0 and total:
                total *= scale
            elif total and total < scale:
                total = (total + section) * scale
            else:
                total += (section or 1.0) * scale
            section = 0.0
    return total + section + (current or 0.0)


def _characters(digits: str) -> dict[str, float]:
    """The characters for nought to nine; in a row of eleven the first two are both nought (〇零一…)."""
    spare = len(digits) - 10
    return {char: float(max(0, place - max(0, spare))) for place, char in enumerate(digits)}
