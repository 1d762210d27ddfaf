"""Where sentences end.

A stop ends a sentence unless what stands beside it says otherwise: an abbreviation or an initial before it, a small
letter after it, or, after a closing quote in Chinese and Japanese, a word that goes on with the sentence around it.

Known limits: Thai writes no stops, so a paragraph is one sentence there; a headline without a stop joins what follows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from tintuc.text.languages import Facts, facts, having, known

#: Marks that may close a quotation or a bracket after a stop. German closes with the mark others open with.
CLOSING = "\"'”’“»)\\]"
WIDE_CLOSING = "”’」』）)》〉】"
#: A stop before a space or the end, or a full-width stop, with all that may close behind it. "?" and "…" count as
#: full-width after a character of a script that has no spaces.
STOP = re.compile(
    rf"(?P<narrow>(?<![.!?…؟۔।])[.!?…؟۔।]++)[{CLOSING}]*+(?:[ \u00a0\u202f]»)?(?=[\s,]|$)"
    rf"|(?P<wide>[。！？｡]+[。！？｡!?…]*|(?<=[\u3040-\u30ff\u3400-\u9fff])[!?…]+)(?P<closed>[{WIDE_CLOSING}]*)"
)
#: The word a narrow stop stands behind, stops inside it included: "U.S", "v.v", "Mr".
BEFORE = re.compile(r"[^\s\"'“”‘’«»(（\[]+$")
#: Characters to each side of a stop that are looked at.
NEAR = 30
#: What goes on with the sentence after a quotation that ended in a stop.
GOES_ON = "、，,。:：;；"
#: The marks a finished paragraph may end with, closing quotes and brackets aside.
TERMINAL = re.compile(r"""[.!?…:。！？｡：;；][\s"'”’»」』)）\]]*$""")
STOPS, CLOSERS = frozenset(".!?…:。！？｡：;；"), frozenset("\"'”’»」』)）]")


def parted() -> frozenset[str]:
    """The languages whose sentences can be told apart, of those that have a table."""
    return known() - having("no_stops")


def is_ended(text: str) -> bool:
    """Whether ``TERMINAL`` finds the end of a text, looked at from there."""
    at = len(text) - 1
    while at >= 0 and (text[at] in CLOSERS or text[at].isspace()):
        at -= 1
    return at >= 0 and text[at] in STOPS


def sentences(text: str, language: str = "") -> Iterator[tuple[int, int]]:
    """The sentences of a text as (start, end), white space left out.

    Without a language only initials are known, so that an abbreviation may cut a sentence in two.
    """
    row = facts(language)
    start = 0
    for match in STOP.finditer(text):
        if match["wide"] is None:
            ends = _ends_narrow(text, match, row)
        else:
            ends = not match["closed"] or _ends_quoted(text, match.end())
        if ends:
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, len(text))


def sentence_at(text: str, position: int, language: str = "") -> tuple[int, int]:
    """The sentence that holds the character at ``position``."""
    spans = _spans(text, language)
    at = bisect_right(spans, (position, len(text) + 1)) - 1
    return spans[at] if at >= 0 and position < spans[at][1] else (0, len(text))


@lru_cache(maxsize=64)
def _spans(text: str, language: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentences(text, language))


def _ends_narrow(text: str, match: re.Match[str], row: Facts | None) -> bool:
    following = text[match.end() : match.end() + NEAR].lstrip()[:1]
    if following.islower() or following in {",", ";", ":"}:
        return False
    if match["narrow"] != "." or match.end("narrow") != match.end():
        return True
    found = BEFORE.search(text, max(0, match.start() - NEAR), match.start())
    word = found[0] if found else ""
    bare = word.replace(".", "")
    if (len(bare) == 1 or "." in word) and bare.isupper():
        return False
    if row is None:
        return True
    return not (word.lower() in row.abbreviations or (row.ordinal_stop and word.isdigit() and len(word) <= 2))


def _ends_quoted(text: str, position: int) -> bool:
    rest = text[position : position + NEAR].lstrip()
    return not rest or not (rest[0] in GOES_ON or rest.startswith(_followers()))


def _followers() -> tuple[str, ...]:
    rows = (facts(code) for code in having("followers"))
    return tuple(word for row in rows if row for word in row.followers)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
