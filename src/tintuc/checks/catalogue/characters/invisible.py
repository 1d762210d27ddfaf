"""Is there a character nobody can see?

Zero-width characters split words for search and readers' machines; bidirectional controls can make a text read
otherwise than it is (Trojan Source; Unicode Technical Standard 39). Scripts that need some of them are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
UNSEEN = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff\u180e\U000e0000-\U000e007f]")
#: Khmer, Lao, Thai and Burmese mark word ends with U+200B; Arabic and Indic scripts need the joiners; emoji join too.
NEEDS = re.compile(
    "[\u0600-\u06ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2600-\u27bf\U0001f000-\U0001faff]"
)


def find(dossier: Dossier) -> Iterator[Finding]:
    """Name each unseen character by its code."""
    for block in dossier.body:
        for match in BIDI.finditer(block.text):
            yield _finding(block, match, "bidi", Level.HOLD)
        if not NEEDS.search(block.text):
            for match in UNSEEN.finditer(block.text):
                yield _finding(block, match, "unseen", None)


def _finding(block: Block, match: re.Match[str], reason: str, level: Level | None) -> Finding:
    place = Place("body", block.id, match.start(), match.end(), block.part)
    return Finding(reason, place, match[0], {"code": f"U+{ord(match[0]):04X}"}, level, replacement="")


CHECK = Check(
    id="characters.invisible",
    title="Invisible character",
    level=Level.QUERY,
    says={
        "bidi": "%(code)s changes the order in which the text is shown.",
        "unseen": "%(code)s stands here, which nobody can see.",
    },
    why="What readers see and what machines read would be two things.",
    fix="Take the character out.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(Dossier(body=(Block("The pier is open."),))),
        Pass(Dossier(language="th", body=(Block("ท่าเรือ\u200bเปิด"),))),
        Find(Dossier(body=(Block("The pi\u200ber is open."),)), reason="unseen", quote="\u200b"),
        Find(Dossier(language="vi", body=(Block("Bến \u202etàu"),)), reason="bidi", quote="\u202e"),
    ),
)
