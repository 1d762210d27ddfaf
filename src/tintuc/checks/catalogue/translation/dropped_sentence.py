"""Does every sentence of the source stand in the translation?

The sentences of both sides are laid beside each other over the whole article, by what they say and how long they are,
so that one left out inside a passage is found. One may be a choice of the translator and is asked about; several hold.

Known limits: a lost clause passes; so does a sentence below twenty letters. Where a translator tells a short sentence
within a long one the check may miss that. Only languages the encoder knows or has learned.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.checks.sides import says_something, shown, unanswered
from tintuc.text.sentences import parted

#: Sentences missing in one article from which on it is no choice any more.
HOLD_FROM = 2


def find(dossier: Dossier) -> Iterator[Finding]:
    """Show each sentence of the source that has no counterpart, at the passage where it should be."""
    missing = [one for one in unanswered(dossier).source if says_something(one.text)]
    level = Level.HOLD if len(missing) >= HOLD_FROM else Level.QUERY
    for one in missing:
        yield Finding("dropped", one.run.place(), one.run.text, {"sentence": shown(one.text)}, level)


def _article(*pairs: tuple[str, str], language: str = "zh-Hans") -> Dossier:
    blocks = tuple(Block(text, f"p{number}", source=source) for number, (source, text) in enumerate(pairs, 1))
    return Dossier(language=language, source_language="en", body=blocks)


FERRY = (
    "The harbour town opened its new ferry pier on Monday. The mayor thanked the builders for two years of hard work. "
    "Fishermen fear that the noise will drive the fish away."
)
SCHOOL = "The island school will get a library. Parents have collected books since the spring."

CHECK = Check(
    id="translation.dropped-sentence",
    title="Sentence of the source left out",
    level=Level.QUERY,
    says={"dropped": "The source also says: “%(sentence)s”. No sentence here seems to answer to it."},
    why="Readers of one language would learn less than those of another, and nobody would see the gap.",
    fix="Translate the sentence where it belongs, or confirm that it was left out on purpose.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=parted(),
    requires="encoder",
    examples=(
        Pass(
            _article(
                (FERRY, "港口小镇星期一启用了新的渡轮码头。镇长感谢建筑工人两年来的辛勤工作。渔民担心噪音会把鱼赶走。"),
                (SCHOOL, "岛上的学校将建一座图书馆。家长们从春天起就在收集图书。"),
            )
        ),
        Pass(
            _article(
                (FERRY, "港口小镇星期一启用了新的渡轮码头，镇长感谢建筑工人两年来的辛勤工作。渔民担心噪音会把鱼赶走。"),
                (SCHOOL, "岛上的学校将建一座图书馆，家长们从春天起就在收集图书。"),
            )
        ),
        Find(
            _article(
                (FERRY, "港口小镇星期一启用了新的渡轮码头。渔民担心噪音会把鱼赶走。"),
                (SCHOOL, "岛上的学校将建一座图书馆。家长们从春天起就在收集图书。"),
            ),
            reason="dropped",
            quote="港口小镇星期一启用了新的渡轮码头。渔民担心噪音会把鱼赶走。",
        ),
    ),
)
