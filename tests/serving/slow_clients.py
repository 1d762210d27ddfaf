"""Clients that trickle, stop reading or read slowly."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from fronting import CLOSE, GET, PAGE, Tree, ask, start

POST = b"POST /c/r HTTP/1.1\r\nHost: one.test\r\n"


def lasts(port: int, first: bytes, drip: bytes = b"", every: float = 0.2) -> float:
    """Seconds until the server hangs up on a client that sends a piece now and then."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), 10) as connection, contextlib.suppress(OSError):
        connection.sendall(first)
        connection.settimeout(every)
        while time.monotonic() - begun < 9:
            with contextlib.suppress(TimeoutError):
                if not connection.recv(65536):
                    break
            connection.sendall(drip)
    return time.monotonic() - begun


def stops_reading(port: int, asked: bytes) -> tuple[bool, bool]:
    """Ask, take nothing for a while, then all: whether others are answered meanwhile, whether the server hung up."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(asked)
        time.sleep(3.5)
        others = ask(port, "/vi/")[1] == PAGE
        try:
            while connection.recv(1 << 20):
                pass
        except ConnectionResetError:
            return others, True
        return others, False


def reads_slowly(port: int) -> int:
    """Take a page bit by bit; how many bytes came."""
    got = 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(b"GET /heavy.html HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n")
        while piece := connection.recv(20_000):
            got += len(piece)
            time.sleep(0.05)
    return got


#: What a slow client sends first, and then again and again.
SLOW = [
    (b"", b""),
    (b"GET /vi/", b"a"),
    (b"GET /vi/ HTTP/1.1\r\nHost: one.test\r\nX: ", b"y"),
    (b"", b"\r\n"),
    (POST + b"Content-Length: 9000\r\n\r\n", b"a"),
    (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    (GET % b"", b""),
    (b"HEAD /vi/ HTTP/1.1\r\nHost: one.test\r\n\r\n", b""),
]
#: What one asks for who then takes nothing of it.
UNREAD = [b"GET /heavy.html HTTP/1.1\r\nHost: one.test\r\n\r\n" * 20, GET.replace(b"/vi/", b"/vast.html") % CLOSE]


@contextlib.contextmanager
def begun(tree: Tree, app: str) -> Iterator[dict[object, Future]]:
    """What becomes of each of them, side by side: by what it sends of :data:`SLOW` or :data:`UNREAD`, or ``slowly``."""
    tree.put("one.test", "heavy.html", bytes(900_000))
    tree.put("one.test", "vast.html", bytes(20_000_000))
    process, port = start(tree, app, "--head-time", "1", "--body-time", "1", "--idle-time", "2")
    with ThreadPoolExecutor(len(SLOW) + len(UNREAD) + 1) as clients:
        found = {one: clients.submit(lasts, port, *one) for one in SLOW}
        found |= {one: clients.submit(stops_reading, port, one) for one in UNREAD}
        yield found | {"slowly": clients.submit(reads_slowly, port)}
        process.terminate()
        process.wait(6)
