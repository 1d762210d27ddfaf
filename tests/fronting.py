"""A baked tree, a toy application, and the front server as a process between real sockets."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import re
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

import brotli

from tintuc.publishing.answers import BAKED, BUSY

PAGE = b"<!doctype html><html lang='vi'><title>T</title>" + b"<p>Xin ch\xc3\xa0o.</p>" * 60

GET = b"GET /vi/ HTTP/1.1\r\nHost: one.test\r\n%s\r\n"
CLOSE = b"Connection: close\r\n"


class Tree:
    """A baked tree, written as the baker writes it."""

    def __init__(self, root: Path) -> None:
        self.root, self.count = root, 0
        hosts = {"one.test": "one.test", "www.one.test": "one.test", "two.test": "two.test"}
        root.mkdir()
        (root / ".hosts.json").write_text(json.dumps({"desk": "desk.test", "hosts": hosts}))
        self.put("one.test", "vi/index.html", PAGE)

    def put(self, host: str, name: str, body: bytes, *, packed: bool = True) -> None:
        place = self.root / host / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if packed:
            place.with_name(place.name + ".br").write_bytes(brotli.compress(body, quality=1))
            place.with_name(place.name + ".gz").write_bytes(gzip.compress(body, 1))
        fresh = place.with_name("." + place.name)
        fresh.write_bytes(body)
        fresh.rename(place)
        self.announce()

    def announce(self) -> None:
        self.count += 1
        place = self.root / ".generation"
        if not place.exists():
            place.write_bytes(bytes(8))
        with place.open("r+b") as file:
            file.write(struct.pack("<Q", self.count))


#: By path, what the toy application does to bake a page that is asked for.
ON_DEMAND = {}
#: By path, how often the toy application is too busy.
BUSY_FOR = {}


def application(environ, start_response):
    """A toy application that tells what reached it, and bakes what it is asked for if it can."""
    size = int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read(size)
    told = {
        "path": environ["PATH_INFO"],
        "query": environ["QUERY_STRING"],
        "host": environ["HTTP_HOST"],
        "method": environ["REQUEST_METHOD"],
        "size": len(body),
        "client": environ["REMOTE_ADDR"],
    }
    if environ["PATH_INFO"] == "/slow":
        time.sleep(0.3)
    answer = json.dumps(told).encode()
    if environ["PATH_INFO"] == "/stream":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return (b"x" * 1000 for _ in range(50))
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))]
    if busy := BUSY_FOR.get(environ["PATH_INFO"]):
        BUSY_FOR[environ["PATH_INFO"]] = busy - 1
        start_response("503 Service Unavailable", [("Content-Length", "5"), (BUSY, "1")])
        return [b"busy\n"]
    if bake := ON_DEMAND.get(environ["PATH_INFO"]):
        bake()
        headers.append((BAKED, "1"))
    start_response("200 OK", headers)
    return [answer]


def start(tree: Tree, app: str, *extra: str):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tintuc.serving", "--baked", str(tree.root), "--application", app]
    process = subprocess.Popen([*command, "--listen", f"127.0.0.1:{port}", *extra])
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as probe:
            probe.sendall(b"GET /-/health HTTP/1.1\r\nHost: x\r\n\r\n")
            if probe.recv(100):
                break
        if "--listen" in extra:
            break
        time.sleep(0.05)
    return process, port


def ask(port: int, path: str, host: str = "one.test", method: str = "GET", body: bytes | None = None, **headers: str):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, body, {"Host": host} | {k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer, data


def raw(port: int, data: bytes, wait: float = 5) -> bytes:
    with socket.create_connection(("127.0.0.1", port), wait) as connection:
        connection.sendall(data)
        connection.settimeout(wait)
        got = b""
        with contextlib.suppress(TimeoutError, ConnectionResetError):
            while piece := connection.recv(65536):
                got += piece
        return got


def rest(connection: socket.socket, until: bytes = b"\0") -> bytes:
    """What comes until the server hangs up, or some bytes have come."""
    got = b""
    with contextlib.suppress(TimeoutError, ConnectionResetError):
        while until not in got and (piece := connection.recv(65536)):
            got += piece
    return got


def workers(pid: int) -> list[int]:
    """The processes that answer."""
    return [int(kid) for kid in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def worker_memory(pid: int) -> int:
    """Resident kilobytes of the largest worker."""
    found = [Path(f"/proc/{kid}/status").read_text() for kid in workers(pid)]
    return max(int(re.search(r"VmRSS:\s+(\d+)", text)[1]) for text in found)
