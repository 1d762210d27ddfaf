"""The bells: tell a waiting worker of the same machine that there is work, so that it need not look all the time.

Named pipes in the newsroom's folder, one for urgent work and one for the rest: while pages of a release are baked, the
other worker need not wake to find that nothing is for it. A bell nobody hears is no loss: workers look now and then
anyway.
"""

from __future__ import annotations

import contextlib
import os
import select
from pathlib import Path

from django.conf import settings


def _place(urgent: bool) -> Path:
    return Path(settings.DIR) / ("bell-urgent" if urgent else "bell")


def ring(*, urgent: bool) -> None:
    """Wake a worker that waits for such work."""
    with contextlib.suppress(OSError):  # no pipe, nobody there, or rung a thousand times already
        handle = os.open(_place(urgent), os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(handle, b".")
        finally:
            os.close(handle)


class Bell:
    """What a worker waits at: one for urgent work, for the rest, or (None) for both."""

    def __init__(self, urgent: bool | None = None) -> None:
        self._handles = []
        for one in (True, False) if urgent is None else (urgent,):
            with contextlib.suppress(OSError):
                with contextlib.suppress(FileExistsError):
                    os.mkfifo(_place(one), 0o600)
                self._handles.append(os.open(_place(one), os.O_RDWR | os.O_NONBLOCK))

    def wait(self, seconds: float) -> None:
        """Return when it rings, or after ``seconds``."""
        for handle in select.select(self._handles, [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(handle, 65_536)
