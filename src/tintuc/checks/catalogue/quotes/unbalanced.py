"""Does every quotation that opens also close?

A quotation that runs over several paragraphs opens anew in each and closes in the last; that is followed.

Known limits: straight quotes are not looked at, for they do not say whether they open or close.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place

PAIRS = {"“": "”", "«": "»", "「": "」", "『": "』"}


def find(dossier: Dossier) -> Iterator[Finding]:
    """Follow each kind of quotation mark through the prose blocks."""
    prose = [
        block for block in dossier.body if block.kind in {"paragraph", "turn", "quote"} and block.part != "speaker"
    ]
    for number, block in enumerate(prose):
        following = prose[number + 1].text if number + 1 < len(prose) else ""
        for opening, closing in PAIRS.items():
            at = _left_open(block.text, opening, closing)
            if at is None or following.startswith(opening):
                continue
            place = Place("body", block.id, at, at + 1, block.part)
            yield Finding("never-closed", place, block.text[at], {"opening": opening, "closing": closing})


def _left_open(text: str, opening: str, closing: str) -> int | None:
    """Where the quotation that does not close begins; marks used the other way round („…“, »…«) count as none."""
    if any(mark in text for mark in "„‚") or (text.find(closing) != -1 and text.find(closing) < text.find(opening)):
        return None
    depth, start = 0, None
    for at, char in enumerate(text):
        if char == opening:
            depth, start = depth + 1, at if depth == 0 else start
        elif char == closing:
            depth = max(0, depth - 1)
    return start if depth else None


CHECK = Check(
    id="quotes.unbalanced",
    title="Quotation that never closes",
    level=Level.NOTE,
    says={"never-closed": "A quotation opens here with %(opening)s and no %(closing)s closes it."},
    why="Readers cannot tell the speaker's words from ours.",
    fix="Find where the quotation ends in the source, and close it there.",
    since="0.1",
    base_rate="6.11 % of 180 real pages, 27.74 % of 310 translated ones; as a hold 0 % and 0 % (bench/checks.py).",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(Dossier(body=(Block("She said “yes”."), Block("5' 3\" tall")))),
        Pass(Dossier(body=(Block("“We waited.", "a"), Block("“And then it opened.”", "b")))),
        Pass(Dossier(language="de", body=(Block("Sie sagte: „Ja“."),))),
        Find(Dossier(body=(Block("She said “yes."),)), reason="never-closed", quote="“"),
        Find(Dossier(language="ja", body=(Block("彼女は「開いた。"),)), reason="never-closed", quote="「"),
    ),
)
