"""The bell: tells a waiting worker of the same machine that there is work, so that it need not look all the time.

A named pipe in the newsroom's folder. A bell nobody hears is no loss: workers look now and then anyway.
"""

from __future__ import annotations

import contextlib
import os
import select
from pathlib import Path

from django.conf import settings


def _place() -> Path:
    return Path(settings.DIR) / "bell"


def ring() -> None:
    """Wake a worker that waits."""
    with contextlib.suppress(OSError):  # no pipe, nobody there, or rung a thousand times already
        handle = os.open(_place(), os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(handle, b".")
        finally:
            os.close(handle)


class Bell:
    """What a worker waits at."""

    def __init__(self) -> None:
        self._handle = -1
        with contextlib.suppress(OSError):
            with contextlib.suppress(FileExistsError):
                os.mkfifo(_place(), 0o600)
            self._handle = os.open(_place(), os.O_RDWR | os.O_NONBLOCK)

    def wait(self, seconds: float) -> None:
        """Return when it rings, or after ``seconds``."""
        if self._handle < 0:
            select.select([], [], [], seconds)
            return
        if select.select([self._handle], [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self._handle, 65_536)
