"""Whatever is killed while it releases, readers get old or new pages and every acknowledged release."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path

HERE = Path(__file__).parents[2] / "bench" / "crash.py"


def test_nothing_is_lost_or_mixed():
    """Ten processes are killed at random while versions are released, under a reader who polls pages and feed."""
    spec = importlib.util.spec_from_file_location("crash", HERE)
    crash = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(crash)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    found = crash.measure(10, 3, port)
    assert (found["kills"], found["lost"], found["mixed"]) == (10, 0, 0), found
    assert found["acknowledged"] >= 10
    assert found["answers"].get("200", 0) > 50
