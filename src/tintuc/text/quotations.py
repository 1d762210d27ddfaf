"""Finds quotation marks and tells whether what they open is closed.

Straight marks and “ ” are counted as one kind, by parity, since people type either for either side; marks that have a
shape for each side (「」, «») by number. Apostrophes are no quotation marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

#: Marks of speech that are typed for either side, in most languages.
EITHER = '“”„‟"＂'
EITHER_MARK = re.compile(f"[{EITHER}]")
SIDED = {"「": "」", "『": "』", "«": "»", "《": "》", "〈": "〉", "﹁": "﹂"}
#: Single marks: not between or after letters with which they write an apostrophe, nor before figures ('18, 5' 3").
SINGLE = re.compile(r"(?<![A-Za-z\u00c0-\u1eff\d])[‘'’](?![\d\s])|(?<![A-Za-z\u00c0-\u1eff\d\s])['’](?![A-Za-z])")
#: Two single marks typed for a double one, and not for seconds: 15'30''.
TWO_SINGLE = re.compile(r"(?<!\d['’]\d)(?<!\d['’]\d\d)(?:''|’’)|‘‘")
ANY_MARK = re.compile(f"[{EITHER}{''.join(SIDED)}{''.join(SIDED.values())}‘'’]")
DOUBLED = ("''", "’’", "‘‘")  #: one of these stands in each
INCHES = re.compile(r"\d[\"”″]")


@dataclass(frozen=True)
class Unbalanced:
    """Marks of one kind of which one has no other side."""

    kind: str  #: the opening mark, or “ for marks of either side
    at: int  #: where the last of them stands


@lru_cache(maxsize=1024)
def unbalanced(text: str, *, single: bool = False) -> tuple[Unbalanced, ...]:
    """The kinds of marks that do not come out even; with ``single`` of single marks too."""
    if not ANY_MARK.search(text):
        return ()
    found = []
    either = [match.start() for match in EITHER_MARK.finditer(text)]
    doubled = any(marks in text for marks in DOUBLED)
    either += [match.start() for match in TWO_SINGLE.finditer(text)] if doubled else []
    if len(either) % 2 and not INCHES.search(text):
        found.append(Unbalanced("“", max(either)))
    for opening, closing in SIDED.items():
        opened, closed = text.count(opening), text.count(closing)
        if opened != closed:
            mark = opening if opened > closed else closing
            found.append(Unbalanced(opening, text.rfind(mark)))
    if single:
        marks = [match.start() for match in SINGLE.finditer(TWO_SINGLE.sub("  ", text) if doubled else text)]
        if len(marks) % 2:
            found.append(Unbalanced("‘", marks[-1]))
    return tuple(found)


def count(text: str, *, single: bool = False) -> int:
    """How many quotation marks stand in a text."""
    doubles = sum(char in EITHER or char in "「」『』«»" for char in text)
    return doubles + (len(SINGLE.findall(text)) if single else 0)
