"""The rows of an audit of a baked tree: what readers' pages say, and whether they are the pages that were baked.

Pages are read without Django, in other processes. The manifest, the re-rendered page and waivers are the newsroom's;
without one only the pages are read.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import brotli

from tintuc.checks import Dossier, Profile, Served, catalogue, run
from tintuc.checks.audit import Row
from tintuc.config.dossiers import dossier_of
from tintuc.intake.copy import Unreadable
from tintuc.intake.page import read_page
from tintuc.publishing.packing import SIDECARS

#: Files that one process takes at a time.
CHUNK = 25
#: Bytes of a page, packed or not, that are read. The largest page of a newspaper has a tenth of that.
MOST = 20_000_000
#: Folders of the tree that hold no pages.
NOT_PAGES = frozenset({"_assets", "_media"})
STAND_INS = {".410": 410, ".301": 301, ".302": 302}
PACKED = tuple(SIDECARS.values())
#: How a page says that it is an article. Lists, maps and standing pages quote headlines: what holds there has been
#: found in the article.
ARTICLE = re.compile(rb"""property=["']?og:type["']?\s+content=["']?article\b|"@type"\s*:\s*"(?:News)?Article\"""")
#: Characters of a line that differs which are shown, from a little before the first that does.
SHOWN, BEFORE = 120, 30


@dataclass(frozen=True)
class Entry:
    """A line of the manifest."""

    digest: str
    status: int
    kind: str
    owner: int
    key: str


@dataclass(frozen=True)
class Item:
    """One file to look at, as it is handed to a process."""

    root: str
    file: str  #: under the root
    host: str
    path: str
    status: int
    checks: tuple[str, ...]
    every: bool  #: read pages that are no articles too
    compare: bool  #: there is a manifest
    entry: Entry | None = None
    profile: dict[str, Any] | None = None
    edition: str = ""
    section: str = ""
    url: str = ""


class Told(NamedTuple):
    """What came of one file; no row for one that is sound and no article."""

    row: Row | None
    compared: bool


@dataclass(frozen=True)
class Selection:
    """Which files."""

    every: bool = False
    editions: frozenset[str] = frozenset()  #: ``site/language`` as ``label`` has them; empty: all
    since: float | None = None  #: changed since, as a file's time
    limit: int | None = None


def files(root: Path, since: float | None = None) -> Iterator[str]:
    """Every file of a page under the root, in order; forms that are packed stand with the file they are packed from."""
    for folder, folders, names in os.walk(root):
        here = Path(folder).relative_to(root)
        folders[:] = sorted(name for name in folders if not (here == Path() and (name in NOT_PAGES or name[0] == ".")))
        there = set(names)
        for name in sorted(names):
            packed = name.endswith(PACKED) and name.rsplit(".", 1)[0] in there
            if here == Path() or packed:
                continue
            if since is None or _changed(root / here / name) >= since:
                yield (here / name).as_posix()


def _changed(place: Path) -> float:
    try:
        return place.lstat().st_mtime
    except OSError:
        return float("inf")


def address(file: str) -> tuple[str, str, int]:
    """Host, path and status of a file of the tree."""
    host, _, path = file.partition("/")
    status = 200
    for ending, answer in STAND_INS.items():
        if path.endswith(ending):
            path, status = path.removesuffix(ending), answer
    if path == "index.html" or path.endswith("/index.html"):
        path = path.removesuffix("index.html")
    return host, f"/{path}", status


class Tree:
    """A baked tree, and the newsroom's knowledge of it if there is a newsroom."""

    def __init__(self, root: Path, selection: Selection, checks: tuple[str, ...], newsroom: Newsroom | None) -> None:
        self.root, self.selection, self.checks, self.newsroom = root, selection, checks, newsroom
        self.compared = 0

    def tasks(self) -> Iterator[list[Item]]:
        """The files in chunks, each with its line of the manifest."""
        chunk: list[str] = []
        left = self.selection.limit
        for file in files(self.root, self.selection.since):
            if left is not None and left <= 0:
                break
            if not self._wanted(file):
                continue
            chunk.append(file)
            left = None if left is None else left - 1
            if len(chunk) == CHUNK:
                yield self._items(chunk)
                chunk = []
        if chunk:
            yield self._items(chunk)

    def _wanted(self, file: str) -> bool:
        return not self.selection.editions or self.label(*address(file)[:2]) in self.selection.editions

    def label(self, host: str, path: str) -> str:
        """The edition of an address: site and language as the newsroom calls them, else host and first folder."""
        folder = path[1:].partition("/")[0] if path.count("/") > 1 else ""
        known = self.newsroom.editions.get((host, folder)) if self.newsroom else None
        return known[0] if known else f"{host}/{folder}" if folder else host

    def _items(self, chunk: list[str]) -> list[Item]:
        addresses = [address(file) for file in chunk]
        entries = self.newsroom.entries(addresses) if self.newsroom else {}
        items: list[Item] = []
        for file, (host, path, status) in zip(chunk, addresses, strict=True):
            folder, shelf = (*path.split("/")[1:-1], "", "")[:2]
            known = self.newsroom.editions.get((host, folder)) if self.newsroom else None
            section = self.newsroom.sections.get((host, folder, shelf)) if self.newsroom else None
            items.append(
                Item(
                    root=str(self.root),
                    file=file,
                    host=host,
                    path=path,
                    status=status,
                    checks=self.checks,
                    every=self.selection.every,
                    compare=self.newsroom is not None,
                    entry=entries.get((host, path)),
                    profile=known[1] if known else None,
                    edition=self.label(host, path),
                    section=section or (f"{host}/{shelf}" if shelf else ""),
                    url=self.newsroom.url(host, path) if self.newsroom else (self.root / file).absolute().as_uri(),
                )
            )
        return items

    def row(self, item: Item, told: Told) -> Row | None:
        """The row of a file, once the newsroom has been asked about what does not agree."""
        self.compared += told.compared
        if self.newsroom and told.row and any(one["check"] == "page.tampered" for one in told.row.findings):
            told = self.newsroom.look_again(item, self.root)
        if self.newsroom and told.row and told.row.held:
            return self.newsroom.with_waivers(item, told.row)
        return told.row

    def gone(self) -> Iterator[Row]:
        """A row for each line of the manifest without its file; none where only some files are looked at."""
        partial = self.selection.limit is not None or self.selection.since is not None
        if self.newsroom is None or partial or (self.checks and "page.tampered" not in self.checks):
            return
        for host, path, entry in self.newsroom.manifest():
            file = file_of(host, path, entry.status)
            if self._wanted(file) and not (self.root / file).exists():
                [item] = self._items([file])
                if (told := self.newsroom.look_again(item, self.root)).row:
                    yield told.row


def file_of(host: str, path: str, status: int) -> str:
    """The file of an address under the root."""
    ending = "" if status == 200 else f".{status}"
    return f"{host}{path}{'index.html' if path.endswith('/') else ''}{ending}"


def look(item: Item) -> Told:
    """Read one file and compare it; a file that cannot be read is a row that says so."""
    try:
        return examine(item)
    except (Unreadable, OSError) as error:
        return failed(item, str(error))
    except Exception as error:
        return failed(item, f"{type(error).__name__}: {error}")


def failed(item: Item, why: str) -> Told:
    """What came of a file that could not be read."""
    return Told(Row(item.file, edition=item.edition, url=item.url, error=why), False)


def examine(item: Item, baked: bytes | None = None) -> Told:
    """Read one file and compare it with the manifest, and with the page as it was ``baked`` where that is at hand."""
    place = Path(item.root, item.file)
    served = _served(item, place, baked) if item.compare else ()
    wrong = any(one.found != one.baked for one in served)
    name = place.name.removesuffix(f".{item.status}")
    page = _contents(place) if name.endswith(".html") and item.status == 200 and place.exists() else None
    read = page is not None and bool(item.every or ARTICLE.search(page))
    if page is not None and read:
        copy = read_page(page)
        dossier = replace(dossier_of(copy), served=served)
        headline, language = copy.headline, copy.language
    elif wrong:
        dossier, headline, language = Dossier(language="und", served=served), "", ""
    else:
        return Told(None, bool(served))
    ids = item.checks or tuple(catalogue())
    checks = [catalogue()[ident] for ident in ids if read or ident == "page.tampered"]
    report = run(dossier, Profile.from_data(item.profile or {}), checks)
    return Told(
        Row(
            name=item.file,
            headline=headline,
            language=language,
            edition=item.edition,
            section=item.section,
            url=item.url,
            findings=tuple(seen.as_json() | {"title": seen.check.title, "waiver": None} for seen in report.seen),
            times=report.times,
        ),
        bool(served),
    )


def _served(item: Item, place: Path, baked: bytes | None) -> tuple[Served, ...]:
    """The file and its packed forms against the manifest. A form that is sound shows what the others should say."""
    entry = item.entry if item.entry and item.entry.status == item.status else None
    forms: dict[str, bytes | None] = {item.file: _contents(place) if place.exists() else None}
    for ending in PACKED:
        packed = place.with_name(place.name + ending)
        if packed.exists():
            forms[f"{item.file}{ending}"] = _unpacked(packed)
    if entry is None:
        return tuple(Served(name, _digest(body)) for name, body in forms.items())
    sound = baked or next((body for body in forms.values() if _digest(body) == entry.digest), None)
    return tuple(_one(name, body, entry.digest, sound) for name, body in forms.items())


def _one(name: str, body: bytes | None, digest: str, sound: bytes | None) -> Served:
    found = _digest(body)
    if found == digest or body is None or sound is None:
        return Served(name, found, digest)
    return Served(name, found, digest, *first_difference(body, sound))


def first_difference(found: bytes, baked: bytes) -> tuple[int, str, str]:
    """Number of the first line that differs, what it says, and what it said; 0 if none does once it is decoded."""
    ours, theirs = (body.decode("utf-8", "backslashreplace").split("\n") for body in (found, baked))
    for number in range(max(len(ours), len(theirs))):
        says, said = ("".join(lines[number : number + 1]) for lines in (ours, theirs))
        if says != said or number >= min(len(ours), len(theirs)):
            column = next((at for at, pair in enumerate(zip(says, said, strict=False)) if pair[0] != pair[1]), None)
            begin = max(0, (min(len(says), len(said)) if column is None else column) - BEFORE)
            return number + 1, _part(says, begin), _part(said, begin)
    return 0, "", ""


def _part(line: str, begin: int) -> str:
    shown = "…" * bool(begin) + line[begin : begin + SHOWN] + "…" * (len(line) > begin + SHOWN)
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in shown)


def _contents(place: Path) -> bytes:
    status = place.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError("this is no regular file")
    if status.st_size > MOST:
        raise OSError(f"this has {status.st_size} bytes, more than are read ({MOST})")
    return place.read_bytes()


def _unpacked(place: Path) -> bytes:
    """What a packed form holds; its own bytes if it cannot be unpacked, so that it shows as another."""
    packed = _contents(place)
    try:
        if place.suffix == ".gz":
            with gzip.open(place) as file:
                body = file.read(MOST + 1)
        else:
            body = brotli.Decompressor().process(packed, output_buffer_limit=MOST + 1)
    except (OSError, EOFError, zlib.error, brotli.error):
        return packed
    return bytes(body) if len(body) <= MOST else packed


def _digest(body: bytes | None) -> str:
    return "" if body is None else hashlib.sha256(body).hexdigest()


class Newsroom:
    """What the newsroom that baked a tree knows of it. Django must be loaded."""

    def __init__(self) -> None:
        from tintuc.network.models import Edition, Network, Section

        self.network = Network.current()
        #: Label and profile by host and first folder.
        self.editions = {
            (edition.site.host, edition.speech.path): (f"{edition.site.key}/{edition.language}", edition.profile)
            for edition in Edition.objects.select_related("site")
        }
        #: Label by host and the first two folders.
        self.sections = {
            (section.edition.site.host, section.edition.speech.path, section.slug): (
                f"{section.edition.site.key}/{section.key}"
            )
            for section in Section.objects.select_related("edition__site")
        }

    def url(self, host: str, path: str) -> str:
        """The address readers have."""
        return self.network.address(host, path)

    def entries(self, addresses: list[tuple[str, str, int]]) -> dict[tuple[str, str], Entry]:
        """Lines of the manifest by host and path."""
        from tintuc.publishing.models import BakedFile

        found = {}
        for host, group in groupby(sorted(addresses), key=lambda row: row[0]):
            for file in BakedFile.objects.filter(host=host, path__in=[path for _, path, _ in group]):
                found[file.host, file.path] = _entry(file)
        return found

    def manifest(self) -> Iterator[tuple[str, str, Entry]]:
        """Every line, with host and path. No query stays open between two of them."""
        from tintuc.publishing.models import BakedFile

        last = 0
        while files := list(BakedFile.objects.exclude(digest="").filter(pk__gt=last).order_by("pk")[:500]):
            yield from ((file.host, file.path, _entry(file)) for file in files)
            last = files[-1].pk

    def look_again(self, item: Item, root: Path) -> Told:
        """Look again, while nothing is baked, at a file that does not agree; show the line if the page is at hand."""
        from contextlib import nullcontext

        from tintuc.publishing import tree

        own = tree.root().resolve() == root.resolve()
        with tree.locked() if own else nullcontext():
            item = replace(item, entry=self.entries([(item.host, item.path, item.status)]).get((item.host, item.path)))
            told = look(item)
            gone = not Path(root, item.file).exists()
        if gone and (item.entry is None or item.entry.status != item.status):
            return Told(None, told.compared)  # it was taken away meanwhile, as it should be
        page = self._rendered(item.entry) if told.row and item.entry and not gone else None
        try:
            return examine(item, page) if page is not None else told
        except (Unreadable, OSError) as error:
            return failed(item, str(error))

    def _rendered(self, entry: Entry) -> bytes | None:
        """The page made anew, if it is the very one the manifest names: figures of reads move on."""
        from tintuc.publishing.bakery import OVENS, PageRef

        try:
            page = OVENS[entry.kind].bake(PageRef(entry.kind, entry.owner, entry.key))
        except Exception:
            return None
        body = None if page is None else page.location.encode() if page.location else page.body
        return body if body is not None and _digest(body) == entry.digest else None

    def with_waivers(self, item: Item, row: Row) -> Row:
        """The row of an article with what its editors have waived, and the way to its screen."""
        from django.utils import timezone

        from tintuc.config.audit_archive import desk_address
        from tintuc.integrity.models import Waiver
        from tintuc.integrity.queries import NEVER_WAIVED, as_data
        from tintuc.stories.models import Placement

        if not item.entry or item.entry.kind != "article" or not item.entry.key.isdigit():
            return row
        article = Placement.objects.filter(pk=int(item.entry.key)).values_list("article", flat=True).first()
        waivers = {
            waiver.fingerprint: as_data(waiver)
            for waiver in Waiver.objects.filter(article=article, taken_back_at=None).select_related("by")
            if waiver.holds_at(timezone.now()) and waiver.check_id not in NEVER_WAIVED
        }
        findings = tuple(finding | {"waiver": waivers.get(finding["fingerprint"])} for finding in row.findings)
        desk_url = desk_address(self.network, "wagtailsnippets_stories_article:edit", article) if article else ""
        return replace(row, findings=findings, desk_url=desk_url)


def _entry(file: Any) -> Entry:
    return Entry(file.digest, file.status, file.kind, file.owner, file.key)
