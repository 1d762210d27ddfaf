"""What this room does in the background."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from tintuc.counting.models import Announced, NetworkShare, Salt, Seen
from tintuc.counting.queries import hot_of
from tintuc.counting.signals import hot_list_changed
from tintuc.jobs.registry import every
from tintuc.network.models import Edition


@every(30, name="counting.announce_hot_lists")
def announce_hot_lists() -> None:
    """Say which editions' hot lists rank other articles, or in another order, than their pages show.

    What fills the gaps of a list changes by a release, which bakes the list itself.
    """
    known = dict(Announced.objects.values_list("edition_id", "articles"))
    editions = list(Edition.objects.all())
    ranked = hot_of(editions)
    for edition in editions:
        now = ranked[edition.pk]
        if known.get(edition.pk) != now:
            with transaction.atomic():
                Announced.objects.update_or_create(edition_id=edition.pk, defaults={"articles": now})
                hot_list_changed.send(Edition, edition_id=edition.pk)


@every(600, name="counting.close_day")
def close_day() -> None:
    """Destroy the keys of days that are over for more than an hour: from then on nobody can tell who read what."""
    over = (timezone.now() - dt.timedelta(hours=1)).date()
    for model in (Seen, NetworkShare, Salt):
        model.objects.filter(day__lt=over).delete()
