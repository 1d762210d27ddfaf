"""An article's sentences beside those of its source: what several checks look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tintuc.checks.model import Block, Dossier, Place, Run
from tintuc.text import encoder
from tintuc.text.alignment import Lengths, align
from tintuc.text.meaning import described
from tintuc.text.sentences import sentences

#: Kinds of block and parts of blocks that are not made of sentences.
NO_PROSE, NO_SENTENCES = (
    frozenset({"crosshead", "table", "embed"}),
    frozenset({"speaker", "attribution", "alt", "credit"}),
)
#: Likeness to a sentence of the source from which on one is no addition.
TOLD = 0.25


@dataclass(frozen=True)
class Sentence:
    """A sentence of the text or of its source."""

    text: str
    run: Run
    start: int  #: in the run's text, or in its source
    end: int

    @property
    def place(self) -> Place:
        """Its place, for a sentence of the text itself."""
        return self.run.place(self.start, self.end)


@dataclass(frozen=True)
class Unanswered:
    """The sentences of both sides that have no counterpart on the other."""

    source: tuple[Sentence, ...]
    text: tuple[Sentence, ...]


def is_prose(block: Block | Run) -> bool:
    """Whether it is made of sentences."""
    return block.kind not in NO_PROSE and block.part not in NO_SENTENCES


def prose(dossier: Dossier) -> tuple[Run, ...]:
    """The passages of the body that stand beside their source and are made of sentences."""
    return tuple(run for run in dossier.pairs if run.field == "body" and is_prose(run))


def unanswered(dossier: Dossier) -> Unanswered:
    """Lay the sentences of the body beside those of its source, over all its passages, and see what is left over.

    A passage no sentence of which has a counterpart is left out: it is the wrong text, not one with a gap.
    """
    runs = prose(dossier)
    source = list(_sentences(runs, dossier.source_language, of_source=True))
    text = list(_sentences(runs, dossier.language, of_source=False))
    if not source or not text:
        return Unanswered((), ())
    numbers = {id(run): number for number, run in enumerate(runs)}
    lengths = Lengths.of([(len(run.source), len(run.text)) for run in runs])
    beads = align(
        [len(one.text) for one in source],
        [len(one.text) for one in text],
        lengths,
        described([one.text for one in source], [one.text for one in text], dossier.source_language, dossier.language),
        ([numbers[id(one.run)] for one in source], [numbers[id(one.run)] for one in text]),
    )
    linked = {id(text[at].run) for bead in beads if bead.source for at in bead.target}
    linked |= {id(source[at].run) for bead in beads if bead.target for at in bead.source}
    dropped = [one for bead in beads if not bead.target for at in bead.source if id((one := source[at]).run) in linked]
    added = [one for bead in beads if not bead.source for at in bead.target if id((one := text[at]).run) in linked]
    return Unanswered(tuple(dropped), tuple(one for one in added if not _is_told(one, dossier)))


def _is_told(one: Sentence, dossier: Dossier) -> bool:
    """Whether the source of its passage says the like: a long sentence that was cut in three has parts left over."""
    spans = sentences(one.run.source, dossier.source_language)
    beside = encoder.encode([one.run.source[start:end] for start, end in spans], dossier.source_language)
    likeness = beside @ encoder.encode([one.text], dossier.language)[0]
    return bool(likeness.max(initial=-1.0) >= TOLD)


def says_something(sentence: str) -> bool:
    """Whether it is long enough to be missed: seven Chinese characters, twenty Latin letters."""
    return len(sentence.encode("utf-8", "replace")) >= 20


def shown(sentence: str, most: int = 120) -> str:
    """A sentence on one line, cut where it is long."""
    flat = " ".join(sentence.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def _sentences(runs: tuple[Run, ...], language: str, *, of_source: bool) -> Iterator[Sentence]:
    for run in runs:
        text = run.source if of_source else run.text
        for start, end in sentences(text, language):
            yield Sentence(text[start:end], run, start, end)
