"""The time, looked at once a second, so that no request has to ask for it."""

from __future__ import annotations

import asyncio
import time
from email.utils import formatdate


class Clock:
    """What a request needs of the time."""

    def __init__(self) -> None:
        self.second = 0  #: wall clock, for the Date header
        self.now = 0.0  #: a clock that nobody sets, for deadlines
        self.date = b""  #: the Date header's value: always 29 bytes
        self.look()

    def look(self) -> None:
        """Look at the time."""
        self.now, self.second = time.monotonic(), int(time.time())
        self.date = formatdate(self.second, usegmt=True).encode()

    def run(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look again whenever a second begins."""
        self.look()
        loop.call_later(1.001 - time.time() % 1, self.run, loop)


CLOCK = Clock()
