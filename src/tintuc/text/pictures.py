"""How captions name who made a picture."""

from __future__ import annotations

import re
from functools import cache

from tintuc.text.languages import table


@cache
def _pattern() -> re.Pattern[str]:
    rows = table("credits")
    words, by, signs = (
        "|".join(map(re.escape, sorted(rows[name], key=len, reverse=True))) for name in ("words", "by", "signs")
    )
    before, after = "(?<![A-Za-z])", "(?![A-Za-z])"
    return re.compile(rf"{before}(?:{words})\s*[:：/／]|{before}(?:{by})\s|{before}(?:{signs}){after}", re.I)


def names_its_maker(caption: str) -> bool:
    """Whether the caption says who made the picture."""
    return bool(_pattern().search(caption))
