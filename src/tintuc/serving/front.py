"""The front server's protocol: baked pages from memory, everything else to the application.

A connection has two paths. The fast lane (:mod:`tintuc.serving.lane`) answers the common request from its raw bytes.
Everything else, and whatever comes while such a request is on its way, goes by the careful path, through a real parser.
Both take pages from the same store, so they give the same answers.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from collections import deque
from dataclasses import dataclass
from typing import Any, ClassVar

import httptools

from tintuc.serving.clients import client_of, is_trusted
from tintuc.serving.clock import CLOCK
from tintuc.serving.headers import REASONS, opening
from tintuc.serving.lane import END, Block, Lanes
from tintuc.serving.log import AccessLog
from tintuc.serving.negotiation import forms_for, has_it
from tintuc.serving.page import Form, Page
from tintuc.serving.relay import FileSender, Pause, Relay
from tintuc.serving.request import LARGEST_BODY, Request, fault_of
from tintuc.serving.store import Store, bare

#: Bytes and lines of a request's head, and bytes of all bodies held at once.
LARGEST_HEAD, MOST_HEADERS, ALL_BODIES = 32 * 1024, 128, 200 * 1024 * 1024
#: Requests one connection may have waiting for an answer.
MOST_WAITING = 32
#: Bytes a second below which a body, or the taking of an answer, is too slow.
SLOWEST = 1024
#: Seconds the other side has for reading why it was refused.
LINGER = 2.0
#: Seconds a connection at rest has, once we are about to stop, for a request that may be on its way already.
LAST_CALL = 1.0
#: Seconds for which a reader waits for an application that is not there.
PATIENCE = 2.0
#: Seconds for which a reader waits for a page while many others have theirs baked, and between two times of asking.
TURN, AGAIN_BUSY = 10.0, 0.25


@dataclass(frozen=True)
class Settings:
    """What the operator chose."""

    application: str  #: path of the application's Unix socket
    trusted: tuple[Any, ...] = ()  #: networks of proxies whose X-Forwarded-* are believed
    most_connections: int = 4096
    head_time: float = 10.0  #: seconds a request's head may take
    body_time: float = 30.0  #: seconds a body, or taking an answer, may take beyond those at the slowest pace
    idle_time: float = 60.0  #: seconds a connection may rest between requests


class Front(asyncio.Protocol):
    """One connection of a reader or editor. Requests are answered in the order they came, pipelined ones too."""

    connections: ClassVar[set[Front]] = set()
    draining: ClassVar[bool] = False  #: about to stop: each connection ends with its next answer
    bodies: ClassVar[int] = 0  #: bytes of request bodies that all connections hold

    transport: asyncio.Transport

    def __init__(self, store: Store, lanes: Lanes, settings: Settings, log: AccessLog | None = None) -> None:
        self.store, self.lanes, self.settings, self.log = store, lanes, settings, log
        self.rested = True  #: the fast lane was not used since the sweep looked last
        self.deadline = CLOCK.now + settings.head_time
        self.quick = not Front.draining  #: the fast lane is open: see :meth:`_settle`
        self.paused, self.unsent = False, 0  #: the reader does not take what was written; how much that is
        self.deaf = False  #: whatever else comes is not listened to
        self.late = b""  #: what came while ``paused``
        self.relay: Relay | FileSender | Pause | None = None  #: what is being answered
        self.waiting: deque[Request] = deque()  #: what is to be answered after it
        self.parser: httptools.HttpRequestParser | None = None
        self.reading = self.in_head = False  #: a request is half-read; its head is
        self.request: Request = None  # type: ignore[assignment]  # there is one once something is read
        self.pieces: list[bytes] = []
        self.size, self.begun, self.held = 0, 0.0, 0  #: bytes of head or body read, since when; bodies held

    # The connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, unless there are too many."""
        self.transport = transport  # type: ignore[assignment]  # a stream's transport
        self.write = self.transport.write
        self.connections.add(self)
        if len(self.connections) > self.settings.most_connections:
            self.refuse(503)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection and what it waited for."""
        self.connections.discard(self)
        self.quick, self.deaf = False, True
        self._hold(-self.held)
        self.waiting.clear()
        if self.relay:
            self.relay.abandon()

    def data_received(self, data: bytes) -> None:
        """Answer by the fast lane what can be, and read the rest with care."""
        if self.quick:
            lanes = self.lanes
            if lanes.counter[:8] != lanes.generation:
                lanes.renew()
            end = data.find(b"\r\n")
            block = lanes.blocks.get(data[end:])
            if block is not None and (form := block.pages.get(data[:end])) is not None and block.simple:
                # Most requests end here: two look-ups and a write. :meth:`_answer_quickly` is the same in full.
                answer = form.unchanged if block.tag == form.etag else form.whole
                self.write(answer.wire if answer.second == CLOCK.second else answer.now(CLOCK))
                self.rested = False
                return
            data = self._by_lane(data)
        if data and not self.deaf:
            if self.paused:
                self.late += data
            else:
                self._read(data)

    def eof_received(self) -> bool:
        """The other side will say no more; it may still be listening."""
        self.quick, self.deaf = False, True
        return self.relay is not None or bool(self.waiting)

    # The fast lane

    def _answer_quickly(self, block: Block, line: bytes, form: Form) -> None:
        self.rested = False
        unchanged = has_it(block.tag, form.etag)
        answer = form.unchanged if unchanged else form.whole
        if block.ends:
            self.write(answer.head(CLOCK, b"Connection: close\r\n") + answer.wire[answer.body_at :])
            self.quick, self.deaf = False, True
            self.transport.close()
        else:
            self.write(answer.now(CLOCK))
        if self.log:
            status, size = (304, 0) if unchanged else (200, form.size)
            self.log.add(self.address, block.client, block.lane.host, line, status, size, CLOCK.second)

    def _by_lane(self, data: bytes) -> bytes:
        """Answer all whole common requests at the head of ``data``; return what is left for the careful path."""
        lanes, begin = self.lanes, 0
        while self.quick and (after := data.find(END, begin) + len(END)) >= len(END):
            end = data.find(b"\r\n", begin)
            line, rest = data[begin:end], data[end:after]
            block = lanes.read(rest)
            form = block and (block.pages.get(line) or lanes.find(block, line))
            if not block or not form:
                break
            self._answer_quickly(block, line, form)
            begin = after
        return data[begin:]

    # The careful path: reading

    def _read(self, data: bytes) -> None:
        if self.parser is None:
            self.parser = httptools.HttpRequestParser(self)
        self.quick = False
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self.deaf = True  # the request was answered without the upgrade, and the connection ends with it
        except httptools.HttpParserError:
            self.refuse(400)
        self._settle()

    def _settle(self) -> None:
        """Open the fast lane if nothing stands in its way."""
        self.quick = not (self.reading or self.relay or self.waiting or self.paused or self.deaf or Front.draining)

    def on_message_begin(self) -> None:
        """A request begins."""
        self.request, self.pieces = Request(), []
        self.reading, self.in_head, self.size = True, True, 0
        self.begun = CLOCK.now
        self.deadline = self.begun + self.settings.head_time

    def on_url(self, url: bytes) -> None:
        """Keep the target."""
        self.request.target += url
        self._weigh(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; one that comes after the body is nobody's, and must not look like one of the head."""
        self._weigh(len(name) + len(value))
        if self.in_head:
            self.request.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """The head is whole; a body may follow."""
        request, parser = self.request, self.parser
        assert parser is not None  # noqa: S101 - it is the parser that calls
        self.in_head, self.size = False, 0
        self.begun = CLOCK.now
        self.deadline = self.begun + self.settings.body_time
        request.method, request.version = parser.get_method(), parser.get_http_version()
        request.keep_alive = parser.should_keep_alive() and not parser.should_upgrade()
        request.accept = request.all(b"accept-encoding").decode("latin-1")
        request.if_none_match = request.all(b"if-none-match")
        request.host = request.all(b"host").decode("latin-1")
        if request.target[:8].lower().startswith((b"http://", b"https://")):  # the target then speaks for Host
            authority, slash, path = request.target.partition(b"//")[2].partition(b"/")
            request.host, request.target = authority.decode("latin-1"), slash + path or b"/"
            request.headers = [pair for pair in request.headers if pair[0].lower() != b"host"]
            request.headers.append((b"Host", authority))
        if fault := fault_of(request):
            self.refuse(fault)
        elif request.all(b"expect") and not (self.relay or self.waiting or request.version == "1.0"):
            self.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, data: bytes) -> None:
        """Keep a piece of the body."""
        if self.deaf:
            return
        self.size += len(data)
        self.pieces.append(data)
        self._hold(len(data))
        self.deadline = self.begun + self.settings.body_time + self.size / SLOWEST
        if self.size > LARGEST_BODY:
            self.refuse(413)
        elif Front.bodies > ALL_BODIES:
            self.refuse(503)

    def on_message_complete(self) -> None:
        """Answer, or wait behind the request that is being answered."""
        self.reading = False
        self.deadline = CLOCK.now + self.settings.idle_time
        if self.deaf:
            return
        self.request.body, self.pieces = b"".join(self.pieces), []
        self._take(self.request)

    def _take(self, request: Request) -> None:
        if self.relay or self.waiting or self.paused:
            self.waiting.append(request)
            if len(self.waiting) >= MOST_WAITING:
                self.deaf, request.keep_alive = True, False
                self.transport.pause_reading()
        else:
            self.answer(request)

    def _weigh(self, size: int) -> None:
        self.size += size
        if self.size > LARGEST_HEAD or len(self.request.headers) > MOST_HEADERS:
            self.refuse(431)

    def _hold(self, size: int) -> None:
        self.held += size
        Front.bodies += size

    def refuse(self, status: int) -> None:
        """Say what is wrong once all before it is answered, hear no more, and hang up."""
        if not self.deaf:
            self.deaf, self.quick, self.reading, self.pieces = True, False, False, []
            self._take(Request(keep_alive=False, refused=status))

    # The careful path: answering

    def answer(self, request: Request) -> None:
        """Answer one request: a baked page, a redirection, or whatever the application says."""
        if Front.draining:
            request.keep_alive = False
        if request.refused:
            self.plain(request, request.refused, REASONS.get(request.refused, b"Refused") + b"\n")
            return
        path, mark, query = (piece.decode("latin-1") for piece in request.target.partition(b"?"))
        name, hosts = bare(request.host), self.store.hosts()
        folder = "" if name == hosts.desk and name else hosts.folders.get(name)
        if path == "/-/health":
            self.plain(request, 200, b"ok\n")
        elif folder is None:
            self.plain(request, 421, b"This host is not served here.\n")
        elif folder and folder != name:
            self.redirect(request, folder, request.target)
        elif (page := self._page(request, folder, path)) and (form := self.store.form(page, forms_for(request.accept))):
            self.send(request, page, form)
        elif folder and "." not in path[-6:] and not path.endswith("/") and self.store.is_folder(folder, path):
            self.redirect(request, folder, f"{path}/{mark}{query}".encode("latin-1"))
        else:
            self._pass_on(request)

    def _page(self, request: Request, folder: str, path: str) -> Page | None:
        if request.method not in (b"GET", b"HEAD") or not (folder or path.startswith("/static/")):
            return None
        return self.store.page(folder, path)

    def send(self, request: Request, page: Page, form: Form) -> None:
        """Write a baked page in a form the reader takes."""
        status, answer, body = page.status, form.whole, form.whole.wire[form.whole.body_at :]
        if status == 200 and has_it(request.if_none_match, form.etag):
            answer, body, status = form.unchanged, b"", 304
        elif request.method == b"HEAD":
            body = b""
        self.write(answer.head(CLOCK, request.connection) + body)
        if page.large and status != 304 and request.method == b"GET":
            self.relay = FileSender(self, request, page)
            self.relay.resume()
        else:
            self._done(request, status, len(body))

    def plain(self, request: Request, status: int, text: bytes, more: bytes = b"") -> None:
        """Write a short answer of our own."""
        body = b"" if request.method == b"HEAD" else text
        self.write(
            b"%s%s\r\n%sContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n%s\r\n%s"
            % (opening(status), CLOCK.date, request.connection, len(text), more, body)
        )
        self._done(request, status, len(body))

    def redirect(self, request: Request, host: str, target: bytes) -> None:
        """Send the reader to the address that counts; the port stays."""
        _, colon, port = request.host.partition(":")
        scheme = b"https" if (b"X-Forwarded-Proto", b"https") in self.forwarded(request) else b"http"
        where = b"%s://%s%s%s" % (scheme, host.encode(), (colon + port).encode("latin-1"), target)
        self.plain(request, 301, b"", b"Location: %s\r\n" % where)

    def _done(self, request: Request, status: int, size: int) -> None:
        """An answer is written."""
        self._hold(-len(request.body))
        if self.log and (request.method or request.refused):
            line = b"%s %s HTTP/%s" % (request.method, request.target, request.version.encode())
            said = request.all(b"x-forwarded-for")
            self.log.add(self.address, said, request.host, line, status, size, CLOCK.second)
        if request.refused:
            # Hanging up on one who still sends would take the answer from him: he is given a moment to read it.
            self.deadline = CLOCK.now + LINGER
            self.transport.write_eof()
        elif not request.keep_alive or (self.deaf and not self.waiting):
            self.deaf, self.quick = True, False
            self.waiting.clear()
            self.transport.close()

    # The application

    def _pass_on(self, request: Request) -> None:
        request.passed_on = request.passed_on or CLOCK.now
        self.ask(request)

    def ask(self, request: Request) -> None:
        """Ask the application."""
        self.relay = relay = Relay(self, request, self.forwarded(request))
        loop = asyncio.get_running_loop()
        connecting = loop.create_task(loop.create_unix_connection(lambda: relay, self.settings.application))
        connecting.add_done_callback(relay.connected)

    def relayed(self, request: Request, status: int, size: int) -> None:
        """One answer of the application, or of a file, is complete; go on with what waits."""
        self.relay = None
        self.deadline = CLOCK.now + self.settings.idle_time
        self._done(request, status, size)
        self._go_on()

    def baked(self, request: Request) -> None:
        """The application has baked the page: answer with it in the form the reader takes, and with our own headers."""
        self.relay, request.baked = None, True
        self.answer(request)
        self._go_on()

    def waits(self, request: Request) -> bool:
        """Whether a request for which the application was too busy waits for its turn."""
        if CLOCK.now < request.passed_on + TURN:
            self.relay = Pause(self, request, AGAIN_BUSY)
            return True
        return False

    def unavailable(self, request: Request) -> None:
        """The application is not there; a supervisor is starting it again, mostly before a reader would notice.

        It gets a request that may have killed it once more and not again.
        """
        may_ask = request.method in (b"GET", b"HEAD") and request.broken <= 1
        if may_ask and CLOCK.now < request.passed_on + PATIENCE:
            self.relay = Pause(self, request)
            return
        self.relay = None
        self.plain(request, 503, b"The newsroom is starting again. Try in a few seconds.\n", b"Retry-After: 5\r\n")
        self._go_on()

    def _go_on(self) -> None:
        while self.waiting and not (self.relay or self.paused):
            self.answer(self.waiting.popleft())
        if not (self.paused or self.waiting or self.transport.is_closing()):
            self.transport.resume_reading()
            self._settle()

    # A reader who does not take what is written

    def pause_writing(self) -> None:
        """The reader is slow: nothing more is read from him or for him."""
        self.paused, self.quick = True, False
        self.deadline, self.unsent = CLOCK.now + self.settings.body_time, self.transport.get_write_buffer_size()
        self.transport.pause_reading()
        if self.relay:
            self.relay.pause()

    def resume_writing(self) -> None:
        """The reader has caught up."""
        self.paused = False
        self.deadline = CLOCK.now + self.settings.idle_time
        if self.relay:
            self.relay.resume()
        self._go_on()
        if self.late and not self.paused:
            late, self.late = self.late, b""
            self.data_received(late)

    def hang_up(self) -> None:
        """End the connection at once; what was not taken, some megabytes of the kernel's too, is thrown away."""
        connection = self.transport.get_extra_info("socket")
        if self.paused and connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    # Who asks

    def address(self, said: bytes) -> str:
        """The reader's address; what proxies said of it is believed of those the operator trusts."""
        peer = self.transport.get_extra_info("peername")
        return client_of(peer[0] if isinstance(peer, tuple) else "127.0.0.1", said, self.settings.trusted)

    def forwarded(self, request: Request) -> list[tuple[bytes, bytes]]:
        """Who asked and how, for the application."""
        said = request.all(b"x-forwarded-for")
        peer, client = self.address(b""), self.address(said)
        proto = b"http"
        if is_trusted(peer, self.settings.trusted) and request.all(b"x-forwarded-proto") == b"https":
            proto = b"https"
        return [(b"X-Forwarded-For", client.encode()), (b"X-Forwarded-Proto", proto)]

    def is_late(self, now: float) -> bool:
        """Whether the connection has had its time. An application at work has its own."""
        if self.relay and not self.paused:
            return self.relay.deadline < now
        if self.paused:
            left, pace = self.transport.get_write_buffer_size(), int(SLOWEST * self.settings.body_time)
            if left < self.unsent - pace:
                self.deadline, self.unsent = now + self.settings.body_time, left
        elif not self.rested:
            self.rested, self.deadline = True, now + self.settings.idle_time
        return self.deadline < now


def sweep(loop: asyncio.AbstractEventLoop, log: AccessLog | None = None) -> None:
    """Hang up on connections that take too long, and write the log; called every second."""
    for front in [front for front in Front.connections if front.is_late(CLOCK.now)]:
        front.hang_up()
    if log:
        try:
            log.write()
        except OSError as error:
            sys.stderr.write(f"tintuc.serving: the access log cannot be written: {error}\n")
    loop.call_later(1.0, sweep, loop, log)


def drain() -> None:
    """End every connection with its next answer; one at rest is given a last call and then hung up on."""
    Front.draining = True
    for front in Front.connections:
        if not (front.relay or front.waiting or front.reading or front.paused):
            front.rested, front.deadline = True, CLOCK.now + LAST_CALL
        front.quick = False
