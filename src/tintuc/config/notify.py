"""Tells systemd how the newsroom is, where systemd asks (sd_notify)."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable


class Notifier:
    """Says once that the newsroom is ready, and from then on that it is well while it is."""

    def __init__(self, is_well: Callable[[], bool]) -> None:
        self.is_well = is_well
        self.place = os.environ.pop("NOTIFY_SOCKET", "")  # children are not to speak for the newsroom
        wanted = os.environ.pop("WATCHDOG_USEC", "")
        self.pause = int(wanted) / 1e6 / 3 if wanted.isdigit() else 0.0
        self.due = float("inf")

    def ready(self) -> None:
        """The newsroom answers."""
        self.say(b"READY=1")
        self.due = time.monotonic() if self.pause else float("inf")

    def tick(self) -> None:
        """Look and tell, if it is time; silence makes systemd start the newsroom again."""
        if time.monotonic() >= self.due:
            self.due = time.monotonic() + self.pause
            if self.is_well():
                self.say(b"WATCHDOG=1")

    def say(self, text: bytes) -> None:
        """Tell systemd."""
        if not self.place:
            return
        address = "\0" + self.place[1:] if self.place.startswith("@") else self.place
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as connection:
            connection.sendto(text, address)
