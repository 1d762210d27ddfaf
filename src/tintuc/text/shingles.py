"""Shingles: the short runs of words by which a copied text is known, however it was cut.

Five words each; where words are not parted by spaces, eight characters. Stops, capitals and the width of characters do
not count. What is measured is containment, the share of the smaller text's shingles that the other holds: a copy cut to
a third keeps it, while the share of all shingles (Jaccard) falls to a third, and SimHash finds only exact copies.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from tintuc.text.languages import facts

WORDS, CHARACTERS = 5, 8
UNPARTED = frozenset({"Han", "Kana", "Hangul", "Thai", "Lao", "Khmer", "Burmese"})
WORD = re.compile(r"\w+")
CHARACTER = re.compile(r"\w")
#: Of a text's shingles these are kept to find it by: its smallest hashes, and one in so many, so that a short text and
#: a passage of a long one both leave enough.
SMALLEST, ONE_IN = 24, 24
#: Most that are kept of one text.
MOST_KEPT = 400


@dataclass(frozen=True)
class Shingle:
    """One shingle of a text given in pieces, and where it stands."""

    key: int  #: 64 bits, signed
    first: int  #: number of the piece it begins in
    start: int
    last: int  #: number of the piece it ends in
    end: int


@dataclass(frozen=True)
class SharedRun:
    """Characters of one piece that stand in another text, too."""

    piece: int
    start: int
    end: int


def shingles(pieces: Iterable[str], language: str) -> list[Shingle]:
    """The shingles of a text that is given in pieces (paragraphs), in reading order. They run over from one piece into
    the next, so that breaking paragraphs anew changes nothing."""
    tokens = _tokens(pieces, language)
    width = CHARACTERS if _is_unparted(language) else WORDS
    found = []
    for at in range(len(tokens) - width + 1):
        first, last = tokens[at], tokens[at + width - 1]
        words = "\0".join(token[0] for token in tokens[at : at + width])
        key = blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        found.append(Shingle(int.from_bytes(key, "big", signed=True), first[1], first[2], last[1], last[3]))
    return found


def _is_unparted(language: str) -> bool:
    known = facts(language)
    return known is not None and bool(UNPARTED & known.scripts)


def _tokens(pieces: Iterable[str], language: str) -> list[tuple[str, int, int, int]]:
    """Words, or characters where words are not parted, with the number of their piece and their place in it."""
    pattern = CHARACTER if _is_unparted(language) else WORD
    return [
        (unicodedata.normalize("NFKC", match[0]).casefold(), number, match.start(), match.end())
        for number, piece in enumerate(pieces)
        for match in pattern.finditer(piece)
    ]


def share_changed(before: Iterable[str], after: Iterable[str], language: str) -> float:
    """Share of the longer text's words that the other does not hold; order does not count."""
    one, other = (Counter(token[0] for token in _tokens(pieces, language)) for pieces in (before, after))
    longer = max(one.total(), other.total())
    return 1 - (one & other).total() / longer if longer else 0.0


def sample(keys: Iterable[int]) -> set[int]:
    """The keys to find a text by: the same for the same text, and much the same for a piece of it."""
    ordered = sorted(set(keys))
    return {*ordered[:SMALLEST], *[key for key in ordered if key % ONE_IN == 0][:MOST_KEPT]}


def containment(one: set[int], other: set[int]) -> float:
    """Share of the smaller set that the other holds, too."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def longest_run(text: list[Shingle], other: set[int], pieces: list[str]) -> SharedRun | None:
    """The longest run of shingles of ``text`` that ``other`` holds, cut to the piece that has most of it."""
    runs: list[tuple[int, int]] = []
    begun: int | None = None
    for at, shingle in enumerate([*text, None]):
        shared = shingle is not None and shingle.key in other
        if shared and begun is None:
            begun = at
        elif not shared and begun is not None:
            runs.append((begun, at - 1))
            begun = None
    if not runs:
        return None
    first, last = max(runs, key=lambda run: run[1] - run[0])
    head, tail = text[first], text[last]
    spans = [
        SharedRun(
            number,
            head.start if number == head.first else 0,
            tail.end if number == tail.last else len(pieces[number]),
        )
        for number in range(head.first, tail.last + 1)
    ]
    return max(spans, key=lambda span: span.end - span.start)
