"""Has edges forget addresses whose pages have changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from tintuc.jobs.queue import URGENT, enqueue
from tintuc.network.models import Network
from tintuc.publishing.edges.sending import Refused
from tintuc.publishing.models import Stale
from tintuc.publishing.purge import addresses_at, edges

JOB = "publishing.purge"
#: Changes within this time are told together.
GATHER = dt.timedelta(seconds=1)
#: Requests to one edge by one job; the rest is left to the next, so that no job takes for ever.
ROUNDS = 20


def note(paths: Iterable[tuple[str, str]]) -> None:
    """Write down, in the caller's transaction, that hosts' paths have changed, for every edge before them."""
    changed = list(paths)
    for named in edges():
        rows = [Stale(edge=named.name, host=host, path=path) for host, path in changed if named.serves(host)]
        if rows:
            Stale.objects.bulk_create(rows, batch_size=500)
            moment = timezone.now() + GATHER
            enqueue(JOB, {"edge": named.name}, key=named.name, run_at=moment, priority=URGENT - 1)


def purge(edge: str) -> None:
    """Tell an edge what it is to forget, so many addresses at a time; what it has taken is not told again.

    Raises :class:`Refused`, and the job is tried again; if the edge says when, then. An edge that is described no more
    is told nothing.
    """
    named = next((one for one in edges() if one.name == edge), None)
    if named is None:
        Stale.objects.filter(edge=edge).delete()
        return
    scheme = Network.current().scheme
    for _ in range(ROUNDS):
        rows = list(Stale.objects.filter(edge=edge).order_by("pk")[: named.edge.most])
        if not rows:
            return
        try:
            named.edge.purge(addresses_at(sorted({(row.host, row.path) for row in rows}), named, scheme))
        except Refused as error:
            if error.wait:
                moment = timezone.now() + dt.timedelta(seconds=error.wait)
                enqueue(JOB, {"edge": edge}, key=edge, run_at=moment, priority=URGENT - 1)
                return
            raise
        Stale.objects.filter(pk__in=[row.pk for row in rows]).delete()
    enqueue(JOB, {"edge": edge}, key=edge, priority=URGENT - 1)
