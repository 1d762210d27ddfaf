"""Counts one view of an article."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tintuc.counting.client import household, range_of
from tintuc.counting.decay import add_read
from tintuc.counting.models import Heat, Hour, NetworkShare, Salt, Seen

#: COUNTER 5.1: two views of one page within 30 seconds are one.
REPEAT = dt.timedelta(seconds=30)
#: Of one address range, this many readers an hour warm a story, or this share of its readers if that is more.
RANGE_LEAST, RANGE_SHARE = 5, 0.05


@transaction.atomic
def count(*, site_id: int, article_id: int, client: str, agent: str, now: dt.datetime | None = None) -> bool:
    """Count a view; return whether it was this reader's first of the article today.

    The caller answers after this has been committed, so an acknowledged reader is never lost.
    """
    now = now or timezone.now()
    salt = salt_of(now.date())
    seen, new = Seen.objects.get_or_create(
        day=now.date(),
        article_id=article_id,
        reader=key(salt, f"{site_id}|{household(client)}|{agent}"),
        defaults={"last_at": now},
    )
    if not new and not Seen.objects.filter(pk=seen.pk, last_at__lte=now - REPEAT).update(last_at=now):
        return False
    hour, _ = Hour.objects.get_or_create(article_id=article_id, hour=now.replace(minute=0, second=0, microsecond=0))
    Hour.objects.filter(pk=hour.pk).update(views=F("views") + 1, readers=F("readers") + int(new))
    if new:
        _warm(article_id, key(salt, range_of(client)), hour.readers + 1, now)
    return new


def salt_of(day: dt.date) -> bytes:
    """The day's key: random, made once, never derived from anything, so it cannot be made again."""
    row, _ = Salt.objects.get_or_create(day=day, defaults={"key": secrets.token_bytes(32)})
    return bytes(row.key)


def key(salt: bytes, who: str) -> bytes:
    """Eight bytes that stand for a reader or a range on this day, and mean nothing without the salt."""
    return hashlib.blake2b(who.encode("utf-8", "replace"), digest_size=8, key=salt).digest()


def _warm(article_id: int, range_key: bytes, readers_this_hour: int, now: dt.datetime) -> None:
    heat, made = Heat.objects.select_for_update().get_or_create(article_id=article_id)
    share, _ = NetworkShare.objects.get_or_create(
        day=now.date(), article_id=article_id, hour=now.hour, range_key=range_key
    )
    NetworkShare.objects.filter(pk=share.pk).update(readers=F("readers") + 1)
    values: dict[str, object] = {"readers": F("readers") + 1}
    if share.readers < max(RANGE_LEAST, RANGE_SHARE * readers_this_hour):
        values["heat"] = add_read(None if made or heat.heat == 0.0 else heat.heat, now)
    Heat.objects.filter(pk=article_id).update(**values)
