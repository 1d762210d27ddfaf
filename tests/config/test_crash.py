"""Whatever is killed while it releases, readers get old or new pages and every acknowledged release."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

CRASH = Path(__file__).parents[2] / "bench" / "crash.py"
#: How often something is killed, and the seed of what and when, by what the newsroom does meanwhile.
RUNS = {"releases": (10, 3), "withdrawals": (3, 5), "memory": (3, 5)}


@pytest.fixture(scope="module")
def found(fresh):
    """What became of each run; all go on at once, as most of one is waiting."""
    with contextlib.ExitStack() as held:
        ports = [held.enter_context(socket.socket()) for _ in RUNS]
        for port in ports:
            port.bind(("127.0.0.1", 0))
        free = [str(port.getsockname()[1]) for port in ports]
    running = {}
    for (during, (kills, seed)), port in zip(RUNS.items(), free, strict=True):
        command = [sys.executable, CRASH, "--fresh", fresh, "--during", during, "--port", port]
        running[during] = subprocess.Popen(
            [*command, "--kills", str(kills), "--seed", str(seed)], stdout=subprocess.PIPE
        )
    return {during: json.loads(process.communicate()[0]) for during, process in running.items()}


def test_nothing_is_lost_or_mixed(found):
    """Ten processes are killed at random while versions are released, under a reader who polls pages and feed."""
    found = found["releases"]
    assert (found["kills"], found["lost"], found["mixed"]) == (10, 0, 0), found
    assert found["acknowledged"] >= 10
    assert found["answers"].get("200", 0) > 50


@pytest.mark.parametrize("during", ["withdrawals", "memory"])
def test_what_was_withdrawn_or_taken_in_stays_so(found, during):
    """Killed while it withdraws or takes a file in, it gives no reader what was withdrawn, and no file half or twice."""
    found = found[during]
    assert (found["kills"], found["lost"], found["mixed"], found["read_again"]) == (3, 0, 0, 0), found
    assert (found["orphans"], found["port_held"]) == (0, False), found
