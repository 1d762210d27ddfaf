"""Counts what was released on a day, when something about the day has changed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from tintuc.network.models import Edition
from tintuc.publishing import queries
from tintuc.publishing.models import Tally
from tintuc.stories.models import Placement

KEYS = ["edition", "month", "day"]


@transaction.atomic
def count_days_of(placements: Iterable[Placement]) -> set[int]:
    """Count the days of the placements anew, and their months: a range of an index and at most 31 rows each.

    Returns the editions whose sitemaps are others now: a day more or less, or one whose last change was another day.
    """
    days = {
        (one.edition, one.released_at.astimezone(one.edition.zone).date())
        for one in placements
        if one.released_at is not None
    }
    changed = _keep([_of_day(edition, day) for edition, day in days])
    _keep([_of_month(edition, month) for edition, month in {(edition, day.replace(day=1)) for edition, day in days}])
    return changed


def _of_day(edition: Edition, day: dt.date) -> Tally:
    start, end = span(edition, day, day + dt.timedelta(days=1))
    shown = Placement.objects.filter(
        edition=edition, shown_at__gte=start, shown_at__lt=end, shown_at__lte=timezone.now()
    )
    return _tally(edition, day.replace(day=1), day.day, shown.count())


def _of_month(edition: Edition, month: dt.date) -> Tally:
    days = Tally.objects.filter(edition=edition, month=month, day__gt=0)
    return _tally(edition, month, 0, days.aggregate(number=Sum("number"))["number"] or 0)


def _tally(edition: Edition, month: dt.date, day: int, number: int) -> Tally:
    today = timezone.now().astimezone(edition.zone).date()
    return Tally(edition=edition, month=month, day=day, number=number, changed_on=today)


def _keep(tallies: list[Tally]) -> set[int]:
    changed = set()
    for tally in tallies:
        before = Tally.objects.filter(edition=tally.edition, month=tally.month, day=tally.day).first()
        if before is None or before.changed_on != tally.changed_on or bool(before.number) != bool(tally.number):
            changed.add(tally.edition_id)
    fields = ["number", "changed_on"]
    Tally.objects.bulk_create(tallies, update_conflicts=True, unique_fields=KEYS, update_fields=fields)
    return changed


def span(edition: Edition, first: dt.date, after: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The moments between which the days from ``first`` to before ``after`` lie in the edition's zone."""
    zone = edition.zone
    return dt.datetime.combine(first, dt.time(), zone), dt.datetime.combine(after, dt.time(), zone)


def count_all() -> None:
    """Count every day of every edition anew: after a bulk load, or when an edition's time zone has changed."""
    for edition in Edition.objects.all():
        count_edition(edition)


@transaction.atomic
def count_edition(edition: Edition) -> None:
    """Count every day of one edition anew, in one pass over its index."""
    found = queries.public(edition).order_by().annotate(at=TruncDate("shown_at", tzinfo=edition.zone))
    days = dict(found.values_list("at").annotate(number=Count("pk")))
    months: Counter[dt.date] = Counter()
    for day, number in days.items():
        months[day.replace(day=1)] += number
    old = Tally.objects.filter(edition=edition)
    kept = {(row.month, row.day): row for row in old}
    made = [_tally(edition, day.replace(day=1), day.day, number) for day, number in days.items()]
    made += [_tally(edition, month, 0, number) for month, number in months.items()]
    for tally in made:
        before = kept.get((tally.month, tally.day))
        if before and before.number == tally.number:
            tally.changed_on = before.changed_on
    old.delete()
    Tally.objects.bulk_create(made, batch_size=500)
