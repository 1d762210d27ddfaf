"""Is a stop doubled?

Two full stops are neither a stop nor an ellipsis; two commas are a slip. They come from pasted pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place

DOUBLED = re.compile(r"(?<![.\w/])\.\.(?![./\w])|(?<=\w)\.\.(?![./\w])|,,|，，|。。(?!。)|(?<!。)、、|;;(?!;)|；；")

MARKS = ("..", ",,", "，，", "。。", "、、", ";;", "；；")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look in every run of words."""
    for block in dossier.body:
        if not any(mark in block.text for mark in MARKS):
            continue
        for match in DOUBLED.finditer(block.text):
            place = Place("body", block.id, match.start(), match.end(), block.part)
            yield Finding("doubled", place, match[0], {"mark": match[0]}, replacement=match[0][0])


CHECK = Check(
    id="sentences.doubled-stop",
    title="Doubled stop",
    level=Level.QUERY,
    says={"doubled": "“%(mark)s” stands where one mark belongs."},
    why="It is neither a stop nor an ellipsis, and often marks the seam of two pieces.",
    fix="Leave one stop, or write an ellipsis; look whether something is missing at the seam.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(Dossier(body=(Block("They waited... and waited… See ../pier for more."),))),
        Pass(Dossier(language="zh-Hans", body=(Block("他们等了又等……终于开了。"),))),
        Find(Dossier(body=(Block("They waited by force.."),)), reason="doubled", quote=".."),
        Find(Dossier(language="ja", body=(Block("桟橋が開いた。。住民は喜んだ。"),)), reason="doubled", quote="。。"),
    ),
)
