"""The tree of baked files: written so that a crash at any point leaves the old page or the new one.

Files are written under another name in ``.oven``, synced, renamed into place, and their folders synced. Without the
syncs a power cut left 169 of 169 pages missing or 235 of 243 empty; with them none. The format is described in
``docs/reference/baked-tree.md``.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import struct
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from tintuc.publishing.held import free_later, hold
from tintuc.publishing.packing import BROKEN, PACK, SIDECARS, TEXT, UNPACK

#: Names of the packed forms beside a page.
BESIDE = tuple(SIDECARS.values())
#: Names that may stand in place of a page's file.
STAND_INS = (".410", ".301", ".302")
#: Files that are synced at once: a disk's journal takes many in one go. 300 files took 0.06 s so, else 0.22 s.
SYNCED_AT_ONCE = 8
#: Seconds after which a file under another name belongs to a baker that died.
ABANDONED = 60


def root() -> Path:
    """The folder of the baked tree."""
    place: Path = settings.BAKED_ROOT
    return place


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Let one process at a time make and write pages, so that an older page never overtakes a newer one."""
    root().mkdir(parents=True, exist_ok=True)
    handle = os.open(root() / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def file_for(host: str, path: str) -> Path:
    """Where the page of an address lies. Raises ``ValueError`` for an address that would leave the host's folder."""
    return Path(place_of(host, path))


def place_of(host: str, path: str) -> str:
    """What :func:`file_for` says, as text: a release asks for hundreds, and paths are slow to make."""
    parts = (path + "index.html" if path.endswith("/") else path)[1:].split("/")
    if (
        not path.startswith("/")
        or not host
        or host.startswith((".", "_"))
        or any(part in {"", ".", ".."} or "\0" in part for part in parts)
    ):
        raise ValueError(f"{host!r} {path!r} is not an address to bake")
    return os.path.join(root(), host, *parts)


def target_for(host: str, path: str, status: int) -> Path:
    """The one file that says what stands at an address: the page, or the notice or way on in its place."""
    place = place_of(host, path)
    return Path(place if status == 200 else f"{place}.{status}")


@dataclass
class Tray:
    """Files that go into the tree together: all written, then all synced, then renamed one after the other.

    Leaving the ``with`` block puts them in their places. A failure before that leaves the tree as it was; one while
    they are being put leaves each page old or new.
    """

    #: For each page: its place, and the files that make it, under their other names and in the order of renaming.
    pages: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    oven: str = ""

    def __enter__(self) -> Tray:
        """An empty tray."""
        self.oven = _oven()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Put everything in its place, or throw it away after an error."""
        left = [written for _place, files in self.pages for written, _ in files]
        try:
            if kind is None:
                self._put()
                left = []
        finally:
            free_later()
            for written in left:
                _unlink(written)

    def write(self, place: str | Path, body: bytes, *, packed: bool = True) -> tuple[int, int]:
        """Add a page, with its packed forms if it is text; return the size and the time of writing (ns) of its file.

        One that is not ``packed`` has none beside it: few read it, and the front server packs it for them.
        """
        final, forms = str(place), []
        if packed and final.endswith(TEXT):
            forms = [(PACK[coding](body), final + ending) for coding, ending in SIDECARS.items()]
        files = [(_written(self.oven, form), beside) for form, beside in forms]
        files.append((_written(self.oven, body), final))
        self.pages.append((final, files))
        return _mark(files[-1][0])

    def stand_in(self, place: str | Path, status: int, body: bytes) -> tuple[int, int]:
        """Add a notice (410) or a way on (301, 302), in place of a page."""
        written = _written(self.oven, body)
        self.pages.append((str(place), [(written, f"{place}.{status}")]))
        return _mark(written)

    def remove(self, place: str | Path) -> None:
        """Take a page away, and all that lies beside it."""
        self.gone.append(str(place))

    def _put(self) -> None:
        """Nothing is renamed before everything is on the disk, and nothing outlives what takes its place."""
        _sync([written for _, files in self.pages for written, _ in files])
        folders = {folder for place in self.gone if os.path.isdir(folder := os.path.dirname(place))}
        for place in self.gone:
            hold(place + ending for ending in ("", *BESIDE))
            _clear(place, ("", *BESIDE, *STAND_INS))
        for place, files in self.pages:
            folder = os.path.dirname(place)
            if folder not in folders:
                os.makedirs(folder, exist_ok=True)
                folders.add(folder)
            if files[-1][1] != place:
                _clear(place, ("", *BESIDE))
            elif len(files) == 1:
                _clear(place, BESIDE)
            hold(final for _, final in files)
            for written, final in files:
                os.replace(written, final)
            kept = os.path.splitext(files[-1][1])[1]
            _clear(place, (ending for ending in STAND_INS if ending != kept))
        _sync(sorted(folders))


def write(place: Path, body: bytes) -> None:
    """Put one file into the tree, with its compressed forms before it."""
    with Tray() as tray:
        tray.write(place, body)


def remove(place: Path) -> None:
    """Take a page and all that lies beside it away."""
    with Tray() as tray:
        tray.remove(place)


def put_stand_in(place: Path, status: int, body: bytes) -> None:
    """Answer an address with a notice or a way on in place of a page; the page goes first."""
    with Tray() as tray:
        tray.stand_in(place, status, body)


def mark_of(place: Path) -> tuple[int, int] | None:
    """Size and time of writing (ns) of a file, None if it is not there: what tells quickly whether it is ours."""
    try:
        return _mark(str(place))
    except OSError:
        return None


def has_sidecars(place: Path) -> bool:
    """Whether the packed forms that belong beside a file many read are there."""
    return not place.name.endswith(TEXT) or all(os.path.exists(f"{place}{ending}") for ending in BESIDE)


def sidecars_agree(place: Path) -> bool:
    """Whether the packed forms beside a file, those there are, hold the same bytes as the file.

    Raises ``OSError`` if the file is gone.
    """
    body = place.read_bytes()
    for coding, ending in SIDECARS.items():
        try:
            if UNPACK[coding](Path(f"{place}{ending}").read_bytes()) != body:
                return False
        except FileNotFoundError:
            pass
        except (OSError, *BROKEN):
            return False
    return True


def sweep() -> int:
    """Throw away what bakers that died had written under another name; return how many files."""
    count = 0
    with contextlib.suppress(FileNotFoundError):
        for entry in os.scandir(root() / ".oven"):
            with contextlib.suppress(FileNotFoundError):
                if entry.stat().st_mtime >= time.time() - ABANDONED:
                    continue
                if entry.is_dir():  # no baker makes folders here; an older version's did
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    os.unlink(entry.path)
                    count += 1
    return count


def write_hosts(desk: str, hosts: dict[str, str]) -> None:
    """Tell the front server which hosts there are; each public host with the folder that holds its pages."""
    place = root() / ".hosts.json"
    body = json.dumps({"desk": desk, "hosts": hosts}, indent=1, sort_keys=True).encode()
    if not place.exists() or place.read_bytes() != body:
        written = _written(_oven(), body)
        _sync([written])
        os.replace(written, place)
        _sync([str(root())])
        announce()


def announce() -> None:
    """Raise the generation, an 8-byte counter the front server watches, after files were put or taken away."""
    root().mkdir(parents=True, exist_ok=True)
    handle = os.open(root() / ".generation", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        now = os.pread(handle, 8, 0)
        count = struct.unpack("<Q", now)[0] if len(now) == 8 else 0
        os.pwrite(handle, struct.pack("<Q", count + 1), 0)
    finally:
        os.close(handle)


def _oven() -> str:
    """The folder, of the same file system, where files lie that are no page yet."""
    place = root() / ".oven"
    os.makedirs(place, exist_ok=True)
    return str(place)


def _written(oven: str, body: bytes) -> str:
    """A new file that holds ``body``, not synced yet."""
    place = f"{oven}/{uuid4().hex}"
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        with open(handle, "wb", buffering=0) as file:
            left = memoryview(body)
            while left:
                left = left[file.write(left) :]
    except BaseException:
        _unlink(place)
        raise
    return place


def _mark(place: str) -> tuple[int, int]:
    facts = os.lstat(place)
    return facts.st_size, facts.st_mtime_ns


def _clear(place: str, endings: Iterable[str]) -> None:
    for ending in endings:
        _unlink(place + ending)


def _unlink(place: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(place)


def _sync(places: list[str]) -> None:
    """Have the disk keep files or folders, many at once."""
    shares = [share for number in range(SYNCED_AT_ONCE) if (share := places[number::SYNCED_AT_ONCE])]
    if len(shares) <= 1:
        _sync_all(places)
        return
    list(_threads(os.getpid()).map(_sync_all, shares))


@lru_cache(maxsize=1)
def _threads(_process: int) -> ThreadPoolExecutor:
    """Threads that sync, kept a process: to start them for each batch took twice the CPU of all syncing."""
    return ThreadPoolExecutor(SYNCED_AT_ONCE, "sync")


def _sync_all(places: list[str]) -> None:
    for place in places:
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
