"""Remembers what has to be baked again."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from tintuc.jobs.queue import URGENT, enqueue
from tintuc.publishing.models import Mark

#: Lists are baked at most once in this time: the first change at once, and ten that follow it together.
GATHER = dt.timedelta(seconds=1)
JOB = "publishing.bake"
#: Bakes, or takes away, one page that no tag leads to any more.
PAGE_JOB = "publishing.bake_page"
PRIORITY = URGENT


def mark(tags: Iterable[str]) -> None:
    """Mark tags as changed, in the caller's transaction, and see to it that a worker bakes their pages."""
    now = timezone.now()
    marks = [Mark(tag=tag, marked_at=now, stamp=secrets.token_hex(16)) for tag in sorted(set(tags))]
    with transaction.atomic(savepoint=False):
        Mark.objects.bulk_create(
            marks, update_conflicts=True, unique_fields=["tag"], update_fields=["marked_at", "stamp"], batch_size=200
        )
        enqueue(JOB, key=JOB, priority=PRIORITY)
