"""Words of languages that part them by spaces."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


#: Letters that are more than one, or another one, in small letters, depending on what stands beside them.
UNEVEN = ("\u0130", "\u03a3")


#: Characters of a passage whose words are kept for the next who asks.
MOST_KEPT = 2000


def as_written(text: str) -> tuple[str, ...]:
    """The words as they stand."""
    return _kept(text) if len(text) <= MOST_KEPT else _written(text)


def words(text: str) -> tuple[str, ...]:
    """The words in small letters."""
    return _kept_low(text) if len(text) <= MOST_KEPT else _low(text)


def _written(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text))


def _low(text: str) -> tuple[str, ...]:
    if UNEVEN[0] in text or UNEVEN[1] in text:
        return tuple(WORD.findall(text.lower()))
    return tuple(map(str.lower, as_written(text)))


_kept, _kept_low = lru_cache(maxsize=256)(_written), lru_cache(maxsize=256)(_low)
