"""Reads numbers where nothing parts words: 1.5 ล้าน and สามร้อย; 3万5千, 二〇二四, 십만."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, product

from tintuc.text.numerals import DIGITS, Grammar, Number, grammar, values_of
from tintuc.text.numerals_in_words import composed

#: A century and a decade of it: 20世纪30年代.
ERA = re.compile(r"(\d{1,2})\s*世[纪紀](?:\s*(\d0)\s*年代)?")
#: A decimal in characters: 三十点五, 三十・五.
DECIMAL = re.compile(r"([一二三四五六七八九十百零〇两兩]{1,12})[点點・]([零〇一二三四五六七八九]{1,12})")
#: China's plans by number, each for five years: 十四五 is the 14th.
FIVE_YEAR_PLAN = re.compile("十[一二三四五六七八九]五")
FRACTION = re.compile(r"(\d{1,25}|[一二三四五六七八九十百两])分(?:之|の)(\d+|[一二三四五六七八九十百两]{1,12})")


def in_letters(text: str, known: Grammar) -> Iterator[Number]:
    """The numbers of a text in letters without spaces, as Thai is."""
    for phrase in known.phrases:
        text = text.replace(phrase, " " * len(phrase))
    digits, words = _unspaced_patterns(known.code)
    one_word = re.compile("|".join(map(re.escape, sorted(known.words, key=len, reverse=True))))
    end = 0
    for match in digits.finditer(text):
        scale = 1.0
        for word in one_word.findall(text, match.end(1), match.end()):
            scale *= known.scales[word]
        values = frozenset(value * scale for value in values_of(match[1], point=known.point))
        yield Number(values, match.start(), match.end(), True)
        yield from _soft(words, one_word, text[end : match.start()], end, known)
        end = match.end()
    yield from _soft(words, one_word, text[end:], end, known)


@cache
def _unspaced_patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = grammar(code) or Grammar(code)
    either = [
        "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        for words in (known.scales, [*known.units, *known.scales, *known.loose])
    ]
    return re.compile(rf"({DIGITS})(?:\s?(?:{either[0]}))*"), re.compile(rf"(?:{either[1]})+")


def _soft(
    words: re.Pattern[str], one_word: re.Pattern[str], text: str, offset: int, known: Grammar
) -> Iterator[Number]:
    """Numbers in words; each part counts, too, for a syllable of another word may stand beside one."""
    for match in words.finditer(text):
        said = one_word.findall(match[0])
        parts = {value for word in said for value in (known.loose.get(word) or [known.units.get(word, 0.0)])}
        counted = [word for word in said if word not in known.loose]
        kinds = ["scale" if word in known.scales else "unit" for word in counted]
        total = composed(kinds, [known.scales.get(word, known.units.get(word, 0.0)) for word in counted])
        values = frozenset(map(float, parts | {total} | {known.scales[word] for word in said if word in known.scales}))
        yield Number(values, offset + match.start(), offset + match.end(), False)


def in_characters(text: str, known: Grammar) -> Iterator[Number]:
    """The numbers of a text that writes them in characters, as Chinese, Japanese and Korean are; some may overlap."""
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


def _read(raw: str, known: Grammar) -> Iterator[float]:
    """The values of a run of digits, number characters and scales."""
    tokens = re.findall(rf"{DIGITS}|[^\s\d.,]", raw)
    given = [token for token in tokens if token[0].isdigit() and token[0].isascii()]
    if len(tokens) == 1 and given:
        yield from values_of(tokens[0], point=known.point)
        return
    if tokens and all(token in known.digits for token in tokens):
        yield float("".join(str(int(known.digits[token])) for token in tokens))
        if len(tokens) > 1:
            yield from (float(known.digits[token]) for token in tokens)
        return
    choices = [values_of(token, point=known.point) if token in given else (None,) for token in tokens]
    for choice in islice(product(*choices), 4):
        yield _total(tokens, choice, known)
    if len(given) > 1:
        for token in given:
            yield from values_of(token)


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
