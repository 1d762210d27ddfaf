"""Baked pages in memory, always those that lie on disk now."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from tintuc.serving.clock import Clock
from tintuc.serving.generation import Generation
from tintuc.serving.headers import head_of, kind_of, opening, unchanged_head

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: Files beyond this many bytes stay on disk and are sent piece by piece, so that one picture does not push out a
#: thousand pages.
LARGEST = 1024 * 1024
#: What a form of a page costs beside its bytes: the objects around it, and its places in the lanes.
OVERHEAD = 1536
#: Pages in use that are passed over before one of them is forgotten all the same.
MOST_CHANCES = 64
SIDECARS = {"br": ".br", "gzip": ".gz"}
#: As small as gzip in less time; the levels above it take twice the time for 2 % (0.08 ms for a page of 7 KB).
ZSTD_LEVEL = 6
STAND_INS = {".410": 410, ".301": 301, ".302": 302}
SHARED = {"_a": "_assets", "_m": "_media"}
DATE_SIZE = 29
Mark = tuple[int, int, int]  #: what tells a file from any other: moment, size, inode


class Form:
    """One form of a page as it goes over the wire."""

    __slots__ = ("etag", "size", "unchanged", "whole")

    def __init__(self, status: int, headers: bytes, body: bytes, etag: bytes, unchanged: bytes) -> None:
        self.whole = Answer(opening(status), headers, body)
        self.unchanged = Answer(opening(304), unchanged, b"")  #: what a reader gets who has it
        self.etag = etag
        self.size = len(body)


class Answer:
    """A whole answer. Its Date header is put in when it is sent, at most once a second however many ask for it."""

    __slots__ = ("body_at", "date_at", "second", "wire")

    def __init__(self, start: bytes, headers: bytes, body: bytes) -> None:
        self.wire = b"".join((start, bytes(DATE_SIZE), b"\r\n", headers, b"\r\n", body))
        self.date_at, self.body_at = len(start), len(self.wire) - len(body)
        self.second = 0  #: that of the Date header

    def now(self, clock: Clock) -> bytes:
        """The bytes to send in this second."""
        if self.second != clock.second:
            old, after = memoryview(self.wire), self.date_at + DATE_SIZE
            self.wire = b"".join((old[: self.date_at], clock.date, old[after:]))
            self.second = clock.second
        return self.wire

    def head(self, clock: Clock, connection: bytes) -> bytes:
        """The head alone, with a Connection header."""
        return self.now(clock)[: self.body_at - 2] + connection + b"\r\n"


@dataclass(slots=True)
class Page:
    """A page, in the forms it was asked for in."""

    status: int
    place: Path
    mark: Mark
    generation: bytes
    made: Callable[[bytes, str], Form]  #: makes a form of it from bytes and content coding
    #: Those somebody asked for, by content coding, the plain one under the empty string; None: there is none.
    forms: dict[str, Form | None] = field(default_factory=dict)
    large: int = 0  #: bytes of a file that is sent from disk; its only form is then a head without a body
    size: int = OVERHEAD
    kept: bool = False  #: the store holds it
    judged: int = 0  #: the second it had been sent last when it was passed over
    lanes: list[tuple[dict[bytes, Form], bytes]] = field(default_factory=list)  #: where else its forms are kept

    @property
    def sent(self) -> int:
        """The second it was sent last."""
        return max((form.whole.second for form in self.forms.values() if form), default=0)


@dataclass(frozen=True)
class Hosts:
    """Whose host is whose."""

    desk: str
    folders: dict[str, str]


def bare(host: str) -> str:
    """A Host header's name: small letters, without the port."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() else host.lower()


class Store:
    """Finds pages by host and path. Holds at most ``memory`` bytes of them, those asked for last."""

    def __init__(self, baked: Path, memory: int, static: Path | None = None) -> None:
        self.baked, self.memory, self.static = baked, memory, static
        self.generation = Generation(baked)
        self.pages: OrderedDict[tuple[str, str], Page] = OrderedDict()
        self.used = 0
        self._hosts = Hosts("", {})
        self._hosts_mark: Mark | None = None
        self._hosts_generation: bytes | None = None

    def hosts(self) -> Hosts:
        """The network's hosts as the baker last wrote them."""
        now = self.generation.now()
        if now != self._hosts_generation:
            self._hosts_generation = now
            place = self.baked / ".hosts.json"
            try:
                if (mark := _mark(place.stat())) != self._hosts_mark:
                    data = json.loads(place.read_bytes())
                    self._hosts, self._hosts_mark = Hosts(data["desk"], data["hosts"]), mark
            except (OSError, ValueError, KeyError):
                pass  # not written yet: what was known stays known
        return self._hosts

    def page(self, folder: str, target: str) -> Page | None:
        """The page at ``target`` (path without query) in a host's folder, or None if nothing is baked there."""
        key = (folder, target)
        now = self.generation.now()
        page = self.pages.get(key)
        if page is not None:
            if page.generation == now or _is_same(page):
                page.generation = now
                self.pages.move_to_end(key)
                return page
            self._forget(key)
        place = self._place(folder, target)
        if place is None:
            return None
        page = _read(place, immutable=target.startswith(("/_a/", "/_m/")), generation=now)
        if page is not None:
            self._keep(key, page)
        return page

    def form(self, page: Page, wanted: tuple[str, ...]) -> Form | None:
        """The first of the wanted forms there is, or the plain one; None if the file is gone.

        A form is read when it is asked for first: nearly all readers take brotli, so most pages lie in memory in that
        form alone.
        """
        for coding in (*wanted, "") if page.status == 200 and not page.large else ("",):
            if coding not in page.forms:
                self._load(page, coding)
            if form := page.forms[coding]:
                return form
        return None

    def _load(self, page: Page, coding: str) -> None:
        body = _zstd(page.place) if coding == "zstd" else _bytes(page.place, SIDECARS.get(coding, ""))
        page.forms[coding] = form = page.made(body, coding) if body is not None else None
        if form:
            cost = len(form.whole.wire) + OVERHEAD
            page.size += cost
            if page.kept:
                self.used += cost
                self._make_room(page)

    def is_folder(self, folder: str, target: str) -> bool:
        """Whether a slash is all that is missing from the address of a page."""
        place = self._place(folder, target + "/")
        return place is not None and place.is_file()

    def _place(self, folder: str, target: str) -> Path | None:
        """The file of an address; None for what is hidden, a sidecar, outside the folder, or has an encoded slash."""
        if "%2f" in target or "%2F" in target:
            return None
        try:
            path = unquote(target, errors="strict") if "%" in target else target
        except UnicodeDecodeError:
            return None
        if path.endswith("/"):
            path += "index.html"
        parts = path.split("/")[1:]
        if "\0" in path or any(not part or part[0] == "." for part in parts):
            return None
        if parts[-1].endswith((*SIDECARS.values(), *STAND_INS)):
            return None
        if folder == "":
            return self.static.joinpath(*parts[1:]) if self.static else None
        if parts[0] in SHARED:
            return self.baked.joinpath(SHARED[parts[0]], *parts[1:]) if len(parts) > 1 else None
        return self.baked.joinpath(folder, *parts)

    def _keep(self, key: tuple[str, str], page: Page) -> None:
        self.pages[key], page.kept = page, True
        self.used += page.size
        self._make_room(page)

    def _make_room(self, fresh: Page) -> None:
        """Forget pages until the others fit; ``fresh``, which is about to be sent, stays."""
        chances = MOST_CHANCES
        while self.used > self.memory and len(self.pages) > 1:
            key, oldest = next(iter(self.pages.items()))
            if oldest is fresh:  # all that are older are in use: one of them has to go
                self.pages.move_to_end(key)
                chances = 0
            elif chances and oldest.sent > oldest.judged:
                oldest.judged = oldest.sent
                self.pages.move_to_end(key)
                chances -= 1
            else:
                self._forget(key)

    def _forget(self, key: tuple[str, str]) -> None:
        page = self.pages.pop(key)
        page.kept = False
        self.used -= page.size
        for lane, line in page.lanes:
            lane.pop(line, None)


def _mark(found: os.stat_result) -> Mark:
    return found.st_mtime_ns, found.st_size, found.st_ino


def _is_same(page: Page) -> bool:
    """Whether the page's file is the one that was read. Its sidecars are written before it, so it speaks for them.

    A notice or a redirection is always read anew: a page may have come in its place.
    """
    try:
        return page.status == 200 and _mark(page.place.lstat()) == page.mark
    except OSError:
        return False


def _read(place: Path, *, immutable: bool, generation: bytes) -> Page | None:
    for ending in ("", *STAND_INS):
        file = place.with_name(place.name + ending) if ending else place
        if (found := open_file(file)) is not None:
            break
    else:
        return None
    handle, facts = found
    os.close(handle)
    status, kind = STAND_INS.get(ending, 200), kind_of(place.name)
    made = partial(_form, kind=kind, status=status, immutable=immutable)
    page = Page(status, file, _mark(facts), generation, made)
    if facts.st_size > LARGEST:
        page.large, etag = facts.st_size, b'"%x-%x-%x"' % page.mark
        head = head_of(b"", "", kind, etag, status, immutable=immutable, size=page.large)
        page.forms[""] = Form(status, head, b"", etag, unchanged_head(etag, immutable=immutable))
    return page


def _bytes(place: Path, ending: str) -> bytes | None:
    found = open_file(place.with_name(place.name + ending))
    if found is None:
        return None
    with os.fdopen(found[0], "rb") as file:
        return file.read()


def _zstd(place: Path) -> bytes | None:
    """The page in Zstandard, if it is one of those that are worth packing.

    Who takes it nearly always takes brotli, which is smaller by an eighth, so a third file for each page would be
    written for nobody.
    """
    body = _bytes(place, "") if place.with_name(place.name + SIDECARS["gzip"]).is_file() else None
    return zstd.compress(body, ZSTD_LEVEL) if body is not None else None


def _form(body: bytes, coding: str, kind: str, status: int, *, immutable: bool) -> Form:
    etag = b'"%s"' % hashlib.blake2b(body, digest_size=12).hexdigest().encode()
    head = head_of(body, coding, kind, etag, status, immutable=immutable)
    return Form(status, head, b"" if status in (301, 302) else body, etag, unchanged_head(etag, immutable=immutable))


def open_file(place: Path) -> tuple[int, os.stat_result] | None:
    """A plain file, opened; None for anything else, and for what is not there."""
    try:
        handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    facts = os.fstat(handle)
    if stat.S_ISREG(facts.st_mode):
        return handle, facts
    os.close(handle)
    return None
