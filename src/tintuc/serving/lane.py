"""The fast lane: finds the answer to the common request by its raw bytes.

The common request is a GET by HTTP/1.1, without a body, for a page that is baked. Its header block, from the end of the
request line on, is read once and remembered: a browser sends the same one with each request, and so do many of a kind.
A block then leads to a *lane*, the pages of one host in the forms one kind of reader takes, and in a lane the request
line leads to the page. Whatever is not plainly of this kind is None here, and the careful path reads it.
"""

from __future__ import annotations

import mmap
import re
from dataclasses import dataclass, field

from tintuc.serving.negotiation import forms_for
from tintuc.serving.page import Form
from tintuc.serving.store import Store, bare

#: Blocks and lines of them that are remembered, the largest that are, and lanes: together at most 7 MB.
MOST_BLOCKS, LARGEST_BLOCK = 2048, 2048
MOST_LINES, LARGEST_LINE = 4096, 256
MOST_LANES = 512
END = b"\r\n\r\n"
#: Narrower than HTTP on purpose.
LINE = re.compile(rb"GET (/[A-Za-z0-9._~!$&'()*+,;=:@/-]*)(\?[!-~]*)? HTTP/1\.1")
FIELD = re.compile(rb"([A-Za-z0-9-]+): ?([ -~]*)")
#: A request with one of these is no common one.
NOT_COMMON = frozenset(b"content-length transfer-encoding expect upgrade te trailer http2-settings".split())
#: Those that matter here. A second one of a kind is uncommon.
READ = frozenset((b"host", b"accept-encoding", b"if-none-match", b"connection", b"x-forwarded-for"))
ONE_TAG = re.compile(rb'"[^",]*"')
UNCOMMON, IGNORED = b"!", (b"", b"")
#: What Connection may say.
CONNECTIONS = frozenset((b"keep-alive", b"close"))


@dataclass(slots=True)
class Lane:
    """The pages of one host in the form one kind of reader takes."""

    host: str
    forms: tuple[str, ...]  #: taken, best first
    pages: dict[bytes, Form] = field(default_factory=dict)  #: by request line


@dataclass(slots=True)
class Block:
    """A header block that was read."""

    pages: dict[bytes, Form]  #: those of its lane
    lane: Lane
    tag: bytes  #: If-None-Match
    client: bytes  #: X-Forwarded-For
    ends: bool  #: the reader wants the connection closed
    simple: bool  #: nothing but the page or one tag is wanted, and nobody keeps a log


class Lanes:
    """All lanes, as of one generation of the baked tree: whatever changes there, they are made anew."""

    def __init__(self, store: Store, *, logged: bool = False) -> None:
        self.store, self.logged = store, logged
        self.counter: mmap.mmap | bytes = b""  #: the baker's; without one no generation is the same as the last
        self.generation: bytes | None = None
        self.blocks: dict[bytes, Block] = {}
        self.lines: dict[bytes, tuple[bytes, bytes]] = {}
        self.lanes: dict[tuple[bytes, bytes], Lane] = {}  #: by Host and Accept-Encoding

    def renew(self) -> None:
        """Forget all that was known of an older generation."""
        self.store.generation.now()
        counter = self.store.generation.counter
        self.counter, self.generation = (counter, counter[:8]) if counter else (b"", None)
        self.blocks.clear()
        self.lanes.clear()
        for page in self.store.pages.values():
            page.lanes.clear()

    def read(self, block: bytes) -> Block | None:
        """Read a header block, or remember it.

        Readers who have a page differ by its tag alone: what is known of a block holds for it with another tag.
        """
        found = self.blocks.get(block)
        if found is None and len(block) <= LARGEST_BLOCK:
            found = self._parse(block)
            if found:
                if len(self.blocks) >= MOST_BLOCKS:
                    self.blocks.clear()
                self.blocks[block] = found
        return found

    def _parse(self, block: bytes) -> Block | None:
        seen: dict[bytes, bytes] = {}
        for line in block[2:-4].split(b"\r\n"):
            name, value = self.lines.get(line) or self._line(line)
            if name:
                if name in seen or name is UNCOMMON:
                    return None
                seen[name] = value
        host, forms = seen.get(b"host", b""), seen.get(b"accept-encoding", b"")
        lane = self.lanes.get((host, forms)) or self._lane(host, forms)
        connection = seen.get(b"connection", b"keep-alive").lower()
        if lane is None or connection not in CONNECTIONS:
            return None
        tag, ends = seen.get(b"if-none-match", b""), connection == b"close"
        simple = not (ends or self.logged) and (not tag or ONE_TAG.fullmatch(tag) is not None)
        return Block(lane.pages, lane, tag, seen.get(b"x-forwarded-for", b""), ends, simple)

    def _lane(self, said: bytes, accept: bytes) -> Lane | None:
        """The lane of a host and a kind of reader; None unless the host is a site's own."""
        host = bare(said.decode("ascii"))
        if not host or self.store.hosts().folders.get(host) != host:
            return None
        if len(self.lanes) >= MOST_LANES:
            self.renew()
        forms = forms_for(accept.decode("ascii"))
        same = (lane for lane in self.lanes.values() if lane.host == host and lane.forms == forms)
        lane = self.lanes[said, accept] = next(same, None) or Lane(host, forms)
        return lane

    def _line(self, line: bytes) -> tuple[bytes, bytes]:
        """Read one header, or remember it: most are the same in most blocks."""
        match = FIELD.fullmatch(line)
        if match is None or (name := match[1].lower()) in NOT_COMMON:
            return UNCOMMON, b""
        found = (name, match[2].strip()) if name in READ else IGNORED
        if len(line) <= LARGEST_LINE:
            if len(self.lines) >= MOST_LINES:
                self.lines.clear()
            self.lines[line] = found
        return found

    def find(self, block: Block, line: bytes) -> Form | None:
        """Find the page a request line asks for, and keep it in the lane if its address is the page's own."""
        match = LINE.fullmatch(line)
        if match is None:
            return None
        page = self.store.page(block.lane.host, match[1].decode("ascii"))
        if page is None or page.status != 200 or page.large:
            return None
        form = self.store.form(page, block.lane.forms)
        if form and match[2] is None and page.kept:
            block.pages[line] = form
            page.lanes.append((block.pages, line))
        return form
