"""The front server's protocol: baked pages from memory, everything else to the application."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import deque
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httptools

from tintuc.serving.negotiation import forms_for, has_it
from tintuc.serving.relay import Relay
from tintuc.serving.store import Page, Store

#: Bytes of a request's head, and of its body (an editor's picture).
LARGEST_HEAD, LARGEST_BODY = 32 * 1024, 25 * 1024 * 1024
#: Seconds a request's head may take, a body may rest, and a connection may idle.
HEAD_TIME, BODY_TIME, IDLE_TIME = 10.0, 30.0, 60.0
#: Requests one connection may have waiting for an answer.
MOST_WAITING = 32
REASONS = {status.value: status.phrase.encode() for status in HTTPStatus}


@dataclass
class Settings:
    """What the operator chose."""

    application: str  #: path of the application's Unix socket
    trusted: tuple[Any, ...] = ()  #: networks of proxies whose X-Forwarded-* are believed
    most_connections: int = 4096


@dataclass(slots=True)
class Request:
    """One request, whole."""

    target: bytes = b""
    method: bytes = b""
    version: str = "1.1"
    keep_alive: bool = True
    host: str = ""
    accept: str = ""
    if_none_match: str = ""
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""


class Front(asyncio.Protocol):
    """One connection of a reader or editor. Requests are answered in the order they came, pipelined ones too."""

    connections: set[Front] = set()

    def __init__(self, store: Store, settings: Settings, loop: asyncio.AbstractEventLoop) -> None:
        self.store, self.settings, self.loop = store, settings, loop
        self.parser = httptools.HttpRequestParser(self)
        self.transport: asyncio.Transport = None  # type: ignore[assignment]  # given before anything else happens
        self.request = Request()
        self.size = 0
        self.pieces: list[bytes] = []
        self.waiting: deque[Request] = deque()
        self.relay: Relay | None = None
        self.deadline = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, unless there are too many."""
        self.transport = transport  # type: ignore[assignment]  # a stream's transport
        self.connections.add(self)
        self.deadline = self.loop.time() + HEAD_TIME
        if len(self.connections) > self.settings.most_connections:
            self.refuse(503)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection and what it waited for."""
        self.connections.discard(self)
        self.waiting.clear()
        if self.relay:
            self.relay.abandon()

    def data_received(self, data: bytes) -> None:
        """Read what came; answers are written as soon as a request is whole."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self.refuse(501)
        except httptools.HttpParserError:
            self.refuse(400)

    def on_message_begin(self) -> None:
        """A request begins."""
        self.request, self.size, self.pieces = Request(), 0, []
        self.deadline = self.loop.time() + HEAD_TIME

    def on_url(self, url: bytes) -> None:
        """Keep the target."""
        self.request.target += url
        self._weigh(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header, and note those that pages are chosen by."""
        self._weigh(len(name) + len(value))
        request = self.request
        request.headers.append((name, value))
        lower = name.lower()
        if lower == b"host":
            request.host = "\0" if request.host else value.decode("latin-1").strip()
        elif lower == b"accept-encoding":
            request.accept = value.decode("latin-1")
        elif lower == b"if-none-match":
            request.if_none_match = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """The head is whole; a body may follow."""
        request = self.request
        request.method = self.parser.get_method()
        request.version = self.parser.get_http_version()
        request.keep_alive = self.parser.should_keep_alive()
        self.deadline = self.loop.time() + BODY_TIME
        if any(name.lower() == b"expect" for name, _ in request.headers):
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self.size = 0

    def on_body(self, data: bytes) -> None:
        """Keep a piece of the body."""
        self.size += len(data)
        self.pieces.append(data)
        self.deadline = self.loop.time() + BODY_TIME
        if self.size > LARGEST_BODY:
            self.refuse(413)

    def on_message_complete(self) -> None:
        """Answer, or wait behind the request that is being answered."""
        if self.transport.is_closing():
            return
        self.request.body = b"".join(self.pieces)
        self.deadline = self.loop.time() + IDLE_TIME
        if self.relay is None and not self.waiting:
            self.answer(self.request)
        else:
            self.waiting.append(self.request)
            if len(self.waiting) >= MOST_WAITING:
                self.transport.pause_reading()

    def answer(self, request: Request) -> None:
        """Answer one request: a baked page, a redirection, or whatever the application says."""
        folder, path = self._folder(request), request.target.partition(b"?")[0].decode("latin-1")
        if path == "/-/health":
            self.plain(request, 200, b"ok\n")
        elif folder is None:
            self.plain(request, 421, b"This host is not served here.\n")
        elif folder and folder != request.host.partition(":")[0].lower():
            self.redirect(request, folder, request.target)
        elif request.method in (b"GET", b"HEAD") and (page := self._page(folder, path)):
            self.send(request, page)
        elif folder and "." not in path[-6:] and not path.endswith("/") and self.store.is_folder(folder, path):
            self.redirect(request, folder, path.encode("latin-1") + b"/")
        else:
            self._pass_on(request)

    def _folder(self, request: Request) -> str | None:
        """The folder of the host's pages; empty for the desk, None for a host of nobody's."""
        name = request.host.lower()
        if ":" in name and name.rpartition(":")[2].isdigit():
            name = name.rpartition(":")[0]
        hosts = self.store.hosts()
        return "" if name == hosts.desk and name else hosts.folders.get(name)

    def _page(self, folder: str, path: str) -> Page | None:
        if not path.startswith("/"):
            return None
        if folder == "":
            return self.store.page("", path) if path.startswith("/static/") else None
        return self.store.page(folder, path)

    def send(self, request: Request, page: Page) -> None:
        """Write a baked page in the best form the reader takes."""
        form = page.forms[""]
        for coding in forms_for(request.accept) if request.accept else ():
            if coding in page.forms:
                form = page.forms[coding]
                break
        if page.status == 200 and request.if_none_match and has_it(request.if_none_match, form.etag):
            head, body = form.head.replace(b"Content-Length: %d\r\n" % len(form.body), b""), b""
            status = 304
        else:
            head, body, status = form.head, b"" if request.method == b"HEAD" else form.body, page.status
        self.transport.write(
            b"HTTP/1.1 %d %s\r\nDate: %s\r\n%s%s\r\n%s"
            % (status, REASONS[status], _date(), _connection(request), head, body)
        )
        if not request.keep_alive:
            self.transport.close()

    def plain(self, request: Request, status: int, text: bytes, more: bytes = b"") -> None:
        """Write a short answer of our own."""
        body = b"" if request.method == b"HEAD" else text
        self.transport.write(
            b"HTTP/1.1 %d %s\r\nDate: %s\r\n%sContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n%s\r\n%s"
            % (status, REASONS.get(status, b""), _date(), _connection(request), len(text), more, body)
        )
        if not request.keep_alive:
            self.transport.close()

    def redirect(self, request: Request, host: str, target: bytes) -> None:
        """Send the reader to the address that counts; the port stays."""
        _, colon, port = request.host.partition(":")
        scheme = b"https" if (b"X-Forwarded-Proto", b"https") in self.forwarded(request) else b"http"
        where = b"%s://%s%s%s" % (scheme, host.encode(), (colon + port).encode("latin-1", "ignore"), target)
        self.plain(request, 301, b"", b"Location: %s\r\n" % where.replace(b"\r", b"").replace(b"\n", b""))

    def refuse(self, status: int) -> None:
        """Say what is wrong and hang up."""
        if not self.transport.is_closing():
            request = Request(keep_alive=False)
            self.plain(request, status, REASONS.get(status, b"Refused") + b"\n")

    def _pass_on(self, request: Request) -> None:
        self.relay = Relay(self, request)
        relay = self.relay
        connecting = self.loop.create_task(self.loop.create_unix_connection(lambda: relay, self.settings.application))
        connecting.add_done_callback(lambda task: self._connected(task, relay))

    def _connected(self, task: asyncio.Task[Any], relay: Relay) -> None:
        if task.cancelled() or task.exception() is not None:
            if not relay.finished:
                relay.finished = True
                self.unavailable()
                self.relayed(relay)
        elif relay.finished and relay.transport:
            relay.transport.abort()

    def unavailable(self) -> None:
        """The application is not there; a supervisor is starting it again."""
        request = self.relay.request if self.relay else Request(keep_alive=False)
        self.plain(request, 503, b"The newsroom is starting again. Try in a few seconds.\n", b"Retry-After: 5\r\n")

    def relayed(self, relay: Relay) -> None:
        """One answer of the application is complete; go on with what waits."""
        self.relay = None
        self.deadline = self.loop.time() + IDLE_TIME
        if not relay.request.keep_alive:
            self.transport.close()
            return
        while self.waiting and self.relay is None and not self.transport.is_closing():
            self.answer(self.waiting.popleft())
        if not self.transport.is_closing():
            self.transport.resume_reading()

    def write(self, data: bytes) -> None:
        """Write a piece of the application's answer."""
        if not self.transport.is_closing():
            self.transport.write(data)

    def close(self) -> None:
        """Hang up."""
        self.transport.abort()

    def reason(self, status: int) -> bytes:
        """The phrase of a status."""
        return REASONS.get(status, b"Status")

    def pause_writing(self) -> None:
        """The reader is slow: so is the application, then."""
        if self.relay:
            self.relay.pause()

    def resume_writing(self) -> None:
        """The reader has caught up."""
        if self.relay:
            self.relay.resume()

    def forwarded(self, request: Request) -> list[tuple[bytes, bytes]]:
        """Who asked and how, for the application; what a proxy says of it only from one the operator trusts."""
        peer = self.transport.get_extra_info("peername")
        address = peer[0] if isinstance(peer, tuple) else "127.0.0.1"
        proto, client = b"http", address.encode()
        if _is_trusted(address, self.settings.trusted):
            for name, value in request.headers:
                if name.lower() == b"x-forwarded-proto" and value in (b"http", b"https"):
                    proto = value
                elif name.lower() == b"x-forwarded-for":
                    client = value.rpartition(b",")[2].strip()
        return [(b"X-Forwarded-For", client), (b"X-Forwarded-Proto", proto)]

    def _weigh(self, size: int) -> None:
        self.size += size
        if self.size > LARGEST_HEAD:
            self.refuse(431)


def sweep(loop: asyncio.AbstractEventLoop) -> None:
    """Hang up on connections that take too long; called every second."""
    now = loop.time()
    for front in [front for front in Front.connections if front.deadline < now and front.relay is None]:
        front.transport.abort()
    loop.call_later(1.0, sweep, loop)


def networks(texts: list[str]) -> tuple[Any, ...]:
    """Address ranges as written on the command line. Raises ``ValueError``."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


def _is_trusted(address: str, trusted: tuple[Any, ...]) -> bool:
    return bool(trusted) and any(ipaddress.ip_address(address) in network for network in trusted)


_SECOND, _DATE = 0, b""


def _date() -> bytes:
    """The Date header, made once a second."""
    global _SECOND, _DATE
    if (second := int(time.time())) != _SECOND:
        _SECOND, _DATE = second, formatdate(second, usegmt=True).encode()
    return _DATE


def _connection(request: Request) -> bytes:
    if not request.keep_alive:
        return b"Connection: close\r\n"
    return b"Connection: keep-alive\r\n" if request.version == "1.0" else b""


def folder_of(text: str) -> Path:
    """A folder from the command line."""
    return Path(text).resolve()
