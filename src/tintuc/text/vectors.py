"""Vectors: rows of numbers that numpy keeps, which is there with the extra ``tintuc[encoder]`` alone."""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Vector = NDArray[np.float32]

#: Numbers in a vector of the encoder.
WIDTH = 512


def unit(vectors: Vectors) -> Vectors:
    """The rows at unit length; a row of zeros stays one."""
    np = numpy_alone()
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    found: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return found


def numpy_alone() -> Any:
    """numpy, told before it loads to use one thread: with four, they wait for each other ten times as long."""
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    return importlib.import_module("numpy")
