"""Reads numbers where spaces part words: 1.5 million, hai trăm năm mươi, two and a half, XVII."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, product

from tintuc.text.numerals import DIGITS, Grammar, Number, grammar, values_of

CURRENCY_SIGN = re.compile(r"[$£€¥￥₩₫₹]\s?$")
#: What stands before a year of two figures: an apostrophe, or a season, SS19.
SHORTENED = re.compile(r"['’‘]$|(?<![A-Za-z])(?:SS|AW|FW|PF)\s?$")
#: 14, LVIII, and the French XVIIe. Letters from L on stand alone too often for other things to be numbers there.
ROMAN = re.compile(r"\b(?=[XVI]|[LC][XVILC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?<=[XVILC])(?:e|er|ère|ème)?\b")
#: What may be one: a search that begins with letters is far faster than one that begins with the edge of a word.
ROMAN_LETTERS = re.compile(r"[XVILC]+(?:e|er|ère|ème)?(?!\w)")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
DIGIT, WORD = re.compile(r"\d"), re.compile(r"[^\W\d_]+")
#: A short word behind digits, which may be a scale.
FOLLOWING = re.compile(r"[ \u00a0]([^\W\d_]{1,3})\b")

#: A word that says something about a number: its kind, its value or values, from and to.
Token = tuple[str, float | tuple[float, ...], int, int]


def in_words(text: str, known: Grammar) -> Iterator[Number]:
    """The numbers of a text whose words are parted by spaces; some may overlap."""
    run: list[Token] = []
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
            total, scale = values_of(digits)[0], 1.0
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


@cache
def _token_pattern() -> re.Pattern[str]:
    return re.compile(rf"({DIGITS})([^\W\d_]*)|([^\W\d_]+(?:['’][^\W\d_]+)*)")


def _tokens(text: str, known: Grammar) -> Iterator[Token]:
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
        values = values_of(digits, point=known.point)
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


def _joins(gap: str, run: list[Token], kind: str, known: Grammar) -> bool:
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


def _closed(run: list[Token]) -> Iterator[Number]:
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
        values.add(composed(kinds, choice))
        if "maybe" in kinds:
            values.add(
                composed(
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


def composed(kinds: Iterable[str], values: Iterable[float]) -> float:
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


def _roman(text: str) -> int:
    total, last = 0, 0
    for char in reversed(text.rstrip("eèrm")):
        value = ROMAN_VALUES[char]
        total += -value if value < last else value
        last = max(last, value)
    return total
