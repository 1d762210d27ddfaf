"""Remembers what has to be baked again."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from tintuc.jobs.queue import enqueue
from tintuc.publishing.models import Mark

#: Changes within this time are baked together: a front is baked once for ten releases, and is at most this late.
GATHER = dt.timedelta(seconds=1)
JOB = "publishing.bake"
#: Bakes, or takes away, one page that no tag leads to any more.
PAGE_JOB = "publishing.bake_page"


def mark(tags: Iterable[str]) -> None:
    """Mark tags as changed, in the caller's transaction, and see to it that a worker bakes their pages."""
    now = timezone.now()
    with transaction.atomic():
        for tag in sorted(set(tags)):
            Mark.objects.update_or_create(tag=tag, defaults={"marked_at": now, "stamp": secrets.token_hex(16)})
        enqueue(JOB, key=JOB, run_at=now + GATHER)
