"""What takes more than one write: the application's answer, and a file too large for memory."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

import httptools

from tintuc.publishing.answers import BAKED, BUSY
from tintuc.serving.clock import CLOCK
from tintuc.serving.headers import REASONS
from tintuc.serving.page import Page, open_file

if TYPE_CHECKING:
    from tintuc.serving.front import Front
    from tintuc.serving.request import Request

#: Headers that belong to one connection, or that only we may write.
OURS = frozenset(
    b"connection keep-alive proxy-connection te trailer transfer-encoding upgrade expect content-length "
    b"x-forwarded-for x-forwarded-proto x-forwarded-host x-forwarded-port x-real-ip forwarded".split()
)
ONE_CONNECTIONS = frozenset([b"connection", b"keep-alive", b"transfer-encoding", b"upgrade"])
SAID_BAKED, SAID_BUSY = BAKED.lower().encode(), BUSY.lower().encode()
NOT_PASSED_ON = ONE_CONNECTIONS | {SAID_BAKED, SAID_BUSY}
#: Seconds the application may be silent.
ANSWER_TIME = 120.0
#: Seconds after which an application that was not there is asked again.
AGAIN = 0.1
#: Bytes of a large file that are read at a time.
PIECE = 256 * 1024


class Relay(asyncio.Protocol):
    """One request and its answer. The connection to the application is used once: on one machine that costs little."""

    def __init__(self, front: Front, request: Request, forwarded: list[tuple[bytes, bytes]]) -> None:
        self.front, self.request, self.forwarded = front, request, forwarded
        self.parser = httptools.HttpResponseParser(self)
        self.transport: asyncio.Transport | None = None
        self.headers: list[tuple[bytes, bytes]] = []
        self.started = self.finished = False
        self.chunked = False
        self.status = self.sent = 0
        self.deadline = CLOCK.now + ANSWER_TIME

    def connected(self, task: asyncio.Task[Any]) -> None:
        """The attempt to reach the application is over."""
        if task.cancelled() or task.exception() is not None:
            self._broken()
        elif self.finished and self.transport:
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the request."""
        self.transport = transport  # type: ignore[assignment]  # a stream's transport
        if not self.finished:
            self.transport.writelines([self._head(), self.request.body])  # type: ignore[union-attr]

    def _head(self) -> bytes:
        request = self.request
        named = {
            option.strip().lower()
            for name, value in request.headers
            if name.lower() == b"connection"
            for option in value.split(b",")
        } - {b"host"}
        lines = [b"%s %s HTTP/1.1" % (request.method, request.target), b"Connection: close"]
        for name, value in request.headers:
            # To the application an underscore is a hyphen: X_Forwarded_For must not pass for ours.
            if name.lower() not in OURS and name.lower() not in named and b"_" not in name:
                lines.append(b"%s: %s" % (name, value))
        lines += [b"%s: %s" % pair for pair in self.forwarded]
        if request.body or request.method in (b"POST", b"PUT", b"PATCH"):
            lines.append(b"Content-Length: %d" % len(request.body))
        return b"\r\n".join(lines) + b"\r\n\r\n"

    def data_received(self, data: bytes) -> None:
        """Read the answer as it comes."""
        self.deadline = CLOCK.now + ANSWER_TIME
        try:
            self.parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._broken()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header of the answer."""
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Send the head of the answer on."""
        if self.finished:
            return
        if (status := self.parser.get_status_code()) < 200:
            self.headers.clear()
            return
        said = {name.lower() for name, _ in self.headers}
        if SAID_BAKED in said and not self.request.baked:
            self.abandon()
            self.front.baked(self.request)
            return
        if SAID_BUSY in said and self.front.waits(self.request):
            self.abandon()
            return
        self.started, self.status = True, status
        if self.front.draining:
            self.request.keep_alive = False
        kept = [pair for pair in self.headers if pair[0].lower() not in NOT_PASSED_ON]
        sized = any(name.lower() == b"content-length" for name, _ in kept)
        empty = self.request.method == b"HEAD" or status in (204, 304)
        self.chunked = not sized and not empty and self.request.version == "1.1"
        if self.chunked:
            kept.append((b"Transfer-Encoding", b"chunked"))
        elif not sized and not empty:
            self.request.keep_alive = False
        lines = [b"HTTP/1.1 %d %s" % (status, REASONS.get(status, b"Status")), *(b"%s: %s" % pair for pair in kept)]
        lines.append(b"Connection: keep-alive" if self.request.keep_alive else b"Connection: close")
        self.front.write(b"\r\n".join(lines) + b"\r\n\r\n")
        if empty:
            self._done()

    def on_body(self, data: bytes) -> None:
        """Send a piece of the answer on."""
        if not self.finished:
            self.sent += len(data)
            self.front.write(b"%x\r\n%s\r\n" % (len(data), data) if self.chunked else data)

    def on_message_complete(self) -> None:
        """The answer is whole."""
        if self.started:
            self._done()

    def connection_lost(self, exc: Exception | None) -> None:
        """The application closed: the end of an answer without a length, or of an answer that will not come."""
        if self.finished:
            return
        if self.started and not exc and not self.chunked and not self.request.keep_alive and not self._is_sized():
            self._done()
        else:
            self._broken()

    def _is_sized(self) -> bool:
        return any(name.lower() == b"content-length" for name, _ in self.headers)

    def pause(self) -> None:
        """Stop reading while the reader is slow."""
        if self.transport:
            self.transport.pause_reading()

    def resume(self) -> None:
        """Go on reading."""
        self.deadline = CLOCK.now + ANSWER_TIME
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
        self.front.relayed(self.request, self.status, self.sent)

    def _broken(self) -> None:
        if self.finished:
            return
        self.finished = True
        if self.transport:
            self.request.broken += 1
            self.transport.abort()
        if self.started:
            self.front.transport.abort()  # half an answer cannot be mended: the reader must see that it broke off
        else:
            self.front.unavailable(self.request)


class Pause:
    """A moment in which the application may come back, or be done with others; then it is asked again."""

    def __init__(self, front: Front, request: Request, seconds: float = AGAIN) -> None:
        self.deadline = float("inf")
        self.timer = asyncio.get_running_loop().call_later(seconds, front.ask, request)

    def pause(self) -> None:
        """The reader is slow, which changes nothing."""

    def resume(self) -> None:
        """The reader has caught up."""

    def abandon(self) -> None:
        """The reader has gone."""
        self.timer.cancel()


class FileSender:
    """Sends a large file a piece at a time, as fast as the reader takes it."""

    def __init__(self, front: Front, request: Request, page: Page) -> None:
        self.front, self.request, self.page = front, request, page
        self.left, self.finished, self.deadline = page.large, False, float("inf")
        found = open_file(page.place)
        self.handle = found[0] if found else None

    def pause(self) -> None:
        """The reader is slow; :meth:`resume` goes on."""

    def resume(self) -> None:
        """Send until the reader is slow or all is sent."""
        while not (self.finished or self.front.paused):
            piece = os.read(self.handle, min(self.left, PIECE)) if self.handle is not None else b""
            if not piece:  # another file by now, and a shorter one: the head has promised more
                self.abandon()
                self.front.transport.abort()
                return
            self.front.write(piece)
            self.left -= len(piece)
            if not self.left:
                self.abandon()
                self.front.relayed(self.request, self.page.status, self.page.large)

    def abandon(self) -> None:
        """Close the file."""
        self.finished = True
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None
