"""Was the text read in the wrong encoding?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place

LOST = re.compile("\ufffd+|[\ud800-\udfff]+")
#: UTF-8 read as Windows-1252: two such pairs in a row, or one of the quotation marks it makes of three bytes.
TWICE = re.compile("(?:[ÃÂÄÅÆá»º][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]){2,}|â€[œ\u009d™˜“”¦]|á[º»][\u00a0-\u00bf]")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Hold lost characters, ask about doubly decoded ones."""
    for block in dossier.body:
        for match in LOST.finditer(block.text):
            yield Finding("lost", Place("body", block.id, match.start(), match.end(), block.part), match[0])
        for match in TWICE.finditer(block.text):
            place = Place("body", block.id, match.start(), match.end(), block.part)
            yield Finding("twice-decoded", place, match[0], {"seen": match[0]}, Level.QUERY)


CHECK = Check(
    id="characters.mojibake",
    title="Text read in the wrong encoding",
    level=Level.HOLD,
    says={
        "lost": "A character was lost here when the text was read.",
        "twice-decoded": "“%(seen)s” looks like letters read in the wrong encoding.",
    },
    why="Letters are wrong or gone, and names with them.",
    fix="Take the text in again in its right encoding.",
    since="0.1",
    base_rate="0 % of 180 real pages, 0 % of 310 translated ones; as a hold 0 % and 0 % (bench/checks.py).",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(Dossier(language="vi", body=(Block("Ông ấy nói “được”. Ở đây có Ã và Â."),))),
        Find(Dossier(body=(Block("The pi\ufffder is open."),)), reason="lost", quote="\ufffd"),
        Find(Dossier(body=(Block("She said â€œyes."),)), reason="twice-decoded", quote="â€œ"),
    ),
)
