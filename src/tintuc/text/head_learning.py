"""Learns a head from a newsroom's own approved translations: a linear map from words to vectors of the other side."""

from __future__ import annotations

import hashlib
import math
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tintuc.text import encoder
from tintuc.text.heads import Head, HeadError, features
from tintuc.text.vectors import WIDTH, numpy_alone, unit

if TYPE_CHECKING:
    from tintuc.text.vectors import Vectors

#: Ridge of the regression.
RIDGE = 0.3
#: A word must stand in so many sentences to be learned.
SEEN_TWICE = 2
#: Sentence pairs a head is made from, the newest: more gained nothing from 1,600 on, and time grows with their cube.
MOST_PAIRS = 4000
#: Pairs below which a head would be worse than none.
FEWEST_PAIRS = 100
#: Parts in which held-out pairs are measured, and the share of them that may lie below a floor.
FOLDS, BELOW_FLOOR = 4, 0.02


@dataclass(frozen=True)
class Pair:
    """A sentence and its approved translation."""

    document: str  #: sentences of one document are tried out together, never learned and tried
    source: str
    target: str
    source_language: str = "en"


def fit_head(pairs: Iterable[Pair], language: str) -> Head:
    """Learn a language from sentences whose other side the encoder knows; measures the floors on held-out documents.

    Raises :class:`HeadError` where there are too few.
    """
    np = numpy_alone()
    usable = [
        pair for pair in pairs if encoder.is_own(pair.source_language) and pair.source.strip() and pair.target.strip()
    ]
    usable = usable[-MOST_PAIRS:]
    if len(usable) < FEWEST_PAIRS:
        raise HeadError(
            f"{len(usable)} pairs are too few to learn {language} from: {FEWEST_PAIRS} is the least, 1,500 are good."
        )
    others = np.zeros((len(usable), WIDTH), dtype=np.float32)
    for code in {pair.source_language for pair in usable}:
        at = [number for number, pair in enumerate(usable) if pair.source_language == code]
        others[at] = encoder.encode([usable[number].source for number in at], code)
    targets = [pair.target[: encoder.READ] for pair in usable]
    own = encoder.model().encode(targets)
    floors = _floors(usable, targets, others, own)
    return _fitted(language, targets, others, floors)


def _floors(usable: Sequence[Pair], targets: Sequence[str], others: Vectors, own: Vectors) -> dict[str, float]:
    """By language of the other side: the cosine that 2 % of pairs lie below which the head has not seen."""
    np = numpy_alone()
    fold = [zlib.crc32(pair.document.encode()) % FOLDS for pair in usable]
    found: dict[str, list[float]] = {}
    for number in range(FOLDS):
        seen = [at for at, part in enumerate(fold) if part != number]
        held = [at for at, part in enumerate(fold) if part == number]
        if not held or len(seen) < FEWEST_PAIRS // 2:
            continue
        head = _fitted("", [targets[at] for at in seen], others[seen], {})
        vectors = unit(head.vectors([targets[at] for at in held]) + encoder.OWN * own[held])
        for at, cosine in zip(held, (vectors * others[held]).sum(axis=1).tolist(), strict=True):
            found.setdefault(usable[at].source_language.split("-", 1)[0], []).append(cosine)
    return {
        code: round(float(np.quantile(cosines, BELOW_FLOOR)), 3)
        for code, cosines in sorted(found.items())
        if len(cosines) >= FEWEST_PAIRS // 2
    }


def _fitted(language: str, targets: Sequence[str], others: Vectors, floors: dict[str, float]) -> Head:
    """Ridge regression in its dual form, rows of the words taken a thousand at a time to stay small in memory."""
    np = numpy_alone()
    texts = [features(text) for text in targets]
    counts = Counter(word for words in texts for word in words)
    kept = sorted(word for word, count in counts.items() if count >= SEEN_TWICE)
    words = {word: number for number, word in enumerate(kept)}
    weights = np.array([math.log(len(texts) / counts[word]) + 0.1 for word in kept], dtype=np.float32)
    columns: list[list[int]] = [[] for _ in kept]
    lengths = np.zeros(len(texts), dtype=np.float32)
    for number, found in enumerate(texts):
        known = [words[word] for word in found if word in words]
        lengths[number] = max(math.sqrt(float((weights[known] ** 2).sum())), 1e-9)
        for word in known:
            columns[word].append(number)

    def block(begin: int) -> Vectors:
        end = min(begin + 1000, len(kept))
        part: Vectors = np.zeros((len(texts), end - begin), dtype=np.float32)
        for word in range(begin, end):
            part[columns[word], word - begin] = weights[word]
        part /= lengths[:, None]
        return part

    gram = RIDGE * np.eye(len(texts), dtype=np.float32)
    for begin in range(0, len(kept), 1000):
        part = block(begin)
        gram += part @ part.T
    dual = np.linalg.solve(gram, others)
    rows = np.zeros((len(kept), WIDTH), dtype=np.int8)
    scales = np.zeros(len(kept), dtype=np.float32)
    for begin in range(0, len(kept), 1000):
        full = block(begin).T @ dual
        end = begin + len(full)
        scales[begin:end] = np.maximum(np.abs(full).max(axis=1), 1e-9) / 127
        rows[begin:end] = np.rint(full / scales[begin:end, None])
    digest = hashlib.sha256(rows.tobytes() + weights.tobytes() + scales.tobytes() + "\n".join(kept).encode())
    return Head(language, words, weights, rows, scales, len(texts), floors, digest.hexdigest())
