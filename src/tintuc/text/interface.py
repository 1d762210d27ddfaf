"""Words that belong to a page's interface and to no text."""

from __future__ import annotations

import re
from functools import cache

from tintuc.text.languages import table

#: What may stand around such words: marks, figures and arrows. Letters may not.
AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def languages_of(line: str, *, weak: bool = False) -> tuple[str, ...]:
    """The languages in whose interfaces ``line`` stands as it is; with ``weak`` also words a crosshead might have."""
    words = " ".join(AROUND.sub("", line).lower().replace("’", "'").split())
    rows = _lines("weak") if weak and words in _lines("weak") else _lines("strong")
    return rows.get(words, ())


@cache
def known() -> frozenset[str]:
    """The languages that have a table."""
    return frozenset(table("interface"))


@cache
def _lines(strength: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, row in table("interface").items():
        for words in row[strength]:
            found[words] = (*found.get(words, ()), code)
    return found
