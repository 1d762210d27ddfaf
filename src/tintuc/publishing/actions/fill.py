"""Bakes articles that were never baked, newest first, while nobody waits: what an archive brought."""

from __future__ import annotations

import contextlib
import datetime as dt
import time

from tintuc.jobs.queue import enqueue
from tintuc.network.models import Edition
from tintuc.publishing import queries
from tintuc.publishing.actions.bake import BakingFailed, bake_pages
from tintuc.publishing.bakery import PageRef
from tintuc.publishing.models import BakedFile

JOB = "publishing.fill"
#: Less urgent than anything a reader or an editor waits for.
PRIORITY = -10
#: Seconds of work after which others get their turn.
SPELL = 0.2
LOOKED_AT = 96


def fill(shown_at: str = "", last: int = 0) -> None:
    """Bake for a short while, and leave the rest to a job that knows how far this one came.

    Until its turn comes, a page is baked when the first reader asks for it. Site maps and sitemaps of past days are
    baked only so: few are ever read.
    """
    until = time.monotonic() + SPELL
    while True:
        rows = _next(shown_at, last)
        if not rows:
            return
        at, last, _edition = rows[-1]
        shown_at = at.isoformat()
        known = BakedFile.objects.filter(kind="article", key__in=[str(pk) for _, pk, _ in rows])
        baked = set(known.values_list("key", flat=True))
        with contextlib.suppress(BakingFailed):  # named in the log; it is tried again when a reader asks for it
            bake_pages(
                (PageRef("article", edition, str(pk)) for _, pk, edition in rows if str(pk) not in baked), patient=True
            )
        if time.monotonic() >= until:
            break
    enqueue(JOB, {"shown_at": shown_at, "last": last}, key=JOB, priority=PRIORITY)


def _next(shown_at: str, last: int) -> list[tuple[dt.datetime, int, int]]:
    """Moment, placement and edition of the next in order: those after (``shown_at``, ``last``)."""
    at = dt.datetime.fromisoformat(shown_at) if shown_at else None
    found: list[tuple[dt.datetime, int, int]] = []
    for edition in Edition.objects.all():  # one after the other, since each edition's placements have an index
        rows = queries.public(edition, at).values_list("shown_at", "pk", "edition_id")
        if at:
            same = queries.public(edition).filter(shown_at=at, pk__lt=last)
            found += same.values_list("shown_at", "pk", "edition_id")[:LOOKED_AT]
        found += rows[:LOOKED_AT]
    return sorted(found, key=lambda row: row[:2], reverse=True)[:LOOKED_AT]
