"""The access log: a request only leaves a note; once a second the notes are written, in one piece."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

#: Notes kept before they are written, second or not.
MOST = 20_000
UNSAFE = {number: f"\\x{number:02x}" for number in (*range(32), 34, 92, *range(127, 256))}
#: Who asked, as the connection works it out; the host; the request line; status; bytes of the body; the second.
Note = tuple[Callable[[bytes], str], bytes, str, bytes, int, int, int]


class AccessLog:
    """Lines in the combined order of old: client, moment, request, status, size, and then the host.

    The file is opened for each writing, so it may be moved away at any time.
    """

    def __init__(self, place: str) -> None:
        self.place = None if place == "-" else Path(place)
        self.notes: list[Note] = []
        self.write()  # a place that cannot be written to is found at start

    def add(
        self, who: Callable[[bytes], str], said: bytes, host: str, line: bytes, status: int, size: int, at: int
    ) -> None:
        """Note an answer. ``who`` is called with ``said``, the X-Forwarded-For, when the note is written."""
        self.notes.append((who, said, host, line, status, size, at))
        if len(self.notes) >= MOST:
            self.write()

    def write(self) -> None:
        """Write the notes. A disk that is full costs lines of the log and no reader his page."""
        notes, self.notes = self.notes, []
        text = "".join(map(_line, notes)).encode("latin-1", "replace")
        if self.place is None:
            sys.stdout.buffer.write(text)
            sys.stdout.buffer.flush()
            return
        handle = os.open(self.place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(handle, text)
        finally:
            os.close(handle)


def _line(note: Note) -> str:
    who, said, host, line, status, size, at = note
    moment = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(at))
    request, name = (text.translate(UNSAFE) for text in (line.decode("latin-1"), host or "-"))
    return f'{who(said) or "-"} - - [{moment}] "{request}" {status} {size} {name}\n'
