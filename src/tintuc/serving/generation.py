"""Follows the baker: an 8-byte counter that goes up whenever a file was put or taken away.

The counter is memory-mapped, so asking for it costs a memory read and no system call.
"""

from __future__ import annotations

import mmap
import struct
import time
from pathlib import Path

#: Seconds between looks for a counter that is not there yet.
AGAIN = 0.5
COUNT = struct.Struct("<Q")


class Generation:
    """The counter of one baked tree."""

    def __init__(self, baked: Path) -> None:
        self.place = baked / ".generation"
        self._map: mmap.mmap | None = None
        self._looked = -AGAIN

    def now(self) -> int:
        """The current generation. Without a counter it is another one every half second, so nothing goes stale."""
        counter = self._map or self._opened()
        if counter is None:
            return -1 - int(time.monotonic() / AGAIN)
        return int(COUNT.unpack_from(counter)[0])

    def _opened(self) -> mmap.mmap | None:
        if time.monotonic() - self._looked < AGAIN:
            return None
        self._looked = time.monotonic()
        try:
            with self.place.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), COUNT.size, prot=mmap.PROT_READ)
        except (OSError, ValueError):  # not there, or still shorter than eight bytes
            return None
        return self._map
