"""Follows the baker: an 8-byte counter that goes up whenever a file was put or taken away.

The counter is memory-mapped, so asking for it costs a memory read and no system call.
"""

from __future__ import annotations

import mmap
import time
from pathlib import Path

#: Seconds between looks for a counter that is not there yet.
AGAIN = 0.5
SIZE = 8


class Generation:
    """The counter of one baked tree."""

    def __init__(self, baked: Path) -> None:
        self.place = baked / ".generation"
        self.counter: mmap.mmap | None = None
        self._looked = -AGAIN

    def now(self) -> bytes:
        """The current generation. Without a counter it is another one every half second, so nothing goes stale."""
        if self.counter is not None:
            return self.counter[:SIZE]
        self._open()
        return b"%d" % (time.monotonic() // AGAIN)

    def _open(self) -> None:
        if time.monotonic() - self._looked < AGAIN:
            return
        self._looked = time.monotonic()
        try:
            with self.place.open("rb") as file:
                self.counter = mmap.mmap(file.fileno(), SIZE, prot=mmap.PROT_READ)
        except (OSError, ValueError):  # not there, or still shorter than eight bytes
            return
