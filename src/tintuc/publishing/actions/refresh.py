"""Bakes the pages of an archive again, bit by bit, when all of them would look different."""

from __future__ import annotations

import contextlib
import time

from django.db import transaction

from tintuc.jobs.queue import enqueue
from tintuc.network.models import Site
from tintuc.publishing import generation
from tintuc.publishing.actions.bake import BakingFailed, bake_pages
from tintuc.publishing.bakery import PageRef
from tintuc.publishing.models import BakedFile

JOB = "publishing.refresh"
#: Less urgent than anything a reader or an editor waits for.
PRIORITY = -10
#: Seconds of work after which a release gets its turn.
SPELL = 0.2
#: Rows of the manifest that are looked at together.
LOOKED_AT = 48
#: In place of the host of a site that is no more; no host is called so.
NOBODYS = "."


def begin(tag: str) -> None:
    """Have every page that ``tag`` touches (``all``, or ``brand:`` and a site) baked again. Old files serve on.

    ``all`` passes over pages that were made with today's templates already, so a second time costs little. A beginning
    takes the place of one that is under way for the same pages. With a site's own pages go those of hosts that no site
    has any more: of this one under its former name, or of one that was deleted.
    """
    host = ""
    if tag != "all":
        host = Site.objects.filter(pk=int(tag.partition(":")[2])).values_list("host", flat=True).first() or NOBODYS
    enqueue(JOB, {"host": host}, key=host or "all", priority=PRIORITY, anew=True)


def refresh(host: str = "", newest: int | None = None, last: int = 0) -> None:
    """Bake for a short while, and leave the rest to a job that knows how far this one came."""
    until = time.monotonic() + SPELL
    known = set(Site.objects.values_list("host", flat=True))
    while True:
        rows = _next(newest, last)
        if not rows:
            return
        newest, last = rows[-1].newest, rows[-1].pk
        if host:  # cold pages, too: another brand may move their addresses
            stale = [row for row in rows if row.host == host or row.host not in known]
        else:  # a cold page is baked with today's templates anyway, when somebody asks
            stale = [row for row in rows if row.generation != generation.current() and not row.cold]
        with contextlib.suppress(BakingFailed):  # named in the log; the page keeps its old file, and the others go on
            bake_pages([PageRef(row.kind, row.owner, row.key) for row in stale], patient=True)
        if time.monotonic() >= until:
            break
    with transaction.atomic():
        enqueue(JOB, {"host": host, "newest": newest, "last": last}, key=host or "all", priority=PRIORITY)


def _next(newest: int | None, last: int) -> list[BakedFile]:
    """The next pages of all hosts in the order of what they are about: those after (``newest``, ``last``)."""
    rows = BakedFile.objects.order_by("-newest", "-pk")
    if newest is not None:
        same = list(rows.filter(newest=newest, pk__lt=last)[:LOOKED_AT])
        return same or list(rows.filter(newest__lt=newest)[:LOOKED_AT])
    return list(rows[:LOOKED_AT])
