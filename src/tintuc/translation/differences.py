"""What changed between two texts, word by word; in scripts without spaces, character by character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from tintuc.text.terms import DENSE, MARKS

#: A character of a script without spaces with its marks, a word, a run of white space, or a mark.
PIECE = re.compile(rf"[{DENSE}][{MARKS}]*|[^\W_{DENSE}]+|\s+|.", re.DOTALL)
#: Pieces beyond which texts are compared as wholes: nobody reads such a difference, and it would take long.
MOST = 4000


class Run(NamedTuple):
    """A run of text that both have (``same``), only the earlier (``gone``) or only the later (``new``)."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Run]:
    """The runs of both texts in reading order, what is gone before what is new in its place.

    >>> differences("The pier is open.", "The pier is shut.")
    [Run(kind='same', text='The pier is '), Run(kind='gone', text='open'), Run(kind='new', text='shut'), \
Run(kind='same', text='.')]
    """
    if before == after:
        return [Run("same", after)] if after else []
    one, two = PIECE.findall(before), PIECE.findall(after)
    if len(one) + len(two) > MOST:
        return [Run(kind, text) for kind, text in (("gone", before), ("new", after)) if text]
    return list(_joined(_runs(one, two)))


def _runs(one: list[str], two: list[str]) -> Iterator[Run]:
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Run("same", "".join(two[c:d]))
            continue
        if b > a:
            yield Run("gone", "".join(one[a:b]))
        if d > c:
            yield Run("new", "".join(two[c:d]))


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Changes that only a space parts are one change: easier to read than every second word marked."""
    waiting: list[Run] = []
    gone = new = ""
    for run in [*runs, Run("same", "")]:
        if run.kind == "same" and (run.text.strip() or not run.text):
            yield from _pair(gone, new)
            gone = new = ""
            if waiting:
                yield from waiting
                waiting = []
            if run.text:
                yield run
        elif run.kind == "same":
            if gone or new:
                waiting = [run]
            else:
                yield run
        else:
            if waiting:
                gone, new = gone + waiting[0].text, new + waiting[0].text
                waiting = []
            if run.kind == "gone":
                gone += run.text
            else:
                new += run.text


def _pair(gone: str, new: str) -> Iterator[Run]:
    if gone:
        yield Run("gone", gone)
    if new:
        yield Run("new", new)
