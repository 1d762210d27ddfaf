"""Sentences beside those of their source."""

import time

import pytest

from tintuc.text import alignment, encoder
from tintuc.text.alignment import Bead, Lengths, align
from tintuc.text.meaning import described
from tintuc.text.vectors import unit

needs_encoder = pytest.mark.skipif(not encoder.available(), reason="needs the extra tintuc[encoder]")


def shape(beads: list[Bead]) -> list[tuple[int, int]]:
    return [(len(bead.source), len(bead.target)) for bead in beads]


def test_by_lengths():
    """Like lengths are linked one to one; a sentence as long as two is linked with both."""
    assert shape(align([20, 90, 50], [21, 88, 52])) == [(1, 1)] * 3
    assert shape(align([20, 90, 60, 30], [20, 152, 30], Lengths(1.0))) == [(1, 1), (2, 1), (1, 1)]
    assert shape(align([20, 150, 30], [20, 90, 62, 30], Lengths(1.0))) == [(1, 1), (1, 2), (1, 1)]


@pytest.mark.parametrize(("source", "target"), [([], []), ([5], []), ([], [5, 6]), ([0, 0], [0]), ([1] * 3, [900])])
def test_odd_texts(source, target):
    """Every sentence of both sides stands in exactly one bead, in order."""
    beads = align(source, target)
    assert [at for bead in beads for at in bead.source] == list(range(len(source)))
    assert [at for bead in beads for at in bead.target] == list(range(len(target)))


@pytest.mark.parametrize("other", [2000, 1200])
def test_long_texts(other):
    """Two thousand sentences are aligned within seconds, also where the other side lacks many."""
    begun = time.process_time()
    beads = align([40 + at % 61 for at in range(2000)], [40 + at % 61 for at in range(other)])
    assert time.process_time() - begun < 10
    assert sum(len(bead.source) for bead in beads) == 2000


@needs_encoder
def test_by_what_they_say():
    """A sentence left out, one put in and two joined are told by vectors where lengths tell nothing."""
    source = [
        "The harbour town opened its new ferry pier on Monday.",
        "The mayor thanked the builders for their hard work.",
        "Fishermen fear that the noise will drive the fish away.",
        "The school on the island will get a library.",
        "Parents have collected books since the spring.",
    ]
    target = [
        "Die Hafenstadt eröffnete am Montag ihren neuen Fähranleger.",
        "Fischer fürchten, dass der Lärm die Fische vertreibt.",
        "Die Zentralbank hat die Zinsen wieder angehoben.",
        "Die Schule auf der Insel bekommt eine Bücherei, und Eltern haben seit dem Frühjahr Bücher gesammelt.",
    ]
    beads = align([*map(len, source)], [*map(len, target)], Lengths(1.1), described(source, target, "en", "de"))
    assert shape(beads) == [(1, 1), (1, 0), (1, 1), (0, 1), (2, 1)]


@needs_encoder
def test_what_many_sentences_share():
    """What a sentence has in common with those of a very long text is told by some of them, and hardly otherwise."""
    numpy = pytest.importorskip("numpy")
    chance = numpy.random.default_rng(7)
    ones, others = (unit((chance.normal(size=(rows, 16)) + 1).astype("f4")) for rows in (50, 9000))
    told = alignment._common(ones, others)
    cosines = ones @ others.T
    exact = alignment.COMMON * (cosines.sum(axis=1) - cosines.max(axis=1)) / (len(others) - 1 + alignment.FEW)
    assert abs(told - exact).max() < 0.01
    begun = time.process_time()
    alignment._common(others, others)
    assert time.process_time() - begun < 2
