"""Bakes pages."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from django.db import transaction

from tintuc.publishing import generation, manifest, neighbours, tree
from tintuc.publishing.actions import purge
from tintuc.publishing.bakery import OVENS, Baked, PageRef, gather, is_cold, refs_for
from tintuc.publishing.manifest import Row
from tintuc.publishing.memo import batch
from tintuc.publishing.models import BakedFile

logger = logging.getLogger(__name__)

#: Pages that are made and put in their places together.
BATCH = 160
#: The same for what can wait: a release that comes while an archive is baked waits for no more than these.
SMALL_BATCH = 32
#: Seconds between two batches of what can wait.
GIVE_WAY = 0.01


class BakingFailed(Exception):
    """Some pages could not be baked; the others were. The marks stay, so they are tried again."""


def bake_tags(tags: Iterable[str]) -> int:
    """Bake every page the tags touch, however many; return the number of files that changed."""
    return bake_pages(lambda: refs_for(tags, whole=True))


def bake_pages(refs: Iterable[PageRef] | Callable[[], Iterable[PageRef]], *, patient: bool = False) -> int:
    """Bake pages; return the number of files that changed. One page that fails does not keep the others.

    Pages may be named by a function, which is asked in the first batch and shares what that has read. ``patient`` work
    gives way to releases between two batches. Raises :class:`BakingFailed` after trying every page.
    """
    changed, failed = 0, list[str]()
    rest: Iterator[PageRef] | None = None
    while True:
        with tree.locked(), batch():
            rest = rest or iter(refs() if callable(refs) else refs)
            some = list(islice(rest, SMALL_BATCH if patient else BATCH))
            if not some:
                break
            made = _Batch()
            made.bake(some)
        changed += made.changed
        failed += made.failed
        if patient:
            time.sleep(GIVE_WAY)
    if failed:
        raise BakingFailed("; ".join(failed[:5]))
    return changed


@dataclass
class _Batch:
    """A few pages on their way from the ovens to the tree and the manifest."""

    put: dict[PageRef, Row] = field(default_factory=dict)
    gone: list[int | None] = field(default_factory=list)
    renewed: list[Row] = field(default_factory=list)  #: of pages that stayed as they were though made with other things
    failed: list[str] = field(default_factory=list)
    beside: dict[int, frozenset[int]] = field(default_factory=dict)  #: by placement, what its page shows

    @property
    def changed(self) -> int:
        return len(self.put) + len(self.gone)

    def bake(self, refs: list[PageRef]) -> None:
        known = manifest.known_pages(refs)
        try:
            gather(refs)
        except Exception:  # each page reads for itself then, so that one broken row keeps no other page
            logger.exception("Could not read together what %d pages are made from", len(refs))
        try:
            with tree.Tray() as tray:
                for ref in refs:
                    self._one(ref, known.get(ref), tray)
                self._foretell(known)
        except OSError as error:  # a full or broken disk: the tree is as it was, or some pages are new already
            logger.exception("Could not write %d pages", len(refs))
            self.failed += [f"{_name(ref)}: {error}" for ref in refs]
            self.put, self.gone, self.renewed, self.beside = {}, [], [], {}
        if self.changed:
            tree.announce()
        if self.beside:  # before the manifest: a page that it knows is not asked for its neighbours again
            neighbours.note(self.beside)
        if self.changed:
            self._note(known)
        manifest.write(self.renewed, ("generation", "newest"))

    def _one(self, ref: PageRef, known: Row | None, tray: tree.Tray) -> None:
        try:
            page = OVENS[ref.kind].bake(ref)
            place = tree.place_of(page.host, page.path) if page else None
        except Exception as error:
            logger.exception("Could not bake %s", ref)
            self.failed.append(f"{_name(ref)}: {error}")
            return
        if known and (page is None or (known.host, known.path) != (page.host, page.path)):
            tray.remove(tree.place_of(known.host, known.path))
            if page is None:
                self.gone.append(known.pk)
        if page is None or place is None:
            return
        body = page.location.encode() if page.location else page.body
        row = _row(ref, page, body)
        if ref.kind == "article" and (known is None or _made(known) != _made(row)):
            self.beside[int(ref.key)] = page.beside
        if known and _is_the_same(known, row):
            if known.generation != row.generation:
                self.renewed.append(replace(row, size=known.size, written_ns=known.written_ns))
            return
        row.size, row.written_ns = (
            tray.write(place, body, packed=not is_cold(ref))
            if page.status == 200
            else tray.stand_in(place, page.status, body)
        )
        self.put[ref] = row

    def _foretell(self, known: dict[PageRef, Row]) -> None:
        """Name what is new and cold in the manifest before there is a file, lest nobody takes it away after a crash."""
        new = [row for ref, row in self.put.items() if ref not in known and is_cold(ref)]
        if new:
            with transaction.atomic():
                self._overwrite(new)
                manifest.write([replace(row, digest="", size=0, written_ns=0) for row in new])

    def _overwrite(self, rows: list[Row]) -> None:
        """Forget what else lay at the addresses of new files."""
        mine = {row.ref for row in rows}
        gone = [row.pk for row in manifest.rows_at(row.address for row in rows) if row.ref not in mine]
        if gone:
            BakedFile.objects.filter(pk__in=gone).delete()

    def _note(self, known: dict[PageRef, Row]) -> None:
        """Write the manifest. It comes after the files: a crash between leaves files that are written once more."""
        moved = [row.pk for ref, row in known.items() if ref in self.put and row.address != self.put[ref].address]
        with transaction.atomic():
            BakedFile.objects.filter(pk__in=[*self.gone, *moved]).delete()  # one may lie where another did
            self._overwrite([row for ref, row in self.put.items() if ref not in known or known[ref].pk in moved])
            manifest.write(self.put.values())
            # What an edge holds of a cold page was told when the page went cold; it may hold another address.
            before = [row for ref, row in known.items() if (ref in self.put or row.pk in self.gone) and not row.cold]
            asleep = {row.address for row in known.values() if row.cold}
            changed = {row.address for row in (*before, *self.put.values())}
            purge.note(changed - asleep)


def _made(row: Row) -> tuple[str, str]:
    return row.digest, row.generation


def _row(ref: PageRef, page: Baked, body: bytes) -> Row:
    digest = hashlib.sha256(body).hexdigest()
    named = (ref.kind, ref.owner, ref.key, page.host, page.path, page.status)
    return Row(*named, digest, 0, 0, generation.current(), page.newest)


def _is_the_same(known: Row, row: Row) -> bool:
    """Whether the page stands already, in the very file that was written for it."""
    if (known.host, known.path, known.status, known.digest) != (row.host, row.path, row.status, row.digest):
        return False
    return tree.mark_of(tree.target_for(known.host, known.path, known.status)) == (known.size, known.written_ns)


def _name(ref: PageRef) -> str:
    return f"{ref.kind} {ref.owner} {ref.key}".strip()
