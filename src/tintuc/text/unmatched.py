"""Which numbers of a text nothing in its source explains, and the other way round."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from tintuc.text.numbers import PLAIN, Number, numbers

#: From here on two values that differ by no more than a thousandth are one, for large figures are rounded; 2018 is not
#: 2019.
ROUNDED, TOLERANCE = 1e5, 1e-3
#: What may stand between the figures of a telephone number, and how many figures it has at least.
GAPS, TELEPHONE = re.compile(r"(?<=\d)[\s().–-]+(?=\d)"), re.compile(r"\d{6,}")


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
