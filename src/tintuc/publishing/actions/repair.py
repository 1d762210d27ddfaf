"""Makes the tree agree with the manifest again, after a power cut or a hand in the files."""

from __future__ import annotations

import contextlib
import hashlib
import time
from pathlib import Path

from tintuc.jobs.queue import enqueue
from tintuc.network.hosts import site_hosts
from tintuc.network.models import Network, Site
from tintuc.publishing import tree
from tintuc.publishing.actions.bake import BakingFailed, bake_pages
from tintuc.publishing.actions.put_off import put_off
from tintuc.publishing.bakery import PageRef, is_cold
from tintuc.publishing.models import BakedFile

JOB = "publishing.repair"
#: Less urgent than anything a reader or an editor waits for.
PRIORITY = -20
#: Rows looked at together, and seconds of work after which others get their turn.
LOOKED_AT = 500
SPELL = 0.2


def repair() -> int:
    """Bake every page whose file is missing or other than the manifest says, byte for byte; return how many.

    What lies where a page is cold is of an older tree, and is taken away.
    """
    tree.sweep()
    mended, last = 0, 0
    while rows := list(BakedFile.objects.filter(pk__gt=last).order_by("pk")[:LOOKED_AT]):
        mended += _mend([row for row in rows if not _has_its_bytes(row)])
        last = rows[-1].pk
    return mended


def look_over(budget: float) -> int:
    """Mend what is missing or has another size or time, the newest first, for at most ``budget`` seconds.

    What was written by the baker and synced can be nothing else after a power cut. The rest of the archive, and every
    byte of all files, is looked at by jobs. Returns how many were mended.
    """
    tree.sweep()
    until, mended, last = time.monotonic() + budget, 0, None
    while rows := _before(last):
        last = rows[-1].pk
        mended += _mend([row for row in rows if not _looks_right(row)])
        if time.monotonic() > until:
            break
    enqueue(JOB, {"before": last, "bytes_too": False}, key=JOB, priority=PRIORITY)
    return mended


def look_on(before: int | None = None, bytes_too: bool = False) -> None:
    """Go on looking where the job before ended: once over sizes and times, then over every byte."""
    until, last = time.monotonic() + SPELL, before
    while rows := _before(last):
        last = rows[-1].pk
        _mend([row for row in rows if not (_has_its_bytes(row) if bytes_too else _looks_right(row))])
        if time.monotonic() > until:
            enqueue(JOB, {"before": last, "bytes_too": bytes_too}, priority=PRIORITY)
            return
    if not bytes_too:
        enqueue(JOB, {"bytes_too": True}, priority=PRIORITY)


def _before(last: int | None) -> list[BakedFile]:
    rows = BakedFile.objects.order_by("-pk")
    return list((rows if last is None else rows.filter(pk__lt=last))[: LOOKED_AT // 5])


def _mend(broken: list[BakedFile]) -> int:
    """Bake again; a page that cannot be baked keeps its row, so that it is found again. A cold one is taken away."""
    refs = {file.pk: PageRef(file.kind, file.owner, file.key) for file in broken}
    cold = [file.pk for file in broken if file.cold]
    if cold:
        with tree.locked():
            put_off([refs.pop(pk) for pk in cold])
    if refs:
        BakedFile.objects.filter(pk__in=refs).update(size=0, written_ns=0)
        with contextlib.suppress(BakingFailed):  # each is named in the log
            bake_pages(refs.values(), patient=True)
    return len(broken)


def _looks_right(file: BakedFile) -> bool:
    place = tree.target_for(file.host, file.path, file.status)
    if file.cold:
        return not place.exists()
    return tree.mark_of(place) == (file.size, file.written_ns) and _has_its_forms(file, place)


def _has_its_bytes(file: BakedFile) -> bool:
    if file.cold:
        return _looks_right(file)
    place = tree.target_for(file.host, file.path, file.status)
    try:
        same = hashlib.sha256(place.read_bytes()).hexdigest() == file.digest
        return same and _has_its_forms(file, place) and tree.sidecars_agree(place)
    except OSError:  # it may be taken away while it is read
        return False


def _has_its_forms(file: BakedFile, place: Path) -> bool:
    """Whether packed forms lie beside a page that many read."""
    return tree.has_sidecars(place) or is_cold(PageRef(file.kind, file.owner, file.key))


def write_hosts() -> None:
    """Tell the front server the network's hosts as the database has them now."""
    folders = dict(Site.objects.values_list("pk", "host"))
    tree.write_hosts(Network.current().desk_host, {host: folders[site] for host, site in site_hosts().items()})
