"""Is one source told in one way, and two sources in two?

A sentence that stands twice in the source and was translated in two ways asks which is right; two different sources
with word for word the same translation mean that one was pasted into the other's place.

Known limits: looks within one article.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Indel

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Run

#: Characters of a passage long enough to be no label.
LEAST, LEAST_DENSE = 30, 14
DENSE = frozenset({"zh", "ja", "ko"})
#: Similarity from which two sources are versions of one sentence.
ALIKE = 0.7


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare passages with each other."""
    by_source: dict[str, Run] = {}
    by_target: dict[str, Run] = {}
    for run in dossier.pairs:
        source, target = " ".join(run.source.split()), " ".join(run.text.split())
        if len(source) >= _least(dossier.source_language):
            other = by_source.setdefault(source, run)
            if " ".join(other.text.split()) != target:
                yield Finding("two-ways", run.place(), run.text, {"other": _short(other.text)})
        if len(target) >= _least(dossier.language):
            other = by_target.setdefault(target, run)
            if other is not run and Indel.normalized_similarity(other.source, run.source) < ALIKE:
                yield Finding("one-for-two", run.place(), run.text, {"other": _short(other.source)})


def _least(language: str) -> int:
    return LEAST_DENSE if language.split("-")[0] in DENSE else LEAST


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


A, B = "The crossing takes twelve minutes.", "Tickets are sold at the northern gate."

CHECK = Check(
    id="translation.inconsistent",
    title="One source in two ways, or two in one",
    level=Level.QUERY,
    says={
        "two-ways": "The same source is translated “%(other)s” elsewhere in this article.",
        "one-for-two": "This is also the translation of another passage: “%(other)s”.",
    },
    why="Of two translations of one sentence one may be wrong; one translation of two sentences surely is.",
    fix="Compare both with the source.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    examples=(
        Pass(
            Dossier(
                language="vi",
                source_language="en",
                body=(
                    Block("Chuyến phà mất mười hai phút.", "a", source=A),
                    Block("Vé bán ở cổng bắc.", "b", source=B),
                    Block("Chuyến phà mất mười hai phút.", "c", source=A),
                ),
            )
        ),
        Find(
            Dossier(
                language="vi",
                source_language="en",
                body=(
                    Block("Chuyến phà mất mười hai phút.", "a", source=A),
                    Block("Qua đò hết mười hai phút.", "b", source=A),
                ),
            ),
            reason="two-ways",
            quote="Qua đò hết mười hai phút.",
        ),
        Find(
            Dossier(
                language="vi",
                source_language="en",
                body=(
                    Block("Chuyến phà mất đúng mười hai phút.", "a", source=A),
                    Block("Chuyến phà mất đúng mười hai phút.", "b", source=B),
                ),
            ),
            reason="one-for-two",
            quote="Chuyến phà mất đúng mười hai phút.",
        ),
    ),
)
