"""Is there a character nobody can see?

Zero-width characters split words for search and readers' machines; bidirectional controls can make a text read
otherwise than it is (Trojan Source; Unicode Technical Standard 39). Scripts that need some of them are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
UNSEEN = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff\u180e]")
#: Text in characters that stand for tags or choose between forms of a letter. Flags of regions are written so after 🏴.
SMUGGLED = re.compile(
    "\U0001f3f4[\U000e0020-\U000e007f]{2,8}|(?P<hidden>[\U000e0000-\U000e007f]+|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,})"
)
#: What one of these has.
ANY = re.compile(
    "[\u180e\u200b-\u200d\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\U0001f3f4\U000e0000-\U000e01ef]"
)
#: Khmer, Lao, Thai and Burmese mark word ends with U+200B; Arabic and Indic scripts need the joiners; emoji join too.
NEEDS = re.compile(
    "[\u0600-\u06ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2600-\u27bf\U0001f000-\U0001faff]"
)


def find(dossier: Dossier) -> Iterator[Finding]:
    """Name each unseen character by its code."""
    for block in dossier.body:
        if block.text.isascii() or not ANY.search(block.text):
            continue
        for match in BIDI.finditer(block.text):
            yield _finding(block, match, "bidi", Level.HOLD)
        for match in SMUGGLED.finditer(block.text):
            if match["hidden"]:
                yield _smuggled(block, match)
        if not NEEDS.search(block.text):
            for match in UNSEEN.finditer(block.text):
                yield _finding(block, match, "unseen", None)


def _smuggled(block: Block, match: re.Match[str]) -> Finding:
    words = "".join(chr(ord(char) & 0x7F) for char in match[0] if 0xE0020 <= ord(char) <= 0xE007E)
    place = Place("body", block.id, match.start(), match.end(), block.part)
    values = {"count": str(len(match[0])), "words": words[:80]}
    return Finding("smuggled", place, match[0], values, Level.HOLD, replacement="")


def _finding(block: Block, match: re.Match[str], reason: str, level: Level | None) -> Finding:
    place = Place("body", block.id, match.start(), match.end(), block.part)
    return Finding(reason, place, match[0], {"code": f"U+{ord(match[0]):04X}"}, level, replacement="")


CHECK = Check(
    id="characters.invisible",
    title="Invisible character",
    level=Level.QUERY,
    says={
        "bidi": "%(code)s changes the order in which the text is shown.",
        "smuggled": "%(count)s characters stand here that nobody can see and machines read (“%(words)s”).",
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
        Pass(
            Dossier(body=(Block("Fans waved 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f flags."),))
        ),
        Find(
            Dossier(body=(Block("The pier\U000e0062\U000e0075\U000e0079 is open."),)),
            reason="smuggled",
            quote="\U000e0062\U000e0075\U000e0079",
        ),
        Find(Dossier(body=(Block("The pi\u200ber is open."),)), reason="unseen", quote="\u200b"),
        Find(Dossier(language="vi", body=(Block("Bến \u202etàu"),)), reason="bidi", quote="\u202e"),
    ),
)
