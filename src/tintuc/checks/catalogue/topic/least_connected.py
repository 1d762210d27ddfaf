"""Does every paragraph belong to this article?

The paragraph that has least to do with the others is named where it stands clearly apart: one that was pasted in by
mistake or injected is found there, and so is an aside. Only a reader can tell them apart, so that it is a note; it is
asked about where the paragraph is in another language, too.

Known limits: a foreign paragraph on a like subject passes; round-ups of several subjects are noted. Only languages the
encoder knows or has learned.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.checks.sides import is_prose
from tintuc.text import encoder
from tintuc.text.identify import base_of, language_of
from tintuc.text.sentences import sentences
from tintuc.text.vectors import unit

if TYPE_CHECKING:
    from tintuc.text.vectors import Vector

#: Paragraphs of an article below which there is no common subject to measure by.
FEWEST = 5
#: Characters of a paragraph that says enough to be compared.
SHORTEST = 60
#: Likeness to the rest below which the least connected paragraph is named. At 0.3 a fifth of clean articles would be.
APART = 0.2


def find(dossier: Dossier) -> Iterator[Finding]:
    """Name the least connected paragraph, if it stands apart."""
    blocks = [
        block for block in dossier.body if is_prose(block) and not block.language and _weight(block.text) >= SHORTEST
    ]
    if len(blocks) < FEWEST:
        return
    read = [_language(block.text, dossier.language) for block in blocks]
    vectors = [_vector(block.text, language) for block, language in zip(blocks, read, strict=True)]
    whole = sum(vectors[1:], start=vectors[0])
    likeness = [float(vector @ unit(whole - vector)) for vector in vectors]
    least = min(range(len(blocks)), key=likeness.__getitem__)
    if likeness[least] < APART:
        block = blocks[least]
        foreign = read[least] != dossier.language
        place = Place("body", block.id, 0, len(block.text), block.part)
        values = {"likeness": f"{likeness[least]:.2f}"}
        yield Finding("apart", place, block.text, values, Level.QUERY if foreign else None, weak=not foreign)


def _weight(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _language(text: str, own: str) -> str:
    """The language a paragraph is in, if it is another that the encoder knows."""
    found = language_of(text)
    return found if found and base_of(found) != base_of(own) and encoder.knows(found) else own


def _vector(text: str, language: str) -> Vector:
    return encoder.together([text[start:end] for start, end in sentences(text, language)], language)


def _article(*paragraphs: str) -> Dossier:
    return Dossier(body=tuple(Block(text, f"p{number}") for number, text in enumerate(paragraphs, 1)))


FERRY = (
    "The harbour town opened its new ferry pier on Monday after two years of building and waiting.",
    "The ferry now takes twelve minutes to the island instead of forty, the harbour company said.",
    "Islanders hope that the faster crossing will bring visitors to their beaches in the summer.",
    "The pier cost more than planned, because the old piles in the harbour had to be pulled out first.",
    "Two ferries will sail every hour until ten in the evening, and one during the night.",
)
BANK = "Shares in the software maker fell sharply after its chief executive sold options worth millions."

CHECK = Check(
    id="topic.least-connected",
    title="Paragraph with least to do with the others",
    level=Level.NOTE,
    says={"apart": "Of all paragraphs this has least to do with the others: its likeness to them is %(likeness)s."},
    why="A paragraph of another article, or one that was injected, reads well by itself.",
    fix="Read it in its place, and take it out if it does not belong there.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    requires="encoder",
    examples=(
        Pass(_article(*FERRY)),
        Pass(_article(*FERRY[:2], BANK)),
        Find(_article(*FERRY[:3], BANK, *FERRY[3:]), reason="apart", quote=BANK),
    ),
)
