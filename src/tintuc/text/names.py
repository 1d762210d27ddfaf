"""Names of people in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tintuc.text.languages import table

#: Two words with a capital, side by side, of three letters or more: "Maki Kobayashi".
PAIR = re.compile(r"(?=(?<![\w’'-])([^\W\d_a-zß-ÿ][^\W\d_]{2,})[ \u00a0]([^\W\d_a-zß-ÿ][^\W\d_]{2,})(?![\w-]))")


def pairs(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Every two neighbouring capitalised words with their place: (first, second, start, end). Pairs may overlap."""
    for match in PAIR.finditer(text):
        first, second = match[1], match[2]
        if first[0].isupper() and second[0].isupper():
            yield first, second, match.start(1), match.end(2)


@cache
def common_family_names() -> frozenset[str]:
    """Family names that prove nothing, in small letters."""
    return frozenset(name.lower() for name in table("names")["common"])


def is_telling(name: str) -> bool:
    """Whether a word can tell one person from another: plain letters and not a very common family name."""
    return name.isascii() and name.lower() not in common_family_names()
