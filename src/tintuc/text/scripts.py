"""Which writing system letters belong to."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

#: Letters of each script, as regular-expression classes. Unicode 16, the blocks news is written in.
LETTERS: dict[str, str] = {
    "Latin": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\u2c60-\u2c7f"
    "\ua722-\ua7ff\uff21-\uff3a\uff41-\uff5a",
    "Han": "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f",
    "Kana": "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "Hangul": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "Cyrillic": "\u0400-\u052f\u1c80-\u1c88\u2de0-\u2dff\ua640-\ua69f",
    "Greek": "\u0370-\u0373\u0376-\u037d\u0386-\u03ff\u1f00-\u1fff",
    "Arabic": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Hebrew": "\u05d0-\u05ea\ufb1d-\ufb4f",
    "Thai": "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46",
    "Lao": "\u0e81-\u0eb0\u0ebd-\u0edf",
    "Khmer": "\u1780-\u17b3",
    "Burmese": "\u1000-\u102a\u1050-\u109f",
    "Devanagari": "\u0904-\u0939\u0958-\u0961\u0971-\u097f",
    "Bengali": "\u0985-\u09b9\u09dc-\u09e1",
    "Tamil": "\u0b85-\u0bb9",
    "Georgian": "\u10a0-\u10ff",
    "Armenian": "\u0531-\u0587",
}
#: Bytes of ASCII that are no letters.
NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
PATTERNS = {script: re.compile(f"[{letters}]") for script, letters in LETTERS.items()}


def script_counts(text: str) -> dict[str, int]:
    """How many letters of each script ``text`` holds; only scripts that occur."""
    return dict(_counted(text))


@lru_cache(maxsize=256)
def _counted(text: str) -> dict[str, int]:
    if text.isascii():
        letters = len(text.encode().translate(None, NO_LETTERS))
        return {"Latin": letters} if letters else {}
    counts: dict[str, int] = {}
    for char, times in Counter(text).items():  # a text has far fewer characters than letters
        if script := script_of(char):
            counts[script] = counts.get(script, 0) + times
    return counts


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """The script of a letter; empty for what is no letter of a known one."""
    return next((script for script, pattern in PATTERNS.items() if pattern.match(char)), "")


def script_shares(text: str) -> dict[str, float]:
    """Share of the letters of ``text`` that each script holds, largest first."""
    counts = script_counts(text)
    total = sum(counts.values())
    return {script: count / total for script, count in sorted(counts.items(), key=lambda pair: -pair[1])}
