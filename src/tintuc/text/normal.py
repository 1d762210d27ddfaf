"""A text in one of Unicode's normal forms, in time that grows with it alone.

Python puts the marks of a letter in order in the square of their number: a letter with thirty thousand of them, which
is some kilobytes of text, takes ten seconds.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

#: Marks of one letter. Vietnamese has two, pointed Hebrew four; Unicode's own bound for streams is 30.
MOST_MARKS = 30
#: What may be more: signs that are neither letters nor figures.
MANY = re.compile(rf"[^\w\s\x00-\u02ff]{{{MOST_MARKS + 1},}}")


def normal(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """The text in a normal form. Marks of a letter past :data:`MOST_MARKS` are left out."""
    if text.isascii():
        return text
    return unicodedata.normalize(form, MANY.sub(_fewer, text))


def _fewer(match: re.Match[str]) -> str:
    run, kept = 0, []
    for sign in match[0]:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)
