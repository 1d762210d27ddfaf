"""Tells a person something about an article, once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from tintuc.jobs.queue import enqueue
from tintuc.network.permissions import may
from tintuc.newsroom.models import Notice, NoticeSettings
from tintuc.stories.models import Article

#: Sends a person what is open.
JOB = "newsroom.send_notices"
#: Things that happen within this time are told together.
GATHER = dt.timedelta(minutes=2)
#: Entries of a list in one notice; the rest is counted.
MOST = 50


@transaction.atomic
def notify(*, person: Any, kind: str, article: Article, values: dict[str, Any], now: dt.datetime | None = None) -> None:
    """Add to what ``person`` is told about ``article``, in the caller's transaction, and see to it that it is sent.

    Does nothing for who does not want to hear of it, is gone, or may not see the article. Lists in ``values`` are
    joined with those of a notice that is not sent yet; other values replace theirs.
    """
    now = now or timezone.now()
    if not person.is_active or not may(person, "view", article.story.site_id):
        return
    settings = NoticeSettings.of(person)
    if kind in settings.off:
        return
    notice, made = Notice.objects.select_for_update().get_or_create(
        person=person, kind=kind, article=article, sent_at=None, defaults={"values": _joined({}, values), "at": now}
    )
    if not made:
        notice.values = _joined(notice.values, values)
        notice.at, notice.seen_at = now, None
        notice.save()
    last = settings.mailed_at or now - dt.timedelta(days=1)
    due = max(now + GATHER, last + dt.timedelta(minutes=settings.minutes))
    enqueue(JOB, {"person": person.pk}, key=str(person.pk), run_at=due)


def _joined(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    joined = before | after
    for name, value in after.items():
        if isinstance(value, list):
            joined[name] = list(dict.fromkeys([*before.get(name, []), *value]))[:MOST]
    return joined
