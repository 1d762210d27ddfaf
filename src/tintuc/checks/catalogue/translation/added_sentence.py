"""Does the translation say only what the source says?

A sentence that answers to none of the source is an explanation for readers elsewhere, a sentence of another article, or
something the source never said. The first is good work, so it is asked about.

Known limits: an added clause passes; a whole passage without a source is the edition's own and is not looked at. Only
languages the encoder knows or has learned.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.checks.sides import says_something, unanswered
from tintuc.text.sentences import parted


def find(dossier: Dossier) -> Iterator[Finding]:
    """Show each sentence that answers to none of the source."""
    for one in unanswered(dossier).text:
        if says_something(one.text):
            yield Finding("added", one.place, one.text)


def _article(*pairs: tuple[str, str], language: str) -> Dossier:
    blocks = tuple(Block(text, f"p{number}", source=source) for number, (source, text) in enumerate(pairs, 1))
    return Dossier(language=language, source_language="en", body=blocks)


MARKET = "The fish market moves to the old station hall. Traders may keep their stalls until the end of the year."
RAIN = "Heavy rain closed the coast road on Tuesday. Buses take the longer way over the hills."

CHECK = Check(
    id="translation.added-sentence",
    title="Sentence the source does not have",
    level=Level.QUERY,
    says={"added": "This sentence seems to answer to none of the source."},
    why="What the source never said must not stand under its name.",
    fix="Take it out, or confirm that it explains something to readers here and that it is right.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=parted(),
    requires="encoder",
    examples=(
        Pass(
            _article(
                (MARKET, "魚市場は旧駅舎のホールに移転する。業者は年末まで店を続けることができる。"),
                (RAIN, "火曜日、大雨のため海岸道路が閉鎖された。バスは丘を越える遠回りの道を通っている。"),
                language="ja",
            )
        ),
        Find(
            _article(
                (MARKET, "魚市場は旧駅舎のホールに移転する。業者は年末まで店を続けることができる。"),
                (
                    RAIN,
                    "火曜日、大雨のため海岸道路が閉鎖された。野党は首相の辞任を求めている。"
                    "バスは丘を越える遠回りの道を通っている。",
                ),
                language="ja",
            ),
            reason="added",
            quote="野党は首相の辞任を求めている。",
        ),
    ),
)
