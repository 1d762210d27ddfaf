"""Holds open what pages were before, so that nobody waits until the disk is freed of it.

To free a file's blocks takes a file system up to some milliseconds (ext4 that discards: 2 to 3 ms a file), and a
release replaces hundreds. An open file keeps its blocks: they are let go when the new pages stand, or when the process
dies. A second name did the same for twice the CPU.
"""

from __future__ import annotations

import contextlib
import os
import resource
import threading
from collections import deque
from collections.abc import Iterable

#: So many files are held open at most, and for so many seconds.
MOST, SECONDS = 512, 2.0
#: Of the files this process may have open at all, one in so many.
SHARE = 4
_files: deque[int] = deque()  #: descriptors of files that have no name any more
_lock = threading.Lock()


class _Soon:
    """What will let them go; None while nothing is held."""

    timer: threading.Timer | None = None


def hold(places: Iterable[str]) -> None:
    """Hold files open that are about to be replaced or taken away; there need not be any."""
    for place in places:
        with contextlib.suppress(OSError):  # there is none, or too many are open already
            _files.append(os.open(place, os.O_RDONLY))
    _close(len(_files) - _most())


def free_later() -> None:
    """See to it that what is held is let go soon."""
    with _lock:
        if _files and _Soon.timer is None:
            _Soon.timer = threading.Timer(SECONDS, free)
            _Soon.timer.daemon = True
            _Soon.timer.start()


def free() -> None:
    """Let go of all that is held. At any time."""
    with _lock:
        if _Soon.timer:
            _Soon.timer.cancel()
        _Soon.timer = None
    _close(len(_files))


def _most() -> int:
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if allowed == resource.RLIM_INFINITY else min(MOST, allowed // SHARE)


def _close(number: int) -> None:
    for _ in range(number):
        with contextlib.suppress(IndexError, OSError):  # another thread took it
            os.close(_files.popleft())
