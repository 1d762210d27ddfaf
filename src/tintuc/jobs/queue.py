"""Puts work into the queue and takes it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from tintuc.jobs.bell import ring
from tintuc.jobs.models import Job
from tintuc.jobs.registry import HANDLERS

_FIELDS = [field for field in Job._meta.concrete_fields if not field.primary_key]
#: One statement, since releases and saves ask for work again and again. The condition names the partial index.
_UPSERT = (
    f"INSERT INTO {Job._meta.db_table} ({', '.join(field.column for field in _FIELDS)}) "  # noqa: S608 - our own names
    f"VALUES ({', '.join(['%s'] * len(_FIELDS))}) "
    "ON CONFLICT (kind, key) WHERE state = 'waiting' AND NOT key = '' DO UPDATE SET run_at = "
    f"CASE WHEN excluded.run_at < {Job._meta.db_table}.run_at THEN excluded.run_at ELSE {Job._meta.db_table}.run_at END"
)
_ANEW = ", arguments = excluded.arguments"
#: From this priority on a job is urgent: a worker of its own does it, so that it never waits behind long work.
URGENT = 10
#: Of what is due later than this a worker learns in time, since it looks every half second.
SOON = dt.timedelta(seconds=0.5)


def enqueue(
    kind: str,
    arguments: Mapping[str, Any] | None = None,
    *,
    key: str = "",
    run_at: dt.datetime | None = None,
    priority: int = 0,
    anew: bool = False,
) -> None:
    """Ask for work, in the caller's transaction.

    With a ``key``, a job of the same kind and key that still waits stands for both; an earlier moment moves it forward,
    and nobody takes it before this transaction ends. A job that is running already does not: what changed after it
    began needs another. ``anew`` puts these arguments in place of those of the one that waits.
    """
    now = timezone.now()
    job = Job(kind=kind, key=key, arguments=dict(arguments or {}), run_at=run_at or now, priority=priority)
    job.created_at = now
    sql = _UPSERT + (_ANEW if anew else "")
    with connection.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_save(getattr(job, field.attname), connection) for field in _FIELDS])
    if job.run_at - now < SOON:
        transaction.on_commit(partial(ring, urgent=priority >= URGENT))


def seconds_to_next(most: float, *, urgent: bool | None = None) -> float:
    """Seconds until a job that waits for its moment is due; at most ``most``."""
    first = (
        Job.objects.filter(_whose(urgent), state=Job.State.WAITING)
        .order_by("run_at")
        .values_list("run_at", flat=True)
        .first()
    )
    return most if first is None else min(max((first - timezone.now()).total_seconds(), 0.0), most)


def _whose(urgent: bool | None) -> Q:
    """The jobs of the worker for urgent ones, of the worker for all others, or (None) of one that does both."""
    if urgent is None:
        return Q()
    return Q(priority__gte=URGENT) if urgent else Q(priority__lt=URGENT)


def claim(now: dt.datetime | None = None, *, urgent: bool | None = None) -> Job | None:
    """Take the most urgent job that is due, or whose worker has died, and lease it; None if there is none.

    Looks before it locks, so that an idle worker never takes SQLite's write lock.
    """
    now = now or timezone.now()
    due = Job.objects.filter(
        Q(state=Job.State.WAITING, run_at__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now), _whose(urgent)
    )
    if not due.exists():
        return None
    with transaction.atomic():
        rows = due.select_for_update(skip_locked=True) if connection.features.has_select_for_update else due
        job = rows.first()
        if job is None:
            return None
        lease = HANDLERS[job.kind].lease_seconds if job.kind in HANDLERS else 60
        job.state = Job.State.RUNNING
        job.attempts += 1
        job.lease_until = now + dt.timedelta(seconds=lease)
        job.save(update_fields=["state", "attempts", "lease_until"])
    return job
