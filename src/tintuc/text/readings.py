"""How the characters of a Chinese name may be read in pinyin."""

from __future__ import annotations

import importlib.util
import json
import unicodedata
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

#: Names of more characters are not spelt out: readings multiply.
LONGEST = 4


@lru_cache(maxsize=4096)
def readings(char: str) -> frozenset[str]:
    """Every reading of a character without its tone; empty for what is no Chinese character."""
    return frozenset(_plain(reading) for reading in _dictionary().get(ord(char), "").split(",") if reading)


@lru_cache(maxsize=1024)
def spellings(name: str) -> frozenset[str]:
    """Every way the whole name may be spelt, in small letters without spaces; empty if it is too long or unknown."""
    if not 2 <= len(name) <= LONGEST:
        return frozenset()
    return frozenset("".join(choice) for choice in product(*(readings(char) for char in name)))


@cache
def syllables() -> frozenset[str]:
    """Every syllable of pinyin."""
    return frozenset(_plain(one) for found in _dictionary().values() for one in found.split(",") if one)


@lru_cache(maxsize=1024)
def is_pinyin(word: str) -> bool:
    """Whether a word can be cut into syllables of pinyin."""
    low = word.lower()
    ends = {0}
    for at in range(len(low)):
        if at in ends:
            ends |= {at + size for size in range(1, 7) if low[at : at + size] in syllables()}
    return len(low) in ends


def _plain(reading: str) -> str:
    """Without tone marks; ü as v or u is one letter here."""
    plain = "".join(char for char in unicodedata.normalize("NFD", reading) if not unicodedata.combining(char))
    return plain.replace("ü", "u").lower()


@cache
def _dictionary() -> dict[int, str]:
    # Importing the package would load its phrases too: 50 MB for what one file says.
    spec = importlib.util.find_spec("pypinyin")
    folder = next(iter(spec.submodule_search_locations or ()), None) if spec else None
    if folder is None:
        return {}
    rows: dict[str, str] = json.loads((Path(folder) / "pinyin_dict.json").read_text(encoding="utf-8"))
    return {int(code): found for code, found in rows.items()}
