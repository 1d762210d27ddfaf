"""What an alignment by meaning looks at: vectors of the sentences of both sides, and how they are weighed.

A sentence is described by what it means (:mod:`tintuc.text.encoder`) and by what a translation must keep of it
(:mod:`tintuc.text.landmarks`). Each is described a second time together with the one before it, read as one text: a
sentence that tells two lies nearer to that than to the sum of both.
"""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tintuc.text import encoder
from tintuc.text.landmarks import landmarks
from tintuc.text.vectors import unit

if TYPE_CHECKING:
    from tintuc.text.vectors import Vectors

#: Places in a vector for what a translation must keep.
PLACES = 512
#: Languages that write no space between sentences.
SPACELESS = frozenset({"zh", "ja"})


@dataclass(frozen=True)
class Weights:
    """How two languages are weighed against each other."""

    skip: float  #: what leaving a sentence without counterpart scores: higher finds more of what is missing
    kept: float  #: of what a translation must keep, beside what it means


#: Where precision and recall of dropped sentences meet in translated news: of languages the encoder knows, and of one
#: that was learned, whose vectors say less. Measured with bench/encoder.py on documents that heads were not learned
#: from.
KNOWN, LEARNED = Weights(skip=0.04, kept=0.5), Weights(skip=-0.055, kept=0.7)


@dataclass(frozen=True)
class Meaning:
    """Vectors of unit length, a row a sentence; of the first sentence there is none before, so it is taken alone."""

    source: Vectors
    target: Vectors
    source_joined: Vectors
    target_joined: Vectors
    weights: Weights = KNOWN


def described(source: Sequence[str], target: Sequence[str], source_language: str, language: str) -> Meaning:
    """Describe the sentences of two texts. Raises :class:`tintuc.text.heads.HeadError` for a damaged head."""
    weights = KNOWN if encoder.is_own(source_language) and encoder.is_own(language) else LEARNED
    return Meaning(
        _described(source, source_language, weights.kept),
        _described(target, language, weights.kept),
        _described(_joined(source, source_language), source_language, weights.kept),
        _described(_joined(target, language), language, weights.kept),
        weights,
    )


def _joined(sentences: Sequence[str], language: str) -> list[str]:
    space = "" if language.split("-", 1)[0] in SPACELESS else " "
    return [*sentences[:1], *map(space.join, pairwise(sentences))]


def _described(sentences: Sequence[str], language: str, weight: float) -> Vectors:
    """Sentences that name the same figures, countries and people are closer than their meaning alone has them."""
    means = encoder.encode(sentences, language)  # before numpy is asked for here: it is told to use one thread
    np = importlib.import_module("numpy")
    kept = np.zeros((len(sentences), PLACES), dtype=np.float32)
    for number, sentence in enumerate(sentences):
        for landmark in landmarks(sentence, language):
            kept[number, zlib.crc32(landmark.encode("utf-8", "replace")) % PLACES] = 1.0
    found: Vectors = np.concatenate([means, weight * unit(kept)], axis=1)
    return unit(found)
