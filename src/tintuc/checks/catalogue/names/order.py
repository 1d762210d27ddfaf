"""Do names keep their order?

"Maki Orita" of the source is "Orita Maki" in the translation. Houses differ in the order they give; one article does not.

Known limits: names in Latin letters that stand in both texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass

#: Two words with a capital, side by side, in any script's text; Latin letters only, so that 人Maki Orita counts.
PAIR = re.compile(
    r"(?=(?<![A-Za-z\u00c0-\u024f’'-])([A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f’'-]+)[ \u00a0]([A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f’'-]+)(?![A-Za-z\u00c0-\u024f-]))"
)


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look for each name of the source turned round."""
    for run in dossier.pairs:
        theirs = {(match[1], _bare(match[2])) for match in PAIR.finditer(run.source)}
        matches = list(PAIR.finditer(run.text)) if theirs else []
        ours = {(match[1], _bare(match[2])) for match in matches}
        for match in matches:
            first, second = match[1], _bare(match[2])
            if (second, first) in theirs and (first, second) not in theirs and (second, first) not in ours:
                end = match.start() + len(match[1]) + 1 + len(second)
                values = {"was": f"{second} {first}", "is": f"{first} {second}"}
                yield Finding("turned-round", run.place(match.start(), end), run.text[match.start() : end], values)


def _bare(name: str) -> str:
    """Without a possessive."""
    return re.sub(r"['’]s?$", "", name)


def _pair(source: str, text: str, language: str = "vi") -> Dossier:
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),))


CHECK = Check(
    id="names.order",
    title="Name turned round",
    level=Level.QUERY,
    says={"turned-round": "The source says “%(was)s”, this says “%(is)s”."},
    why="A name in two orders reads as two people.",
    fix="Keep the order your house gives this name, here and everywhere.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    examples=(
        Pass(_pair("Maki Orita opened Pier North.", "Maki Orita khai trương Pier North.")),
        Pass(_pair("The Orita Maki line, said Maki Orita.", "Tuyến Orita Maki, bà Maki Orita nói.")),
        Find(
            _pair("Maki Orita's boat came.", "Thuyền của Orita Maki đã về."), reason="turned-round", quote="Orita Maki"
        ),
        Find(
            _pair("Maki Orita came.", "织田真纪（Orita Maki）来了。", "zh-Hans"),
            reason="turned-round",
            quote="Orita Maki",
        ),
    ),
)
