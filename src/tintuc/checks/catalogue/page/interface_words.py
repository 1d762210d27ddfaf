"""Were words of the page around it copied with the text?

"Read more", "Advertisement", "Share" stand in a text only where a copy took them along. Looked at are whole blocks and
lines, never words of a sentence. Words of an interface in another language than the text's tell where the copy, or a
machine's page, comes from; there the words that a crosshead of its own might have are asked about, too.

Known limits: words the table does not have; two such words in one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.identify import base_of
from tintuc.text.interface import languages_of

KINDS = frozenset({"paragraph", "crosshead", "list"})
#: Characters of the longest line that is looked up.
LONGEST = 60
LINE = re.compile(r"[^\n]+")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look at each line of the body that stands by itself."""
    own = base_of(dossier.language)
    for block in dossier.body:
        if block.kind not in KINDS or block.language or (len(block.text) > LONGEST and "\n" not in block.text):
            continue
        for match in LINE.finditer(block.text):
            if len(match[0]) > LONGEST:
                continue
            place = Place("body", block.id, match.start(), match.end(), block.part)
            languages = languages_of(match[0])
            if any(base_of(code) == own for code in languages):
                yield Finding("left-in", place, match[0])
                continue
            others = languages or (languages_of(match[0], weak=True) if block.kind != "list" else ())
            if others and not any(base_of(code) == own for code in others):
                yield Finding("foreign", place, match[0], {"language": others[0]})


EN = Block("The harbour town opened its new ferry pier on Monday after two years of building.", "l")

CHECK = Check(
    id="page.interface-words",
    title="Words of a page left in the text",
    level=Level.QUERY,
    says={
        "left-in": "These are words of a page's interface, not of the story.",
        "foreign": "These are words of a page's interface in %(language)s, not of the story.",
    },
    why="They came along when the text was copied; readers see that nobody has read it.",
    fix="Take the line out, and look around it for more that came along.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(Dossier(body=(EN, Block("Read more books, the mayor told the pupils.", "a")))),
        Pass(Dossier(body=(EN, Block("Comments", "a", kind="crosshead")))),
        Pass(Dossier(body=(EN, Block("続きを読む", "a", language="ja")))),
        Find(Dossier(body=(EN, Block("Read more »", "a"))), reason="left-in", quote="Read more »"),
        Find(Dossier(language="vi", body=(Block("Xem thêm:", "a"),)), reason="left-in", quote="Xem thêm:"),
        Find(Dossier(language="zh-Hans", body=(Block("阅读全文", "a"),)), reason="left-in", quote="阅读全文"),
        Find(Dossier(language="ko", body=(Block("더 보기", "a"),)), reason="left-in", quote="더 보기"),
        Find(Dossier(body=(EN, Block("続きを読む", "a"))), reason="foreign", quote="続きを読む"),
        Find(Dossier(language="vi", body=(Block("Comments", "a"),)), reason="foreign", quote="Comments"),
    ),
)
