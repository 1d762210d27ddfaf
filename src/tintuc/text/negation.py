"""Whether a text says no.

Two readings of different sureness: that a short text surely negates, and that a text of any length holds nothing at all
that could. Between the two lies what nobody need be asked about.
"""

from __future__ import annotations

import re
from functools import cache

from tintuc.text.languages import row, table

#: Marks that part clauses, and signs of speech within.
PARTED = re.compile(r"[,;:，、；：،؛—–…()（）\"“”„«»「」『』‘]|\s-\s")
STOPS = re.compile(r"[.!?。！？؟]+(?=\s|$)|[。！？]")
#: Marks that ask; a question holds its no in other ways.
ASKS = re.compile(r"[?？؟]")


@cache
def known() -> frozenset[str]:
    """The languages that have a table."""
    return frozenset(table("negation"))


def surely_negates(text: str, language: str) -> str:
    """The words that negate the only clause of ``text``; empty if it has several, or does not surely negate."""
    low = text.strip().lower().replace("’", "'")
    if PARTED.search(low) or ASKS.search(low) or len(STOPS.findall(low)) > 1:
        return ""
    clear, _, idioms = _patterns(language)
    found = clear.findall(low)
    return found[0] if len(found) == 1 and not idioms.search(low) else ""


def may_negate(text: str, language: str) -> bool:
    """Whether anything in ``text`` could carry a negation."""
    _, broad, _ = _patterns(language)
    return bool(broad.search(text.lower().replace("’", "'")))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rows = row("negation", language)
    parted = isinstance(rows["broad"], list)
    clear, broad, idioms = (_joined(rows[name], parted) for name in ("clear", "broad", "idioms"))
    return clear, broad, idioms


def _joined(words: list[str] | str, parted: bool) -> re.Pattern[str]:
    if isinstance(words, str):
        return re.compile(words)
    return re.compile("|".join(_whole(word) if parted else word for word in words))


def _whole(word: str) -> str:
    before = "" if word.startswith("-") else r"(?<!\w)"
    after = "" if word.endswith("-") else r"(?!\w)"
    return f"{before}{word.strip('-')}{after}"
