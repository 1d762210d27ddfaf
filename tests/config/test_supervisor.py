"""One command keeps a newsroom running, whatever is killed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port: int, path: str, host: str) -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def until(condition, seconds: float = 20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if found := condition():
                return found
        time.sleep(0.1)
    return pytest.fail("it did not come about in time")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    """A running newsroom of its own: its port, process, and children's process numbers by start order."""
    folder = tmp_path_factory.mktemp("newsroom") / "n"
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    environment.pop("TINTUC_DIR", None)
    tintuc = [sys.executable, "-c", "import sys; from tintuc.config.cli import main; sys.exit(main())"]
    subprocess.run([*tintuc, "init", str(folder)], check=True, env=environment, capture_output=True)
    port = free_port()
    command = [*tintuc, "serve", "--dir", str(folder), "--listen", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    until(lambda: get(port, "/login/", "desk.localhost")[0] == 200, 60)
    yield process, port
    if process.poll() is None:
        process.kill()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_each_process_is_started_again(newsroom):
    """Killing the front server, the application, the worker and the scheduler each ends in a working newsroom."""
    process, port = newsroom
    before = children(process.pid)
    assert len(before) == 4
    for child in before:
        os.kill(child, signal.SIGKILL)
        until(lambda dead=child: dead not in children(process.pid) and len(children(process.pid)) == 4)
        until(lambda: get(port, "/login/", "desk.localhost")[0] == 200)
        until(lambda: get(port, "/en/", "first.localhost")[0] == 200)
    assert not set(before) & set(children(process.pid))


def test_stopping_stops_everything(newsroom):
    """SIGTERM ends the newsroom with exit code 0 within five seconds, and leaves no process behind."""
    process, port = newsroom
    left = children(process.pid)
    process.terminate()
    assert process.wait(8) == 0
    for child in left:
        assert not Path(f"/proc/{child}/stat").exists() or "Z" in Path(f"/proc/{child}/stat").read_text()
    with pytest.raises(OSError):  # noqa: PT011 - whichever way a closed port refuses
        socket.create_connection(("127.0.0.1", port), 0.5)


def test_nothing_outlives_a_killed_supervisor(tmp_path):
    """When the supervisor itself is killed, its children go with it."""
    code = (
        "import time\n"
        "from tintuc.config.supervisor import Process, supervise\n"
        "supervise([Process('a', function=lambda: time.sleep(60)), Process('b', command=['sleep', '60'])])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code])
    pids = until(lambda: children(process.pid) if len(children(process.pid)) == 2 else None)
    process.kill()
    process.wait()
    until(lambda: not any(Path(f"/proc/{pid}").exists() and "Z" not in state(pid) for pid in pids), 5)


def state(pid: int) -> str:
    return json.dumps(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0])
