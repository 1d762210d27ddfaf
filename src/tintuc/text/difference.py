"""What changed between two texts, word by word; by characters in languages that write no spaces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, OUT, IN = "same", "out", "in"
#: A word with its inner marks; else one character: of scripts without spaces, of punctuation, of space.
TOKEN = re.compile(
    r"[^\W_぀-ヿ㐀-䶿一-鿿豈-﫿฀-๿가-힣]+(?:['’\-.,][^\W_぀-ヿ㐀-䶿一-鿿豈-﫿฀-๿가-힣]+)*"
    r"|[가-힣]+|\s+|.",
    re.S,
)
#: More pieces than any paragraph has; longer texts count as wholly rewritten, so that comparing stays quick.
MOST = 3000
#: Two texts less alike than this (share of common pieces) are shown as one taken out and one put in.
ALIKE = 0.3


@dataclass(frozen=True)
class Piece:
    """A run of text that is in both, only in the earlier or only in the later text."""

    kind: str  #: same, out or in
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in reading order; what went out stands before what came in at the same place."""
    if before == after:
        return [Piece(SAME, after)] if after else []
    one, two = TOKEN.findall(before), TOKEN.findall(after)
    if len(one) + len(two) > MOST:
        return _whole(before, after)
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    if matcher.ratio() < ALIKE:
        return _whole(before, after)
    found: list[Piece] = []
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind == "equal":
            _add(found, SAME, two[begin:stop])
        else:
            _add(found, OUT, one[start:end])
            _add(found, IN, two[begin:stop])
    return _without_crumbs(found)


def _whole(before: str, after: str) -> list[Piece]:
    return [piece for piece in (Piece(OUT, before), Piece(IN, after)) if piece.text]


def _add(found: list[Piece], kind: str, tokens: list[str]) -> None:
    if tokens:
        found.append(Piece(kind, "".join(tokens)))


def _without_crumbs(pieces: list[Piece]) -> list[Piece]:
    """Join changes that only a space keeps apart: *two new words* reads better than *two* *new* *words*."""
    joined: list[Piece] = []
    number = 0
    while number < len(pieces):
        out, come, end = "", "", number
        while end < len(pieces) and (pieces[end].kind != SAME or (_bridge(pieces, end) and (out or come))):
            piece = pieces[end]
            out += piece.text if piece.kind != IN else ""
            come += piece.text if piece.kind != OUT else ""
            end += 1
        if end == number:
            joined.append(pieces[number])
            end += 1
        else:
            joined += [piece for piece in (Piece(OUT, out), Piece(IN, come)) if piece.text]
        number = end
    return joined


def _bridge(pieces: list[Piece], number: int) -> bool:
    """Whether an unchanged piece is mere space between two changes."""
    return pieces[number].text.isspace() and number + 1 < len(pieces) and pieces[number + 1].kind != SAME
