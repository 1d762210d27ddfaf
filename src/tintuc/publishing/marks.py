"""Remembers what has to be baked again."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from tintuc.jobs.queue import URGENT, enqueue
from tintuc.jobs.together import at_end
from tintuc.publishing.models import Mark

#: Lists are baked at most once in this time: the first change at once, and ten that follow it together.
GATHER = dt.timedelta(seconds=1)
JOB = "publishing.bake"
#: Bakes, or takes away, one page that no tag leads to any more.
PAGE_JOB = "publishing.bake_page"
PRIORITY = URGENT
_MARK = (
    f"INSERT INTO {Mark._meta.db_table} (tag, marked_at, stamp) VALUES (%s, %s, %s) "  # noqa: S608 - our own names
    "ON CONFLICT (tag) DO UPDATE SET stamp = excluded.stamp"
)


def mark(tags: Iterable[str]) -> None:
    """Mark tags as changed, in the caller's transaction, and see to it that a worker bakes their pages."""
    at_end(_mark, set(tags), last=True)


def _mark(asked: list[set[str]]) -> None:
    with transaction.atomic(savepoint=False):
        alone()
        write(set().union(*asked))


def alone() -> None:
    """See to it that a worker bakes what this transaction marks, and let nobody else mark before it ends.

    Whoever marks asks for the same job, and waits at its row for whoever asked before: so each sees what the other has
    released, and no two wait for each other's tags.
    """
    enqueue(JOB, key=JOB, priority=PRIORITY)


def write(tags: Iterable[str]) -> None:
    """Mark tags, for a caller who is :func:`alone`. One that is marked keeps its moment: it has waited since then."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.executemany(_MARK, [(tag, now, secrets.token_hex(16)) for tag in sorted(tags)])
