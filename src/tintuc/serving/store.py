"""Baked pages in memory, always those that lie on disk now."""

from __future__ import annotations

import hashlib
import json
import os
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from tintuc.serving.generation import Generation
from tintuc.serving.headers import head_of, kind_of

#: Files beyond this many bytes are read anew for each request, so that one picture does not push out a thousand pages.
LARGEST = 1024 * 1024
SIDECARS = (".br", ".gz")
STAND_INS = {".410": 410, ".301": 301, ".302": 302}
SHARED = {"_a": "_assets", "_m": "_media"}


@dataclass(slots=True)
class Form:
    """One form of a page, ready to go out."""

    head: bytes  #: headers but for the status line and the date
    body: bytes
    etag: str


@dataclass(slots=True)
class Page:
    """A page in all its forms."""

    status: int
    forms: dict[str, Form]  #: by content coding; the plain one under the empty string
    mark: tuple[int, int, int]  #: what tells its file from any other
    generation: int
    size: int = 0


@dataclass(frozen=True)
class Hosts:
    """Whose host is whose."""

    desk: str
    folders: dict[str, str]


class Store:
    """Finds pages by host and path. Holds at most ``memory`` bytes of them, those asked for last."""

    def __init__(self, baked: Path, memory: int, static: Path | None = None) -> None:
        self.baked, self.memory, self.static = baked, memory, static
        self.generation = Generation(baked)
        self.pages: OrderedDict[tuple[str, str], Page] = OrderedDict()
        self.used = 0
        self._hosts = Hosts("", {})
        self._hosts_mark: tuple[int, int] | None = None
        self._hosts_generation: int | None = None

    def hosts(self) -> Hosts:
        """The network's hosts as the baker last wrote them."""
        now = self.generation.now()
        if now != self._hosts_generation:
            self._hosts_generation = now
            try:
                found = (self.baked / ".hosts.json").stat()
                if (found.st_mtime_ns, found.st_ino) != self._hosts_mark:
                    data = json.loads((self.baked / ".hosts.json").read_bytes())
                    self._hosts = Hosts(data["desk"], data["hosts"])
                    self._hosts_mark = (found.st_mtime_ns, found.st_ino)
            except (OSError, ValueError, KeyError):
                pass  # not written yet: what was known stays known
        return self._hosts

    def page(self, folder: str, target: str) -> Page | None:
        """The page at ``target`` (path without query) in a host's folder, or None if nothing is baked there."""
        key = (folder, target)
        now = self.generation.now()
        page = self.pages.get(key)
        if page is not None:
            if page.generation == now:
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

    def is_folder(self, folder: str, target: str) -> bool:
        """Whether a slash is all that is missing from the address of a page."""
        place = self._place(folder, target + "/")
        return place is not None and place.is_file()

    def _place(self, folder: str, target: str) -> Path | None:
        """The file of an address; None for what is hidden, a sidecar, or outside the folder."""
        try:
            path = unquote(target, errors="strict") if "%" in target else target
        except UnicodeDecodeError:
            return None
        if path.endswith("/"):
            path += "index.html"
        parts = path.split("/")[1:]
        if "\0" in path or any(not part or part[0] == "." for part in parts):
            return None
        if parts[-1].endswith((*SIDECARS, *STAND_INS)):
            return None
        if folder == "":
            return self.static.joinpath(*parts[1:]) if self.static else None
        if parts[0] in SHARED:
            return self.baked.joinpath(SHARED[parts[0]], *parts[1:]) if len(parts) > 1 else None
        return self.baked.joinpath(folder, *parts)

    def _keep(self, key: tuple[str, str], page: Page) -> None:
        if page.size > min(LARGEST, self.memory):
            return
        self.pages[key] = page
        self.used += page.size
        while self.used > self.memory:
            self._forget(next(iter(self.pages)))

    def _forget(self, key: tuple[str, str]) -> None:
        self.used -= self.pages.pop(key).size


def _read(place: Path, *, immutable: bool, generation: int) -> Page | None:
    status = 200
    found = _open(place)
    if found is None:
        for ending, code in STAND_INS.items():
            if (found := _open(place.with_name(place.name + ending))) is not None:
                status = code
                break
        else:
            return None
    body, mark = found
    kind = kind_of(place.name)
    forms = {"": _form(body, "", kind, status, immutable=immutable)}
    if status == 200:
        for coding, ending in (("br", ".br"), ("gzip", ".gz")):
            if (packed := _open(place.with_name(place.name + ending))) is not None:
                forms[coding] = _form(packed[0], coding, kind, status, immutable=immutable)
    return Page(status, forms, mark, generation, sum(len(form.body) + len(form.head) for form in forms.values()))


def _form(body: bytes, coding: str, kind: str, status: int, *, immutable: bool) -> Form:
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    return Form(
        head_of(body, coding, kind, etag, status, immutable=immutable), b"" if status in (301, 302) else body, etag
    )


def _open(place: Path) -> tuple[bytes, tuple[int, int, int]] | None:
    try:
        handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        found = os.fstat(handle)
        if not os.path.isfile(place):
            return None
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(), (found.st_mtime_ns, found.st_size, found.st_ino)
    finally:
        os.close(handle)
