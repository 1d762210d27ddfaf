"""The front server as processes: where they listen, how they are replaced, how they end, what they weigh."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from fronting import CLOSE, GET, PAGE, ask, rest, start, worker_memory, workers


def test_a_unix_socket(tree, app, tmp_path):
    """The server listens on a Unix socket, takes the place of one that was left, and is found there."""
    place = tmp_path / "front"
    socket.socket(socket.AF_UNIX).bind(str(place))
    process, _ = start(tree, app, "--listen", f"unix:{place}")
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(place))
                connection.sendall(GET % CLOSE)
                assert connection.recv(65536).startswith(b"HTTP/1.1 200")
                return
            time.sleep(0.05)
        pytest.fail("nobody answers")
    finally:
        process.terminate()
        assert process.wait(6) == 0


def test_many_processes(tree, app):
    """Each of several processes answers, and one that is killed is started again."""
    process, port = start(tree, app, "--processes", "3")
    try:
        first = workers(process.pid)
        assert len(first) == 3
        for kid in first:
            os.kill(kid, signal.SIGKILL)
        time.sleep(2.5)
        assert len(workers(process.pid)) == 3
        assert not set(first) & set(workers(process.pid))
        assert all(ask(port, "/vi/")[1] == PAGE for _ in range(20))
    finally:
        process.terminate()
        assert process.wait(6) == 0


def test_a_worker_whose_keeper_died_while_it_started_ends(tree, app):
    """A worker that finds another parent than the one who started it lets go of the address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        command = [sys.executable, "-m", "tintuc.serving", "--baked", str(tree.root), "--application", app]
        handle = listening.fileno()
        gone = [*command, "--socket", str(handle), "--keeper", "1"]
        assert subprocess.Popen(gone, pass_fds=[handle]).wait(20) == 0


def test_a_reload_loses_no_request(tree, app):
    """While the workers are replaced each request is answered, on lasting connections and new ones, once and for all."""
    process, port = start(tree, app, "--processes", "2")
    failures, over = [], threading.Event()

    def read(each: int) -> None:
        while not over.is_set():
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                try:
                    for _ in range(each):
                        connection.request("GET", "/vi/", headers={"Host": "one.test"})
                        answer = connection.getresponse()
                        if answer.read() != PAGE:
                            failures.append("another page")
                        if answer.will_close:
                            break
                except Exception as error:
                    failures.append(repr(error))

    readers = [threading.Thread(target=read, args=(each,)) for each in (1, 1, 500, 500)]
    for reader in readers:
        reader.start()
    try:
        for _ in range(2):
            old = workers(process.pid)
            with socket.create_connection(("127.0.0.1", port), 5) as slow:
                slow.sendall(b"GET /slow HTTP/1.1\r\nHost: one.test\r\n\r\n")
                process.send_signal(signal.SIGHUP)
                assert b'"/slow"' in rest(slow, b"}")
            for _ in range(60):
                if not set(old) & set(workers(process.pid)):
                    break
                time.sleep(0.1)
            assert not set(old) & set(workers(process.pid))
            assert len(workers(process.pid)) == 2
    finally:
        over.set()
        for reader in readers:
            reader.join()
        process.terminate()
        assert process.wait(6) == 0
    assert failures == []


def test_a_stop_finishes_what_is_begun(tree, app):
    """SIGTERM lets the answer under way come to its end, tells the client it is the last, and then the process ends."""
    process, port = start(tree, app)
    with (
        socket.create_connection(("127.0.0.1", port), 5) as slow,
        socket.create_connection(("127.0.0.1", port)) as idle,
    ):
        slow.sendall(b"GET /slow HTTP/1.1\r\nHost: one.test\r\n\r\n")
        time.sleep(0.1)
        process.terminate()
        got = rest(slow)
        assert b'"/slow"' in got
        assert b"Connection: close" in got
        assert idle.recv(10) == b""
    assert process.wait(6) == 0


def test_memory_at_rest(port, tree, app):
    """A server nobody has asked anything of stays small."""
    process, _ = start(tree, app)
    try:
        assert worker_memory(process.pid) < 60_000
    finally:
        process.terminate()
        process.wait(6)
