"""How the characters of a Chinese name may be read in Vietnamese."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from tintuc.text.languages import table

#: Marks of tone; where in a syllable one stands is custom: hoà, hòa.
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
#: An i that many write y behind a consonant: Lí, Lý.
FINAL_Y = re.compile(r"^([bcdđghklmnprstvx]+)y$")


@lru_cache(maxsize=4096)
def syllables(char: str) -> frozenset[str]:
    """Every syllable a character may be read with, as :func:`folded`; empty for what the table does not know."""
    return _readings().get(char, frozenset())


def is_family(char: str) -> bool:
    """Whether a Chinese family name may begin with a character."""
    return char in table("sino_vietnamese")["family"]


@cache
def known() -> frozenset[str]:
    """Every syllable a character may be read with."""
    return frozenset().union(*_readings().values())


@cache
def families() -> frozenset[str]:
    """The syllables a Chinese family name may be read with."""
    return frozenset().union(*(syllables(char) for char in table("sino_vietnamese")["family"]))


@lru_cache(maxsize=4096)
def folded(syllable: str) -> str:
    """A syllable as it is compared: in small letters, its tone behind, i for y."""
    parts = unicodedata.normalize("NFD", syllable.lower())
    tone = "".join(char for char in parts if char in TONES)
    letters = unicodedata.normalize("NFC", "".join(char for char in parts if char not in TONES))
    return FINAL_Y.sub(r"\1i", letters) + tone


@cache
def _readings() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for syllable, chars in table("sino_vietnamese")["syllables"].items():
        for char in chars:
            found.setdefault(char, set()).add(folded(syllable))
    return {char: frozenset(read) for char, read in found.items()}
