"""Does carried copy name its source?

Copy that the newsroom carries must say from whom and link there. A page from outside, of which nobody knows whether it
is carried, is held if it is an interview that says itself that an agency made it, and names no source.

Known limits: agencies the table does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.languages import table
from tintuc.text.sentences import sentence_at


def find(dossier: Dossier) -> Iterator[Finding]:
    """Hold copy without provider and link."""
    if dossier.provider and dossier.source_url:
        return
    if dossier.carried:
        lost = "link" if dossier.provider else "provider"
        yield Finding(f"no-{lost}", Place("story"), "")
    elif dossier.carried is None and not dossier.provider and not dossier.source_url and _is_interview(dossier):
        yield from _made_by_others(dossier)


def _is_interview(dossier: Dossier) -> bool:
    """Whether it is told in turns. News quotes what somebody told an agency; an interview told whole is its."""
    return sum(block.kind == "turn" for block in dossier.body) >= 2


def _made_by_others(dossier: Dossier) -> Iterator[Finding]:
    names = table("newsmakers")["names"]
    for block in dossier.body:
        if not any(name in block.text for name in names):
            continue
        for match in _newsmakers().finditer(block.text):
            start, end = sentence_at(block.text, match.start())
            sentence = block.text[start:end].lower()
            if any(word in sentence for word in table("newsmakers")["made"]):
                place = Place("body", block.id, match.start(), match.end(), block.part)
                yield Finding("made-by-others", place, match[0], {"maker": match[0]})
                return


@cache
def _newsmakers() -> re.Pattern[str]:
    names = sorted(table("newsmakers")["names"], key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" if name[0] < "\u3000" else name for name in names))


TURNS = (Block("Why?", "a", kind="turn", speaker="Reporter"), Block("Because.", "b", kind="turn", speaker="Maki Orita"))

CHECK = Check(
    id="rights.missing-source",
    title="Carried copy without source",
    level=Level.HOLD,
    says={
        "no-provider": "The story is carried from somebody else, but does not say from whom.",
        "no-link": "The story is carried from somebody else, but does not link to the original.",
        "made-by-others": "The text says that %(maker)s made it, but names no source and no link.",
    },
    why="Readers must know who reported it, and whoever did has a right to be named.",
    fix="Name the provider and the address of the original; if nobody knows them, do not carry the story.",
    since="0.1",
    find=find,
    examples=(
        Pass(Dossier(carried=True, provider="Reef Radio", source_url="https://reef.example/1")),
        Pass(Dossier(carried=False, body=(Block("The minister told Reuters that the pier is open."),))),
        Pass(Dossier(carried=None, body=(Block("The minister told Reuters in an interview that it is open."),))),
        Find(Dossier(carried=True), reason="no-provider", quote=""),
        Find(Dossier(carried=True, provider="Reef Radio"), reason="no-link", quote=""),
        Find(
            Dossier(language="vi", carried=None, body=(Block("TTXVN đã thực hiện một cuộc phỏng vấn với bà."), *TURNS)),
            reason="made-by-others",
            quote="TTXVN",
        ),
        Find(
            Dossier(carried=None, body=(Block("In an exclusive interview with Reuters she said no."), *TURNS)),
            reason="made-by-others",
            quote="Reuters",
        ),
    ),
)
