"""Does carried copy say under what terms it is carried?

A page from outside is held only if it is an interview that names an agency as its maker: of a newsroom's own page
nobody asks for a licence.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.languages import table


def find(dossier: Dossier) -> Iterator[Finding]:
    """Hold carried copy without a licence."""
    if dossier.licence:
        return
    outside = dossier.carried is None and not dossier.provider
    if dossier.carried or (outside and _is_interview(dossier) and _names_a_maker(dossier)):
        yield Finding("no-licence", Place("story"), "")


def _is_interview(dossier: Dossier) -> bool:
    return sum(block.kind == "turn" for block in dossier.body) >= 2


def _names_a_maker(dossier: Dossier) -> bool:
    rows = table("newsmakers")
    text = "\n".join(block.text for block in dossier.body)
    lines = [line for line in text.split("\n") if any(name in line for name in rows["names"] if len(name) > 4)]
    return any(word in line.lower() for line in lines for word in rows["made"] if len(word) > 1)


CHECK = Check(
    id="rights.missing-licence",
    title="Carried copy without licence",
    level=Level.HOLD,
    says={"no-licence": "The story is carried from somebody else, but nothing says that it may be."},
    why="Carrying without leave is taking; readers and partners must see the terms.",
    fix="Record the licence or the agreement under which it is carried.",
    since="0.1",
    find=find,
    examples=(
        Pass(Dossier(carried=True, licence="CC BY 4.0")),
        Pass(Dossier(carried=False, body=(Block("The minister told Reuters that the pier is open."),))),
        Find(Dossier(carried=True), reason="no-licence", quote=""),
        Pass(Dossier(carried=None, body=(Block("She told Reuters in an interview."),))),
        Find(
            Dossier(
                carried=None,
                body=(
                    Block("She spoke in an interview with Reuters."),
                    Block("Why?", "a", kind="turn", speaker="Reporter"),
                    Block("Because.", "b", kind="turn", speaker="Maki Orita"),
                ),
            ),
            reason="no-licence",
            quote="",
        ),
    ),
)
