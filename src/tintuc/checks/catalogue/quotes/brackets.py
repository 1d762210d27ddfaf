"""Does every bracket have its other side?

Known limits: of nested brackets that cross each other nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass

#: Half and full width count as one, since both are typed in one pair.
SIDES = (("(（", ")）"), ("[［", "]］"), ("【", "】"))
SIDE = re.compile(f"[{re.escape(''.join(mark for pair in SIDES for mark in pair))}]")
#: Marks of a list before a bracket that nothing opened, and faces: 1) a) :-)
LIST_MARK = re.compile(r"(?:^|\s)(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})$")
FACE = re.compile(r"[:;=](?<!\S.)[-']?[()]")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Count both sides in every run; what the source does not balance either is left alone."""
    for run in dossier.runs:
        if not SIDE.search(run.text):
            continue
        for opening, closing in SIDES:
            at = _odd(run.text, opening, closing)
            if at is not None and (not run.source or _odd(run.source, opening, closing) is None):
                yield Finding("odd", run.place(at, at + 1), run.text[at], {"mark": run.text[at]})


def _odd(text: str, opening: str, closing: str) -> int | None:
    """Where the first bracket without its other side stands."""
    if not any(mark in text for mark in opening + closing):
        return None
    text = FACE.sub(lambda match: " " * len(match[0]), text)
    opened: list[int] = []
    for match in SIDE.finditer(text):
        at, char = match.start(), match[0]
        if char in opening:
            opened.append(at)
        elif char in closing and opened:
            opened.pop()
        elif char in closing and not LIST_MARK.search(text, max(0, at - 6), at):
            return at
    return opened[0] if opened else None


CHECK = Check(
    id="quotes.brackets",
    title="Bracket without its other side",
    level=Level.QUERY,
    says={"odd": "“%(mark)s” has no other side."},
    why="Nobody can tell what is an aside and what is not, and often the rest was lost.",
    fix="Put the other bracket in, or take this one out.",
    since="0.1",
    find=find,
    needs=frozenset({"runs"}),
    examples=(
        Pass(Dossier(body=(Block("Three things: 1) a pier, 2) a boat (since May 18), c) patience (8) :-)"),))),
        Pass(Dossier(language="zh-Hans", body=(Block("港务局（HA)说，码头（位于北岸）已启用。"),))),
        Find(Dossier(body=(Block("The pier (opened on Monday is long."),)), reason="odd", quote="("),
        Find(Dossier(language="ja", body=(Block("桟橋）が開いた。"),)), reason="odd", quote="）"),
    ),
)
