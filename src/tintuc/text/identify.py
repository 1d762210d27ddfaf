"""Names the language of a text.

``eldc`` where there is a wheel for the platform (measured on news sentences of 15 languages: right in 99.8 %, in 97.6 %
of the first 30 characters), else the frequent words of the tables.
"""

from __future__ import annotations

import importlib
from collections import Counter
from functools import cache, lru_cache
from types import ModuleType

from tintuc.text.languages import facts, having, table
from tintuc.text.words import words

#: Codes that stand for one language, or for two that no short text tells apart.
SAME = {"ms": "id", "sr": "hr", "bs": "hr", "nb": "no", "nn": "no", "tl": "fil"}

CHINESE = {"simplified": "zh-Hans", "traditional": "zh-Hant"}
#: Characters of one of the Chinese scripts that make a text sure to be in it, and their share of all that tell.
TELLING, SURE = 20, 0.95


@lru_cache(maxsize=1024)
def language_of(text: str) -> str:
    """The base tag of the language the text is most like; empty where nothing tells."""
    detector = _detector()
    if detector is not None:
        whole = text.encode("utf-8", "replace").decode()  # the detector takes no lone surrogates
        found = str(detector.detect(whole) or "")
        return SAME.get(found, found)
    present = words(text)
    scores = {
        code: sum(word in known.frequent for word in present) for code in having("frequent") if (known := facts(code))
    }
    best = max(scores, key=scores.__getitem__, default="")
    return best.split("-")[0] if best and scores[best] >= max(2, len(present) // 12) else ""


def han_variant(text: str) -> str:
    """Whether Chinese stands in simplified or traditional characters, by frequent ones that only one of them has."""
    traditional = sum(text.count(char) for char in "這們來時個說國會對為學發後")
    simplified = sum(text.count(char) for char in "这们来时个说国会对为学发后")
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def base_of(language: str) -> str:
    """The base of a tag, by the one code that stands for it."""
    base = language.split("-", 1)[0]
    return SAME.get(base, base)


def names(language: str) -> bool:
    """Whether :func:`language_of` could name this language."""
    return _detector() is not None or base_of(language) in {base_of(code) for code in having("frequent")}


@lru_cache(maxsize=64)
def chinese_script_of(text: str) -> str:
    """``zh-Hans`` or ``zh-Hant`` by characters that only one of them has; empty where too few tell, or both stand."""
    seen = Counter(text)
    counts = {code: sum(seen[char] for char in table("han")[name]) for name, code in CHINESE.items()}
    best = max(counts, key=counts.__getitem__)
    total = sum(counts.values())
    return best if total >= TELLING and counts[best] >= SURE * total else ""


@cache
def _detector() -> ModuleType | None:
    try:
        eldc = importlib.import_module("eldc")
    except ImportError:  # no wheel for this platform
        return None
    eldc.init()
    return eldc
