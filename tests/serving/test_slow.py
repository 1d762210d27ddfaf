"""What slow clients get of a server whose patience is short.

The clients live in ``slow_clients.py`` and begin with the room's first test: these tests, its last, judge them.
"""

from __future__ import annotations

import pytest

from serving.slow_clients import SLOW, UNREAD


@pytest.mark.parametrize("one", SLOW)
def test_the_slow_are_hung_up_on(slow, one):
    """A head or body that trickles, and a connection at rest, end in their time, whatever is dripped."""
    assert 0.5 < slow[one].result() < 5


def test_one_who_stops_reading_is_hung_up_on(slow):
    """An answer that is not taken ends the connection, and nobody else waits for it."""
    assert [slow[one].result() for one in UNREAD] == [(True, True)] * 2


def test_one_who_reads_slowly_is_served(slow):
    """A reader who takes a page bit by bit, but faster than the slowest pace, gets all of it."""
    assert slow["slowly"].result() > 900_000
