"""Does a paragraph stand twice?

Known limits: only paragraphs of some length, word for word; refrains that the source repeats pass.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place

#: Characters, of scripts that write a word in one or two characters and of the rest.
LEAST, LEAST_DENSE = 60, 25
DENSE = frozenset({"zh", "ja", "ko"})


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look for each paragraph among those before it."""
    least = LEAST_DENSE if dossier.language.split("-")[0] in DENSE else LEAST
    first: dict[str, tuple[int, Block]] = {}
    for number, block in enumerate(dossier.body, 1):
        flat = " ".join(block.text.split()).lower()
        if len(flat) < least or block.part == "speaker":
            continue
        before, other = first.setdefault(flat, (number, block))
        if before == number or (block.source and block.source == other.source):
            continue
        place = Place("body", block.id, 0, len(block.text), block.part)
        yield Finding("twice", place, block.text, {"number": str(before)})


P = "The harbour town opened its new ferry pier on Monday after two years of building."

CHECK = Check(
    id="repetition.paragraph",
    title="Paragraph that stands twice",
    level=Level.QUERY,
    says={"twice": "These words stand in paragraph %(number)s already."},
    why="Something was pasted twice, and what belongs here may be missing.",
    fix="Take one out, and look what stands here in the source.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(Dossier(body=(Block(P, "a"), Block("Yes.", "b"), Block("Yes.", "c")))),
        Pass(
            Dossier(
                language="vi",
                source_language="en",
                body=(Block("La la " * 20, "a", source=P), Block("La la " * 20, "b", source=P)),
            )
        ),
        Find(Dossier(body=(Block(P, "a"), Block("It rained.", "b"), Block(P, "c"))), reason="twice", quote=P),
    ),
)
