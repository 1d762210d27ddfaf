"""Servers on loopback that speak the protocols of real engines, well or badly."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

Answer = Callable[[BaseHTTPRequestHandler, str, Any], Any]


def shout(text: str) -> str:
    """A “translation”: the words in capitals, tags as they were."""
    return "".join(
        part
        if part.startswith("<")
        else part.upper().replace("&AMP;", "&amp;").replace("&LT;", "&lt;").replace("&GT;", "&gt;")
        for part in re.split(r"(<[^>]*>)", text)
    )


@dataclass(frozen=True)
class Sent:
    """An answer with a status of its own."""

    status: int
    body: Any


class Server(ThreadingHTTPServer):
    """Keeps what it was asked, and answers with ``answer`` or with what ``tricks`` says for the next requests."""

    daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer
        self.asked: list[tuple[str, str, dict[str, str], Any]] = []
        self.tricks: list[Callable[[BaseHTTPRequestHandler], None]] = []
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the tests."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def _any(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = self.headers.get("Content-Type", "")
        data = json.loads(raw) if "json" in kind else {k: v[0] for k, v in parse_qs(raw.decode()).items()}
        server = self.server
        with server.lock:
            server.asked.append((self.command, self.path, dict(self.headers), data))
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
            # The list of languages is not what tricks are for.
            trick = server.tricks.pop(0) if server.tricks and self.command == "POST" else None
        try:
            if trick:
                trick(self)
                return
            said = server.answer(self, self.path, data)
            code, body = (said.status, said.body) if isinstance(said, Sent) else (200, said)
            send(self, code, json.dumps(body).encode())
        finally:
            with server.lock:
                server.at_once -= 1

    do_GET = do_POST = do_DELETE = _any  # noqa: N815 - the library calls them so


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **heads: str) -> None:
    with suppress(OSError):
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        for name, value in heads.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)


def status(code: int, body: Any = None, **heads: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: send(handler, code, json.dumps(body or {}).encode(), **heads)


def says(body: Any) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: send(handler, 200, body if isinstance(body, bytes) else json.dumps(body).encode())


def slow(seconds: float) -> Callable[[BaseHTTPRequestHandler], None]:
    def trick(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        send(handler, 200, b"{}")

    return trick


def trickling(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, so that no single read takes long."""
    with suppress(OSError):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.1)


def slow_heads(handler: BaseHTTPRequestHandler) -> None:
    """Headers that never end."""
    with suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(100):
            handler.wfile.write(f"X-{number}: x\r\n".encode())
            handler.wfile.flush()
            time.sleep(0.1)


def huge(handler: BaseHTTPRequestHandler) -> None:
    """Fifty megabytes."""
    with suppress(OSError):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(50):
            handler.wfile.write(b" " * 1_000_000)


def gone(handler: BaseHTTPRequestHandler) -> None:
    """Hangs up in the middle."""
    with suppress(OSError):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"translatedText": ["half')


@contextmanager
def serving(answer: Answer) -> Iterator[Server]:
    server = Server(answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def libretranslate(handler: BaseHTTPRequestHandler, path: str, data: Any) -> Any:
    if path == "/languages":
        codes = ["en", "es", "vi", "zh", "zt"]
        return [{"code": code, "name": code, "targets": codes} for code in codes]
    return {"translatedText": [shout(text) for text in data["q"]]}


def deepl(handler: BaseHTTPRequestHandler, path: str, data: Any) -> Any:
    if path == "/v2/translate":
        return {"translations": [{"detected_source_language": "EN", "text": shout(text)} for text in data["text"]]}
    if path == "/v2/glossaries" and handler.command == "POST":
        return {"glossary_id": "11111111-2222", "ready": True}
    if path == "/v2/glossaries":
        return {
            "glossaries": [
                {"glossary_id": "old-1", "name": "tintuc-draft", "creation_time": "2020-01-01T00:00:00.000000+00:00"},
                {"glossary_id": "theirs-1", "name": "sport", "creation_time": "2020-01-01T00:00:00+00:00"},
            ]
        }
    if path == "/v2/usage":
        return {"character_count": 5, "character_limit": 500000}
    return {}


def segments_of(data: Any) -> list[dict[str, Any]]:
    return json.loads(data["messages"][1]["content"])["segments"]


def chatting(content: str) -> dict[str, Any]:
    return {"choices": [{"message": {"role": "assistant", "content": content}}]}


def chat(handler: BaseHTTPRequestHandler, path: str, data: Any) -> Any:
    if path.endswith("/models"):
        return {"data": [{"id": "small-model"}]}
    return chatting(json.dumps({"segments": [row | {"text": shout(row["text"])} for row in segments_of(data)]}))


def apy(handler: BaseHTTPRequestHandler, path: str, data: Any) -> Any:
    if path == "/listPairs":
        return {"responseData": [{"sourceLanguage": "eng", "targetLanguage": "spa"}]}
    return {"responseData": {"translatedText": shout(data["q"])}}
