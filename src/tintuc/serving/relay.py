"""Passes one request on to the application, over its Unix socket, and its answer back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httptools

if TYPE_CHECKING:
    from tintuc.serving.front import Front, Request

#: Headers that belong to one connection, or that only we may write.
OURS = frozenset(
    b"connection keep-alive proxy-connection te trailer transfer-encoding upgrade expect content-length "
    b"x-forwarded-for x-forwarded-proto x-forwarded-host forwarded".split()
)
ONE_CONNECTIONS = frozenset([b"connection", b"keep-alive", b"transfer-encoding", b"upgrade"])


class Relay(asyncio.Protocol):
    """One request and its answer. The connection to the application is used once: on one machine that costs little."""

    def __init__(self, front: Front, request: Request) -> None:
        self.front, self.request = front, request
        self.parser = httptools.HttpResponseParser(self)
        self.transport: asyncio.Transport | None = None
        self.headers: list[tuple[bytes, bytes]] = []
        self.started = self.finished = False
        self.chunked = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the request."""
        self.transport = transport  # type: ignore[assignment]  # a stream's transport
        self.transport.writelines([self._head(), self.request.body])  # type: ignore[union-attr]

    def _head(self) -> bytes:
        request = self.request
        lines = [b"%s %s HTTP/1.1" % (request.method, request.target), b"Connection: close"]
        lines += [b"%s: %s" % pair for pair in request.headers if pair[0].lower() not in OURS]
        lines += [b"%s: %s" % pair for pair in self.front.forwarded(request)]
        if request.body or request.method in (b"POST", b"PUT", b"PATCH"):
            lines.append(b"Content-Length: %d" % len(request.body))
        return b"\r\n".join(lines) + b"\r\n\r\n"

    def data_received(self, data: bytes) -> None:
        """Read the answer as it comes."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError:
            self._broken()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header of the answer."""
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Send the head of the answer on."""
        if (status := self.parser.get_status_code()) < 200:
            self.headers.clear()
            return
        self.started = True
        kept = [pair for pair in self.headers if pair[0].lower() not in ONE_CONNECTIONS]
        sized = any(name.lower() == b"content-length" for name, _ in kept)
        empty = self.request.method == b"HEAD" or status in (204, 304)
        self.chunked = not sized and not empty and self.request.version == "1.1"
        if self.chunked:
            kept.append((b"Transfer-Encoding", b"chunked"))
        elif not sized and not empty:
            self.request.keep_alive = False
        lines = [b"HTTP/1.1 %d %s" % (status, self.front.reason(status)), *(b"%s: %s" % pair for pair in kept)]
        lines.append(b"Connection: keep-alive" if self.request.keep_alive else b"Connection: close")
        self.front.write(b"\r\n".join(lines) + b"\r\n\r\n")
        if empty:
            self._done()

    def on_body(self, data: bytes) -> None:
        """Send a piece of the answer on."""
        if not self.finished:
            self.front.write(b"%x\r\n%s\r\n" % (len(data), data) if self.chunked else data)

    def on_message_complete(self) -> None:
        """The answer is whole."""
        if self.started:
            self._done()

    def connection_lost(self, exc: Exception | None) -> None:
        """The application closed: the end of an answer without a length, or of an answer that will not come."""
        if self.finished:
            return
        if self.started and not exc and not self.chunked and not self.request.keep_alive:
            self._done()
        else:
            self._broken()

    def pause(self) -> None:
        """Stop reading while the reader is slow."""
        if self.transport:
            self.transport.pause_reading()

    def resume(self) -> None:
        """Go on reading."""
        if self.transport and not self.transport.is_closing():
            self.transport.resume_reading()

    def abandon(self) -> None:
        """The reader has gone: nobody wants the answer."""
        self.finished = True
        if self.transport:
            self.transport.abort()

    def _done(self) -> None:
        if self.finished:
            return
        self.finished = True
        if self.chunked:
            self.front.write(b"0\r\n\r\n")
        if self.transport:
            self.transport.close()
        self.front.relayed(self)

    def _broken(self) -> None:
        if self.finished:
            return
        self.finished = True
        if self.transport:
            self.transport.abort()
        if self.started:
            self.front.close()
        else:
            self.front.unavailable()
            self.front.relayed(self)
