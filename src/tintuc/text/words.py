"""Words of languages that part them by spaces."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def words(text: str) -> list[str]:
    """The words in small letters."""
    return WORD.findall(text.lower())
