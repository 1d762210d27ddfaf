"""What this room does in the background."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from tintuc.counting.decay import add_read
from tintuc.counting.models import Heat
from tintuc.jobs.registry import every, handler
from tintuc.newsroom.actions.notify import JOB
from tintuc.newsroom.actions.send_notices import send_notices
from tintuc.newsroom.models import Notice
from tintuc.translation.actions.note_progress import note_reads

#: Days for which a notice is kept.
KEPT = 90


@handler(JOB, lease_seconds=60)
def send(person: int) -> None:
    """Send a person what is open."""
    send_notices(person_id=person)


@every(24 * 3600, name="newsroom.forget_notices")
def forget_notices() -> None:
    """Delete old notices."""
    Notice.objects.filter(at__lt=timezone.now() - dt.timedelta(days=KEPT)).delete()


@every(300, name="newsroom.bring_reads")
def bring_reads() -> None:
    """Bring the reads of what was read lately to the rows the board is sorted by."""
    lately = add_read(None, timezone.now() - dt.timedelta(hours=1))
    counts = dict(Heat.objects.filter(heat__gte=lately).values_list("article_id", "readers"))
    pks = list(counts)
    for start in range(0, len(pks), 500):
        note_reads(reads={pk: counts[pk] for pk in pks[start : start + 500]})
