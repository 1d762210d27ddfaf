"""Which sentences of a translation answer to which of its source.

A chain of beads is laid through both texts, each linking one sentence to one, two to one or one to two, or leaving one
without counterpart, so that the sum of their scores is highest. Lengths score as Gale and Church (1993) have it;
vectors of the sentences, where there are any, score by their cosine and weigh far more. Of the cosine, part of what a
sentence has with any other of the article is taken off, after the cross-domain similarity of Conneau and others (2018):
one that speaks of everything is near to everything.

Known limits: sentences that changed their order show as left out in one place and added in another.
"""

from __future__ import annotations

import importlib
import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tintuc.text.meaning import Meaning
    from tintuc.text.vectors import Vector, Vectors

#: What leaving a sentence without counterpart scores with lengths alone. Higher finds more of what is missing, and more
#: that is not.
SKIP_LENGTHS = math.log(0.005) - 4
#: How likely the kinds of link are in translated news.
PRIOR_ONE, PRIOR_TWO = math.log(0.89), math.log(0.045)
#: The weight of lengths beside vectors, and their lowest score.
WEIGHT, LOWEST = 0.018, -14.0
#: What a link costs whose sides stand in passages that do not belong together.
CROSSING = 0.2
#: Spread of lengths, in characters of the target per character of the source, where the texts tell none.
SPREAD = 6.8
#: The share of what is common that is taken off on each side, the sentences beside which half of it counts, those of
#: the other side that tell it (of more, evenly chosen ones: each is held against each), and rows worked out at once.
COMMON, FEW, MOST_BESIDE, AT_ONCE = 0.3, 3, 2048, 512
#: Sentences to each side of the diagonal that are tried, beyond what the texts differ by, and cells tried in all.
BAND, MOST_CELLS = 40, 600_000
#: Scores of lengths are read from a table in steps of 1/50 standard deviation.
STEPS = 50

#: Of a row: the cosines of one to one, two to one and one to two sentences, from column ``low`` to before ``high``.
Row = tuple[Sequence[float], Sequence[float], Sequence[float]]
Rows = Callable[[int, int, int], Row]


@dataclass(frozen=True)
class Bead:
    """Sentences of the source, and those of the target that answer to them; one of the two may be none."""

    source: range
    target: range


@dataclass(frozen=True)
class Lengths:
    """How long a translation is beside its source: the usual ratio, and how far it strays."""

    ratio: float
    spread: float = SPREAD

    @classmethod
    def of(cls, pairs: Sequence[tuple[int, int]]) -> Lengths:
        """From lengths of passages known to belong together."""
        usable = [(x, y) for x, y in pairs if x and y]
        if not usable:
            return cls(1.0)
        ratio = statistics.median(y / x for x, y in usable)
        strays = statistics.median((y - ratio * x) ** 2 / x for x, y in usable)
        return cls(ratio, 2.2 * strays or SPREAD) if len(usable) >= 8 else cls(ratio)

    def score(self, source: int, target: int) -> float:
        """Logarithm of the chance that lengths stray so far."""
        strayed = abs(target - self.ratio * source) / math.sqrt(self.spread * max(source, 1))
        return TAILS[min(int(strayed * STEPS), len(TAILS) - 1)]


TAILS = [math.log(max(math.erfc(step / STEPS / math.sqrt(2)), 1e-12)) for step in range(7 * STEPS)]


def align(
    source: Sequence[int],
    target: Sequence[int],
    lengths: Lengths | None = None,
    meaning: Meaning | None = None,
    passages: tuple[Sequence[int], Sequence[int]] | None = None,
) -> list[Bead]:
    """The beads of two texts given by the lengths of their sentences and, where it is known, what they mean.

    ``passages`` numbers the passage each sentence stands in, the same on both sides: links across them cost more.
    """
    lengths = lengths or Lengths(max(sum(target), 1) / max(sum(source), 1))
    if meaning is None:
        return _Chain(source, target, lengths, None, SKIP_LENGTHS).beads()
    return _Chain(source, target, lengths, _cosines(meaning, passages), meaning.weights.skip).beads()


class _Chain:
    """The best chain, found row by row; a row is a number of sentences of the source that are used up."""

    def __init__(
        self, source: Sequence[int], target: Sequence[int], lengths: Lengths, rows: Rows | None, skip: float
    ) -> None:
        self.source, self.target, self.lengths, self.rows, self.skip = source, target, lengths, rows, skip
        count, other = len(source), len(target)
        half = max(BAND, abs(count - other) // 2 + BAND)
        self.half = max(4, min(half, MOST_CELLS // (2 * (count + 1))))
        self.slope = other / max(count, 1)

    def beads(self) -> list[Bead]:
        """Lay the chain and read it back."""
        steps: list[tuple[int, bytearray]] = []
        before: list[tuple[int, list[float]]] = []
        for row in range(len(self.source) + 1):
            low, scores, taken = self._row(row, before)
            before = [*before[-1:], (low, scores)]
            steps.append((low, taken))
        return self._read(steps)

    def _row(self, row: int, before: list[tuple[int, list[float]]]) -> tuple[int, list[float], bytearray]:
        middle = round(row * self.slope)
        low = max(0, middle - self.half) if row else 0
        high = min(len(self.target), middle + self.half) if row < len(self.source) else len(self.target)
        scores, taken = [-math.inf] * (high - low + 1), bytearray(high - low + 1)
        one = two = None
        if before:
            one = before[-1]
        if len(before) > 1:
            two = before[-2]
        cosines = self.rows(row - 1, low, high) if self.rows and row else None
        length = self.source[row - 1] if row else 0
        double = length + self.source[row - 2] if row > 1 else 0
        for column in range(low, high + 1):
            best, kind = (0.0, 0) if not row and not column else (-math.inf, 0)
            at = column - low
            beside = self.target[column - 1] if column else 0
            if at and scores[at - 1] + self.skip > best:
                best, kind = scores[at - 1] + self.skip, ADD
            if one:
                if (score := _at(one, column) + self.skip) > best:
                    best, kind = score, DROP
                if column:
                    cosine = cosines[0][at] if cosines else None
                    if (score := _at(one, column - 1) + self._link(length, beside, 2, cosine)) > best:
                        best, kind = score, ONE
                if column > 1 and (so_far := _at(one, column - 2)) > -math.inf:
                    both = beside + self.target[column - 2]
                    cosine = cosines[2][at] if cosines else None
                    if (score := so_far + self._link(length, both, 3, cosine)) > best:
                        best, kind = score, SPLIT
            if two and column and (so_far := _at(two, column - 1)) > -math.inf:
                cosine = cosines[1][at] if cosines else None
                if (score := so_far + self._link(double, beside, 3, cosine)) > best:
                    best, kind = score, MERGED
            scores[at], taken[at] = best, kind
        return low, scores, taken

    def _link(self, source: int, target: int, sentences: int, cosine: float | None) -> float:
        chance = self.lengths.score(source, target)
        if cosine is None:
            return (PRIOR_ONE if sentences == 2 else PRIOR_TWO) + chance
        score = cosine + WEIGHT * max(chance, LOWEST)
        if sentences == 2:
            return score
        return score + self.skip  # held against a link of one of them with the other left out

    def _read(self, steps: list[tuple[int, bytearray]]) -> list[Bead]:
        row, column = len(self.source), len(self.target)
        found = []
        while row or column:
            low, taken = steps[row]
            back, beside = STEP[taken[column - low]]
            found.append(Bead(range(row - back, row), range(column - beside, column)))
            row, column = row - back, column - beside
        return found[::-1]


ADD, DROP, ONE, MERGED, SPLIT = 1, 2, 3, 4, 5
#: Sentences of the source and of the target that a bead uses up.
STEP = {ADD: (0, 1), DROP: (1, 0), ONE: (1, 1), MERGED: (2, 1), SPLIT: (1, 2)}


def _at(row: tuple[int, list[float]], column: int) -> float:
    low, scores = row
    return scores[column - low] if 0 <= column - low < len(scores) else -math.inf


def _cosines(meaning: Meaning, passages: tuple[Sequence[int], Sequence[int]] | None) -> Rows:
    """Cosines of single sentences and of neighbours read as one, less what is common, worked out a row at a time."""
    numpy = importlib.import_module("numpy")
    source, target, pairs, sums = meaning.source, meaning.target, meaning.source_joined, meaning.target_joined
    ours, theirs = _common(source, target), _common(target, source)
    ours_joined, theirs_joined = _common(pairs, target), _common(sums, source)
    places = None if passages is None else numpy.array(passages[1])

    def row(number: int, low: int, high: int) -> Row:
        """Entry ``k`` is of the link that ends before column ``low + k``; there is none before column 0."""
        first = max(low - 1, 0)
        part, common = target[first:high], theirs[first:high]
        if passages is not None and places is not None:
            common = common + CROSSING * (places[first:high] != passages[0][number])
        joined = common - theirs[first:high] + theirs_joined[first:high]
        lead = [0.0] * (1 - (low - first))
        return (
            [*lead, *(part @ source[number] - common - ours[number]).tolist()],
            [*lead, *(part @ pairs[number] - common - ours_joined[number]).tolist()],
            [*lead, *(sums[first:high] @ source[number] - joined - ours[number]).tolist()],
        )

    return row


def _common(one: Vectors, other: Vectors) -> Vector:
    """What each row has in common with the other side's, its nearest left out: less where there are few to tell by."""
    numpy = importlib.import_module("numpy")
    other = other[:: max(1, -(-len(other) // MOST_BESIDE))]
    beside = len(other) - 1
    found: Vector = numpy.zeros(len(one), dtype="f4")
    if beside < 1:
        return found
    for begin in range(0, len(one), AT_ONCE):
        cosines = one[begin : begin + AT_ONCE] @ other.T
        found[begin : begin + AT_ONCE] = COMMON * (cosines.sum(axis=1) - cosines.max(axis=1)) / (beside + FEW)
    return found
