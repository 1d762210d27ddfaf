"""Is this the translation of this passage, and not of another?

A passage that was pasted into the wrong row, or a memory's match for another sentence, reads well and says something
else. What it says is compared with its source as a whole.

Known limits: it does not see wrong figures, negation or a lost clause; very free translations of short passages may be
asked about. Only pairs of languages for which it was measured what good translations look like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.checks.sides import prose, says_something
from tintuc.text import encoder
from tintuc.text.sentences import sentences

if TYPE_CHECKING:
    from tintuc.text.vectors import Vector

#: Share of the floor (which 2 % of good translations miss) below which a passage holds. Between the two it is asked
#: about: an article has twenty passages, and a hold must not come by chance.
HOLD_BELOW = 0.6


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source."""
    floor = encoder.floor(dossier.source_language, dossier.language)
    if floor is None or floor <= 0:
        return
    runs = [run for run in prose(dossier) if says_something(run.source) and says_something(run.text)]
    sources = _whole([run.source for run in runs], dossier.source_language)
    texts = _whole([run.text for run in runs], dossier.language)
    for run, one, other in zip(runs, sources, texts, strict=True):
        cosine = float(one @ other)
        if cosine < floor:
            values = {"likeness": f"{cosine:.2f}", "floor": f"{floor:.2f}"}
            level = Level.HOLD if cosine < HOLD_BELOW * floor else Level.QUERY
            yield Finding("wrong", run.place(), run.text, values, level)


def _whole(texts: Sequence[str], language: str) -> Sequence[Vector]:
    """One vector a passage: the sum of its sentences'."""
    return [encoder.together([text[start:end] for start, end in sentences(text, language)], language) for text in texts]


def _article(*pairs: tuple[str, str], language: str = "ko") -> Dossier:
    blocks = tuple(Block(text, f"p{number}", source=source) for number, (source, text) in enumerate(pairs, 1))
    return Dossier(language=language, source_language="en", body=blocks)


BRIDGE = "The old bridge over the river will be closed to lorries from Monday because its pillars have cracks."
CHOIR = "The children's choir of the town won the first prize at the festival in the capital."

CHECK = Check(
    id="translation.wrong-segment",
    title="Translation of another passage",
    level=Level.HOLD,
    says={
        "wrong": "This does not seem to say what its source says: their likeness is %(likeness)s, and good translations "
        "rarely fall below %(floor)s.",
    },
    why="Readers would get a true sentence in the wrong place, or a false one.",
    fix="Compare with the source beside it, and translate that.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    requires="encoder",
    examples=(
        Pass(
            _article(
                (BRIDGE, "강을 가로지르는 낡은 다리는 기둥에 금이 가서 월요일부터 화물차 통행이 금지된다."),
                (CHOIR, "마을 어린이 합창단이 수도에서 열린 축제에서 1등상을 받았다."),
            )
        ),
        Find(
            _article(
                (BRIDGE, "강을 가로지르는 낡은 다리는 기둥에 금이 가서 월요일부터 화물차 통행이 금지된다."),
                (CHOIR, "중앙은행은 물가 상승을 막기 위해 금리를 다시 올렸다고 밝혔다."),
            ),
            reason="wrong",
            quote="중앙은행은 물가 상승을 막기 위해 금리를 다시 올렸다고 밝혔다.",
        ),
    ),
)
