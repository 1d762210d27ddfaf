"""Bakes pages."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from itertools import islice

from django.db import connection, transaction

from tintuc.publishing import generation, tree
from tintuc.publishing.actions import purge
from tintuc.publishing.bakery import OVENS, Baked, PageRef, gather, is_cold, refs_for
from tintuc.publishing.memo import batch
from tintuc.publishing.models import BakedFile, Neighbour

logger = logging.getLogger(__name__)

#: Pages that are made and put in their places together.
BATCH = 160
#: The same for what can wait: a release that comes while an archive is baked waits for no more than these.
SMALL_BATCH = 32
#: Seconds between two batches of what can wait.
GIVE_WAY = 0.01
NAMED = ("kind", "owner", "key")
WRITTEN = ("host", "path", "status", "digest", "size", "written_ns", "generation", "newest")


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

    put: dict[PageRef, BakedFile] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    beside: dict[int, frozenset[int]] = field(default_factory=dict)  #: by placement, what its page shows

    @property
    def changed(self) -> int:
        return len(self.put) + len(self.gone)

    def bake(self, refs: list[PageRef]) -> None:
        known = known_pages(refs)
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
            self.put, self.gone, self.beside = {}, [], {}
        if self.changed:
            tree.announce()
            self._note(known)
        if self.beside:
            self._note_neighbours()

    def _one(self, ref: PageRef, known: BakedFile | None, tray: tree.Tray) -> None:
        try:
            page = OVENS[ref.kind].bake(ref)
            place = tree.file_for(page.host, page.path) if page else None
        except Exception as error:
            logger.exception("Could not bake %s", ref)
            self.failed.append(f"{_name(ref)}: {error}")
            return
        if known and (page is None or (known.host, known.path) != (page.host, page.path)):
            tray.remove(tree.file_for(known.host, known.path))
            if page is None:
                self.gone.append(known.pk)
        if page is None or place is None:
            return
        body = page.location.encode() if page.location else page.body
        file = _file(ref, page, body)
        if ref.kind == "article" and (known is None or _made(known) != _made(file)):
            self.beside[int(ref.key)] = page.beside
        if known and _is_the_same(known, file):
            if known.generation != file.generation:
                BakedFile.objects.filter(pk=known.pk).update(generation=file.generation, newest=file.newest)
            return
        file.size, file.written_ns = (
            tray.write(place, body) if page.status == 200 else tray.stand_in(place, page.status, body)
        )
        self.put[ref] = file

    def _foretell(self, known: dict[PageRef, BakedFile]) -> None:
        """Name what is new and cold in the manifest before there is a file, lest nobody takes it away after a crash."""
        new = [file for ref, file in self.put.items() if ref not in known and is_cold(ref)]
        if new:
            cold = [copy(file) for file in new]
            for file in cold:
                file.digest, file.size, file.written_ns = "", 0, 0
            with transaction.atomic():
                self._overwrite(new)
                BakedFile.objects.bulk_create(cold)

    def _overwrite(self, files: list[BakedFile]) -> None:
        """Forget what else lay at the addresses of new files."""
        if files:
            rows = _rows("host, path", [(file.host, file.path) for file in files])
            mine = {(file.kind, file.owner, file.key) for file in files}
            gone = [row.pk for row in rows if (row.kind, row.owner, row.key) not in mine]
            BakedFile.objects.filter(pk__in=gone).delete()

    def _note(self, known: dict[PageRef, BakedFile]) -> None:
        """Write the manifest. It comes after the files: a crash between leaves files that are written once more."""
        moved = [row.pk for ref, row in known.items() if ref in self.put and _address(row) != _address(self.put[ref])]
        with transaction.atomic():
            BakedFile.objects.filter(pk__in=[*self.gone, *moved]).delete()  # one may lie where another did
            self._overwrite([file for ref, file in self.put.items() if ref not in known or known[ref].pk in moved])
            _write_rows(self.put.values())
            # What an edge holds of a cold page was told when the page went cold; it may hold another address.
            before = [row for ref, row in known.items() if (ref in self.put or row.pk in self.gone) and not row.cold]
            asleep = {_address(row) for row in known.values() if row.cold}
            changed = {_address(file) for file in (*before, *self.put.values())}
            purge.note(changed - asleep)

    def _note_neighbours(self) -> None:
        """Write down what these pages show beside their own articles, as far as it is something else than before."""
        rows = Neighbour.objects.filter(placement__in=self.beside)
        known = {(row.placement, row.article): row.pk for row in rows}
        shown = {(placement, article) for placement, articles in self.beside.items() for article in articles}
        gone = [pk for pair, pk in known.items() if pair not in shown]
        new = [Neighbour(placement=placement, article=article) for placement, article in sorted(shown - known.keys())]
        with transaction.atomic():
            if gone:
                Neighbour.objects.filter(pk__in=gone).delete()
            Neighbour.objects.bulk_create(new, ignore_conflicts=True)


def _made(file: BakedFile) -> tuple[str, str]:
    return file.digest, file.generation


def _address(file: BakedFile) -> tuple[str, str]:
    return file.host, file.path


def _file(ref: PageRef, page: Baked, body: bytes) -> BakedFile:
    return BakedFile(
        kind=ref.kind,
        owner=ref.owner,
        key=ref.key,
        host=page.host,
        path=page.path,
        status=page.status,
        digest=hashlib.sha256(body).hexdigest(),
        generation=generation.current(),
        newest=page.newest,
    )


def _is_the_same(known: BakedFile, file: BakedFile) -> bool:
    """Whether the page stands already, in the very file that was written for it."""
    if (known.host, known.path, known.status, known.digest) != (file.host, file.path, file.status, file.digest):
        return False
    return tree.mark_of(tree.target_for(known.host, known.path, known.status)) == (known.size, known.written_ns)


def known_pages(refs: Iterable[PageRef]) -> dict[PageRef, BakedFile]:
    """Those of the pages that the manifest knows."""
    rows = _rows("kind, owner, key", [(ref.kind, ref.owner, ref.key) for ref in refs])
    return {PageRef(row.kind, row.owner, row.key): row for row in rows}


def _rows(columns: str, values: list[tuple[object, ...]]) -> list[BakedFile]:
    """Rows of the manifest by several columns at once."""
    if not values:
        return []
    table = connection.ops.quote_name(BakedFile._meta.db_table)
    one = "(" + ", ".join(["%s"] * len(values[0])) + ")"
    asked = ", ".join([one] * len(values))
    sql = f"SELECT * FROM {table} WHERE ({columns}) IN (VALUES {asked})"  # noqa: S608 - only marks are put in
    return list(BakedFile.objects.raw(sql, [value for row in values for value in row]))


def _write_rows(files: Collection[BakedFile]) -> None:
    """Write rows of the manifest, new ones or over those of the same pages."""
    if not files:
        return
    table, columns = connection.ops.quote_name(BakedFile._meta.db_table), (*NAMED, *WRITTEN)
    rows = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(files))
    sql = (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES {rows} ON CONFLICT ({', '.join(NAMED)}) "  # noqa: S608 - our own names
        f"DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in WRITTEN)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [getattr(file, name) for file in files for name in columns])


def _name(ref: PageRef) -> str:
    return f"{ref.kind} {ref.owner} {ref.key}".strip()
