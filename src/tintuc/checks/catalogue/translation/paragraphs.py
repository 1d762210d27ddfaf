"""Has every paragraph of the source its counterpart, and every paragraph here its source?

Where a translation and its source have different numbers of paragraphs, they are laid beside each other by length,
figures and names; what is left over was dropped or put in.

Known limits: paragraphs that changed places show as dropped and put in; short ones are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place

#: Characters of a paragraph that says something.
LEAST, LEAST_DENSE = 40, 16
DENSE = frozenset({"zh", "ja", "ko"})


def find(dossier: Dossier) -> Iterator[Finding]:
    """Name each paragraph that is left over on either side."""
    for text in dossier.unanswered:
        if len(text) >= _least(dossier.source_language):
            short = text if len(text) <= 160 else text[:159] + "…"
            yield Finding("dropped", Place("story"), "", {"source": short})
    if not any(block.source for block in dossier.body):
        return
    for block in dossier.body:
        if block.source == "" and block.kind == "paragraph" and len(block.text) >= _least(dossier.language):
            yield Finding("added", Place("body", block.id, 0, len(block.text), block.part), block.text, {}, Level.QUERY)


def _least(language: str) -> int:
    return LEAST_DENSE if language.split("-")[0] in DENSE else LEAST


A, B = "The crossing takes twelve minutes, the company says.", "Tickets are sold at the northern gate of the harbour."
VI = "Công ty nói chuyến phà chỉ mất mười hai phút mà thôi."

CHECK = Check(
    id="translation.paragraphs",
    title="Paragraph dropped or put in",
    level=Level.HOLD,
    says={
        "dropped": "This paragraph of the source has no counterpart: “%(source)s”.",
        "added": "No paragraph of the source answers to this one.",
    },
    why="Readers of this language learn less than the others, or something nobody reported.",
    fix="Translate what is missing; take out what was put in, or mark it as added for these readers.",
    since="0.1",
    find=find,
    needs=frozenset({"source_language"}),
    examples=(
        Pass(Dossier(language="vi", source_language="en", body=(Block(VI, "a", source=A),))),
        Find(
            Dossier(language="vi", source_language="en", body=(Block(VI, "a", source=A),), unanswered=(B,)),
            reason="dropped",
            quote="",
        ),
        Find(
            Dossier(
                language="vi",
                source_language="en",
                body=(Block(VI, "a", source=A), Block("Vé được bán ở cổng bắc của bến cảng mỗi ngày.", "b", source="")),
            ),
            reason="added",
            quote="Vé được bán ở cổng bắc của bến cảng mỗi ngày.",
        ),
    ),
)
