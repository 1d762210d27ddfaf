"""Heads: what was learned of a language that the encoder does not know, and the file that keeps it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from tintuc.text.vectors import WIDTH, numpy_alone, unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tintuc.text.vectors import Vectors

#: Bytes of a head file beyond which it is none: 4,000 pairs make 15 MB.
MOST_BYTES = 200_000_000
WORD = re.compile(r"[^\W_]+")
FORMAT = "tintuc-head-1"
#: What numpy and zipfile raise for damaged files.
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile, zlib.error)


class HeadError(ValueError):
    """A head cannot be learned from these pairs, or its file cannot be read. The sentence says what to do."""


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
        np = numpy_alone()
        found: Vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for number, text in enumerate(texts):
            known = [self.words[word] for word in features(text) if word in self.words]
            if known:
                weights = self.weights[known] * self.scales[known]
                found[number] = weights @ self.rows[known].astype(np.float32)
        return unit(found)


def features(text: str) -> list[str]:
    """What a head looks at: syllables or words and figures in small letters, alone and by two, each once."""
    words = WORD.findall(text.lower())
    return list(dict.fromkeys([*words, *map(" ".join, pairwise(words))]))


def save(head: Head, file: Path) -> None:
    """Write a head as a compressed ``npz``: header, words, weights, rows as int8 with one scale each."""
    np = numpy_alone()
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
    np = numpy_alone()
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
