"""What spam sells. Words of many languages at once, since spam is seldom in the language of the page it stands on."""

from __future__ import annotations

import re
from functools import cache

from tintuc.text.languages import table


@cache
def _pattern() -> re.Pattern[str]:
    rows = table("commerce")
    whole = "|".join(re.escape(word) for word in sorted(rows["words"], key=len, reverse=True))
    parts = "|".join(re.escape(word) for word in sorted(rows["parts"], key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)|{parts}")


def wares(text: str) -> frozenset[str]:
    """The different things spam sells that ``text`` names, in small letters."""
    return frozenset(_pattern().findall(text.lower()))
