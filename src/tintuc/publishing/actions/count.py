"""Counts what was released on a day, when something about the day has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import islice
from operator import add

from django.db import connection, transaction
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from tintuc.network.models import Edition
from tintuc.publishing import queries
from tintuc.publishing.models import Tally
from tintuc.publishing.shown import visible
from tintuc.stories.models import Placement

#: Editions whose days are counted in one statement: SQLite takes no expression of a thousand parts.
AT_ONCE = 200
#: What :func:`_counts` counts, in one statement for days of many editions.
_COUNT = """
SELECT q.edition_id, COUNT(*), SUM(CASE WHEN q.canonical OR NOT EXISTS (SELECT 1 {others}) THEN 1 ELSE 0 END)
FROM stories_placement q WHERE q.shown_at <= %s AND ({ranges}) GROUP BY q.edition_id
"""
_KEEP = """
INSERT INTO publishing_tally (edition_id, month, day, number, own, changed_on) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (edition_id, month, day)
DO UPDATE SET number = excluded.number, own = excluded.own, changed_on = excluded.changed_on
"""
_RANGE = "(q.edition_id = %s AND q.shown_at >= %s AND q.shown_at < %s)"
#: The public placements whose address counts before that of ``q``: :meth:`Placements.counting` says the same.
_BEFORE = (
    "p.article_id = q.article_id "
    "AND (p.canonical OR p.shown_at < q.shown_at OR (p.shown_at = q.shown_at AND p.id < q.id))"
)


@transaction.atomic(savepoint=False)
def count_days_of(placements: Iterable[Placement]) -> set[int]:
    """Count the days of the placements anew, and their months: a range of an index and at most 31 rows each.

    Returns the editions whose sitemaps are others now: a day more or less, or one whose last change was another day.
    Asks as much for one edition as for twenty.
    """
    days = {
        (one.edition, one.released_at.astimezone(one.edition.zone).date())
        for one in placements
        if one.released_at is not None
    }
    if not days:
        return set()
    kept = _kept(days)
    fresh = {
        (edition.pk, day.replace(day=1), day.day): _tally(edition, day.replace(day=1), day.day, *numbers)
        for (edition, day), numbers in _numbers(days).items()
    }
    known = kept | fresh
    for edition, month in {(edition, day.replace(day=1)) for edition, day in days}:
        tallies = [known[key] for day in range(1, 32) if (key := (edition.pk, month, day)) in known]
        numbers = sum(tally.number for tally in tallies), sum(tally.own for tally in tallies)
        fresh[edition.pk, month, 0] = _tally(edition, month, 0, *numbers)
    changed = {key[0] for key, tally in fresh.items() if key[2] and _looks_changed(kept.get(key), tally)}
    _keep([tally for key, tally in fresh.items() if _differs(kept.get(key), tally)])
    return changed


def _keep(tallies: list[Tally]) -> None:
    day = connection.ops.adapt_datefield_value
    if tallies:
        with connection.cursor() as cursor:
            cursor.executemany(
                _KEEP,
                [
                    (one.edition_id, day(one.month), one.day, one.number, one.own, day(one.changed_on))
                    for one in tallies
                ],
            )


def _kept(days: set[tuple[Edition, dt.date]]) -> dict[tuple[int, dt.date, int], Tally]:
    """The tallies of the months of some days, by edition, month and day."""
    editions = {edition.pk for edition, _ in days}
    rows = Tally.objects.filter(edition__in=editions, month__in={day.replace(day=1) for _, day in days})
    return {(row.edition_id, row.month, row.day): row for row in rows}


def _numbers(days: set[tuple[Edition, dt.date]]) -> dict[tuple[Edition, dt.date], tuple[int, int]]:
    """How many articles readers see of each day; one question for a day of each edition."""
    found: dict[tuple[Edition, dt.date], tuple[int, int]] = {}
    moment = connection.ops.adapt_datetimefield_value
    others, values = visible(_BEFORE, ())
    while left := days - found.keys():
        asked = dict(islice({edition.pk: (edition, day) for edition, day in left}.items(), AT_ONCE))
        ranges = [
            value
            for pk, (edition, day) in asked.items()
            for value in (pk, *map(moment, span(edition, day, day + dt.timedelta(days=1))))
        ]
        sql = _COUNT.format(others=others, ranges=" OR ".join([_RANGE] * len(asked)))
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, moment(timezone.now()), *ranges])
            counts = {pk: (number, own) for pk, number, own in cursor.fetchall()}
        found |= {one: counts.get(pk, (0, 0)) for pk, one in asked.items()}
    return found


def _counts() -> dict[str, Count]:
    """How many, and how many of them at an address that counts."""
    return {"number": Count("pk"), "own": Count("pk", filter=Placement.objects.counting())}


def _differs(before: Tally | None, now: Tally) -> bool:
    return before is None or (before.number, before.own, before.changed_on) != (now.number, now.own, now.changed_on)


def _looks_changed(before: Tally | None, now: Tally) -> bool:
    """Whether a sitemap shows another day, or another last change of it."""
    return before is None or before.changed_on != now.changed_on or bool(before.own) != bool(now.own)


def _tally(edition: Edition, month: dt.date, day: int, number: int, own: int) -> Tally:
    today = timezone.now().astimezone(edition.zone).date()
    return Tally(edition=edition, month=month, day=day, number=number, own=own, changed_on=today)


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
    days = {day: numbers for day, *numbers in found.values_list("at").annotate(**_counts())}
    months: dict[dt.date, list[int]] = {}
    for day, numbers in days.items():
        month = months.setdefault(day.replace(day=1), [0, 0])
        month[:] = map(add, month, numbers)
    old = Tally.objects.filter(edition=edition)
    kept = {(row.month, row.day): row for row in old}
    made = [_tally(edition, day.replace(day=1), day.day, *numbers) for day, numbers in days.items()]
    made += [_tally(edition, month, 0, *numbers) for month, numbers in months.items()]
    for tally in made:
        before = kept.get((tally.month, tally.day))
        if before and (before.number, before.own) == (tally.number, tally.own):
            tally.changed_on = before.changed_on
    old.delete()
    Tally.objects.bulk_create(made, batch_size=500)
