"""The pages of the site map: months, days, and what was released on each."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter

from django.db.models import Count, Max, Min
from django.db.models.functions import TruncDate, TruncMonth

from tintuc.network.models import Edition
from tintuc.publishing import queries
from tintuc.reading.dates import day_text, month_text, weekdays
from tintuc.reading.entries import entries
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import Frame, Way, frame
from tintuc.reading.titles import title

#: A day page lists at most this many; far more than a newsroom releases in a language in a day.
LISTED = 500


def days(edition: Edition) -> list[dt.date]:
    """The days, in the edition's time zone, on which something now public was released."""
    found = queries.public(edition).order_by().annotate(day=TruncDate("released_at", tzinfo=edition.zone))
    return sorted(found.values_list("day", flat=True).distinct(), reverse=True)


def index_page(edition: Edition) -> bytes:
    """Sections, languages and every month."""
    found = queries.public(edition).order_by().annotate(month=TruncMonth("released_at", tzinfo=edition.zone))
    counted = found.values_list("month").annotate(number=Count("pk")).order_by("-month")
    months = [
        (Way(month_text(month.year, month.month, edition), f"{edition.root}map/{month:%Y/%m}/"), number)
        for month, number in counted
    ]
    around = _frame(edition, f"{edition.root}map/")
    return render("map/index.html", edition, frame=around, months=months)


def _frame(edition: Edition, path: str, when: str = "") -> Frame:
    with speaking(edition):
        named = title("map", edition)
    return frame(edition, path, " – ".join(filter(None, [when, named, edition.name])))


def month_page(edition: Edition, year: int, month: int) -> bytes | None:
    """A calendar of the month, each day with its number of stories."""
    start, end = _span(edition, dt.date(year, month, 1), dt.date(year + month // 12, month % 12 + 1, 1))
    public = queries.public(edition)
    moments = public.filter(released_at__gte=start, released_at__lt=end).values_list("released_at", flat=True)
    counted = Counter(moment.astimezone(edition.zone).day for moment in moments)
    if not counted:
        return None
    when = month_text(year, month, edition)
    path = f"{edition.root}map/{year}/{month:02}/"
    return render(
        "map/month.html",
        edition,
        frame=_frame(edition, path, when),
        when=when,
        weeks=calendar.Calendar().monthdayscalendar(year, month),
        weekdays=weekdays(edition),
        counted=counted,
    )


def _span(edition: Edition, first: dt.date, after: dt.date) -> tuple[dt.datetime, dt.datetime]:
    zone = edition.zone
    return dt.datetime.combine(first, dt.time(), zone), dt.datetime.combine(after, dt.time(), zone)


def day_page(edition: Edition, day: dt.date) -> bytes | None:
    """Everything released on one day, newest first, with the way to the days before and after."""
    start, end = _span(edition, day, day + dt.timedelta(days=1))
    public = queries.public(edition)
    found = entries(public.filter(released_at__gte=start, released_at__lt=end)[:LISTED], edition, pictures=False)
    if not found:
        return None
    before = public.filter(released_at__lt=start).aggregate(at=Max("released_at"))["at"]
    after = public.filter(released_at__gte=end).aggregate(at=Min("released_at"))["at"]
    when = day_text(day, edition)
    return render(
        "map/day.html",
        edition,
        frame=_frame(edition, f"{edition.root}map/{day:%Y/%m/%d}/", when),
        when=when,
        month=Way(month_text(day.year, day.month, edition), f"{edition.root}map/{day:%Y/%m}/"),
        entries=found,
        before=_way(edition, before),
        after=_way(edition, after),
    )


def _way(edition: Edition, at: dt.datetime | None) -> Way | None:
    if at is None:
        return None
    day = at.astimezone(edition.zone).date()
    return Way(day_text(day, edition), f"{edition.root}map/{day:%Y/%m/%d}/")
