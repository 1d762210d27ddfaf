"""Keeps the index of what can be found in few pieces."""

from __future__ import annotations

import time

from django.db import connection

#: Pages of the index (4 KiB) that are written at once: what is released meanwhile waits for no more.
AT_ONCE = 100
#: Seconds between two of these.
GIVE_WAY = 0.01


def merge(*, seconds: float) -> bool:
    """Merge pieces of the index for so many seconds; return whether there is more to do.

    Each release adds a piece of its own, and SQLite looks for a word in every piece; by itself it leaves up to sixteen
    of a size. PostgreSQL has one index.
    """
    if connection.vendor != "sqlite":
        return False
    _say("usermerge", 2)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        before = connection.connection.total_changes
        _say("merge", AT_ONCE)
        if connection.connection.total_changes - before < 2:  # so FTS5 tells that it found nothing to merge
            return False
        time.sleep(GIVE_WAY)
    return True


def _say(command: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_shadow(search_shadow, rank) VALUES (%s, %s)", [command, number])
