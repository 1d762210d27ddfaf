"""Baked pages in memory, always those that lie on disk now."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from tintuc.publishing.packing import SIDECARS
from tintuc.serving.generation import Generation
from tintuc.serving.page import STAND_INS, Form, Mark, Page, find_page, mark_of

#: Pages in use that are passed over before one of them is forgotten all the same.
MOST_CHANCES = 64
SHARED = {"_a": "_assets", "_m": "_media"}


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
                if (mark := mark_of(place.stat())) != self._hosts_mark:
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
            if page.generation == now or page.is_same():
                page.generation = now
                self.pages.move_to_end(key)
                return page
            self._forget(key)
        place = self._place(folder, target)
        if place is None:
            return None
        page = find_page(place, immutable=target.startswith(("/_a/", "/_m/")), generation=now)
        if page is not None:
            self._keep(key, page)
        return page

    def form(self, page: Page, wanted: tuple[str, ...]) -> Form | None:
        """What :meth:`Page.form` says, counted in."""
        before = page.size
        form = page.form(wanted)
        if page.kept and page.size != before:
            self.used += page.size - before
            self._make_room(page)
        return form

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
