"""A page as it goes over the wire: read from its file, and from the compressed ones beside it, when somebody asks."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tintuc.publishing.packing import PACK, SIDECARS, TEXT
from tintuc.serving.clock import Clock
from tintuc.serving.headers import head_of, kind_of, opening, unchanged_head

#: Files beyond this many bytes stay on disk and are sent piece by piece, so that one picture does not push out a
#: thousand pages.
LARGEST = 1024 * 1024
#: What a page, and each form of it, costs beside its bytes: the objects around it, and its places in the lanes.
OVERHEAD = 1536
STAND_INS = {".410": 410, ".301": 301, ".302": 302}
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

    def form(self, wanted: tuple[str, ...]) -> Form | None:
        """The first of the wanted forms there is, or the plain one; None if the file is gone.

        A form is read when it is asked for first: nearly all readers take brotli, so most pages lie in memory in that
        form alone.
        """
        for coding in (*wanted, "") if self.status == 200 and not self.large else ("",):
            if coding not in self.forms:
                self._load(coding)
            if form := self.forms[coding]:
                return form
        return None

    def _load(self, coding: str) -> None:
        body = _packed(self.place, coding) if coding else _bytes(self.place, "")
        self.forms[coding] = form = self.made(body, coding) if body is not None else None
        if form:
            self.size += len(form.whole.wire) + OVERHEAD

    def is_same(self) -> bool:
        """Whether its file is the one that was found. Its sidecars are written before it, so it speaks for them.

        A notice or a redirection is always read anew: a page may have come in its place.
        """
        try:
            return self.status == 200 and mark_of(self.place.lstat()) == self.mark
        except OSError:
            return False


def mark_of(found: os.stat_result) -> Mark:
    """What tells this file from any other."""
    return found.st_mtime_ns, found.st_size, found.st_ino


def find_page(place: Path, *, immutable: bool, generation: bytes) -> Page | None:
    """The page of a file, or what stands in for it; None if there is nothing."""
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
    page = Page(status, file, mark_of(facts), generation, made)
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


def _packed(place: Path, coding: str) -> bytes | None:
    """The page in a content coding, if it is one of those that are worth packing: from beside it, or packed here.

    Nothing lies beside pages that few read. In Zstandard none does: who takes it nearly always takes brotli, which is
    smaller by an eighth, so a third file for each page would be written for nobody.
    """
    if not place.name.endswith(TEXT):
        return None
    beside = _bytes(place, SIDECARS[coding]) if coding in SIDECARS else None
    if beside is None and (body := _bytes(place, "")) is not None:
        return PACK[coding](body)
    return beside


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
