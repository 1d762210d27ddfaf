"""Whatever is killed while it releases, readers get old or new pages and every acknowledged release."""

from __future__ import annotations

import importlib
import socket
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def crash(monkeypatch):
    """The bench, which is a script and no package."""
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("crash")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_nothing_is_lost_or_mixed(crash):
    """Ten processes are killed at random while versions are released, under a reader who polls pages and feed."""
    found = crash.measure(10, 3, free_port())
    assert (found["kills"], found["lost"], found["mixed"]) == (10, 0, 0), found
    assert found["acknowledged"] >= 10
    assert found["answers"].get("200", 0) > 50


@pytest.mark.parametrize("during", ["withdrawals", "memory"])
def test_what_was_withdrawn_or_taken_in_stays_so(crash, during):
    """Killed while it withdraws or takes a file in, it gives no reader what was withdrawn, and no file half or twice."""
    found = crash.measure(3, 5, free_port(), during)
    assert (found["kills"], found["lost"], found["mixed"], found["read_again"]) == (3, 0, 0, 0), found
    assert (found["orphans"], found["port_held"]) == (0, False), found
