"""Does a space stand before a stop?

French writes one before some marks, by its table; other languages do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.languages import facts

SPACED = re.compile(r"(?<=[\w”\"’»)])[ \u00a0\u3000]+([.,;:!?。，、；：！？])(?=\s|$|[”\"’»])")

BEFORE = re.compile("[ \u00a0\u3000][.,;:!?。，、；：！？]")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look in every run of words."""
    language = facts(dossier.language)
    allowed = language.spaced_stops if language else ""
    for block in dossier.body:
        if not BEFORE.search(block.text):
            continue
        for match in SPACED.finditer(block.text):
            if match[1] in allowed:
                continue
            place = Place("body", block.id, match.start(), match.end(), block.part)
            yield Finding("spaced", place, match[0], {"mark": match[1]}, replacement=match[1], weak=True)


CHECK = Check(
    id="typography.space-before-stop",
    title="Space before a stop",
    level=Level.NOTE,
    says={"spaced": "A space stands before “%(mark)s”."},
    why="It tears the mark from its word, and a line may break there.",
    fix="Take the space out.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(Dossier(language="fr", body=(Block("Le quai est ouvert ! Enfin ?"),))),
        Pass(Dossier(body=(Block("The pier is open. See .gov sites."),))),
        Find(Dossier(language="vi", body=(Block("Bến tàu đã mở ."),)), reason="spaced", quote=" ."),
        Find(Dossier(language="zh-Hans", body=(Block("码头开放了 。"),)), reason="spaced", quote=" 。"),
    ),
)
