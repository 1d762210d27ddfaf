"""Does every quotation that opens also close?

A quotation that runs over several paragraphs opens anew in each and closes in the last, or opens in one and closes in a
later one: both are followed. Where a source stands beside the text, ``quotes.lost`` compares with it instead.

Known limits: a mark lost in each of two neighbouring paragraphs makes it even.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.quotations import EITHER, SIDED, Unbalanced, unbalanced

KINDS = frozenset({"paragraph", "turn", "quote"})
#: Paragraphs within which a quotation that was opened may be closed.
NEAR = 4


def find(dossier: Dossier) -> Iterator[Finding]:
    """Follow each kind of quotation mark through the prose blocks."""
    prose = [block for block in dossier.body if block.kind in KINDS and block.part != "speaker"]
    compared = bool(dossier.source_language)
    odd: list[tuple[int, Unbalanced]] = []
    for number, block in enumerate(prose):
        if compared and block.source:
            continue
        following = prose[number + 1].text[:1] if number + 1 < len(prose) else ""
        runs_on = following in EITHER or following in SIDED
        odd += [(number, mark) for mark in unbalanced(block.text) if not (following and runs_on)]
    closed: set[int] = set()
    for place, (number, mark) in enumerate(odd):
        if place in closed:
            continue
        partner = next((n for n in range(place + 1, len(odd)) if odd[n][1].kind == mark.kind), None)
        if partner is not None and odd[partner][0] - number <= NEAR:
            closed.add(partner)
            continue
        block = prose[number]
        there = Place("body", block.id, mark.at, mark.at + 1, block.part)
        yield Finding("odd", there, block.text[mark.at], {"mark": block.text[mark.at]}, weak=True)


CHECK = Check(
    id="quotes.unbalanced",
    title="Quotation mark without its other side",
    level=Level.NOTE,
    says={"odd": "This %(mark)s has no other side: the quotation marks here do not come out even."},
    why="Readers cannot tell the speaker's words from ours.",
    fix="Find where the quotation begins or ends, and put the other mark in.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(Dossier(body=(Block("She said “yes”."), Block("5' 3\" tall")))),
        Pass(Dossier(body=(Block("“We waited.", "a"), Block("“And then it opened.”", "b")))),
        Pass(Dossier(language="de", body=(Block("Sie sagte: „Ja“."),))),
        Find(Dossier(body=(Block("She said “yes."),)), reason="odd", quote="“"),
        Find(Dossier(language="ja", body=(Block("彼女は「開いた。"),)), reason="odd", quote="「"),
    ),
)
