"""The pages of the site map: months, days, and what was released on each."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter

from django.db import connection
from django.utils import timezone

from tintuc.network.dates import day_text, month_text, weekdays
from tintuc.network.models import Edition
from tintuc.publishing.actions.count import span
from tintuc.publishing.models import Tally
from tintuc.publishing.shown import USUAL, Shown, on
from tintuc.reading.entries import entries
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import Frame, Way, frame
from tintuc.reading.titles import title

#: A day page lists at most this many; far more than a newsroom releases in a language in a day.
LISTED = 500
_DAYS = "SELECT month, day FROM publishing_tally WHERE edition_id = %s AND day > 0 AND number > 0"
#: The days with stories before and after a day: at most one of each.
BESIDE = f"""
SELECT * FROM ({_DAYS} AND (month, day) < (%s, %s) ORDER BY month DESC, day DESC LIMIT 1) AS before
UNION ALL SELECT * FROM ({_DAYS} AND (month, day) > (%s, %s) ORDER BY month, day LIMIT 1) AS after
"""  # noqa: S608 - our own names


def index_page(edition: Edition) -> bytes:
    """Sections, languages and every month."""
    counted = Tally.objects.filter(edition=edition, day=0, number__gt=0).order_by("-month")
    months = [
        (Way(month_text(month.year, month.month, edition), f"{edition.root}map/{month:%Y/%m}/"), number)
        for month, number in counted.values_list("month", "number")
    ]
    around = _frame(edition, f"{edition.root}map/")
    return render("map/index.html", edition, frame=around, months=months)


def _frame(edition: Edition, path: str, when: str = "") -> Frame:
    with speaking(edition):
        named = title("map", edition)
    return frame(edition, path, " – ".join(filter(None, [when, named, edition.name])))


def month_page(edition: Edition, year: int, month: int) -> bytes | None:
    """A calendar of the month, each day with its number of stories."""
    days = Tally.objects.filter(edition=edition, month=dt.date(year, month, 1), day__gt=0, number__gt=0)
    counted = Counter(dict(days.values_list("day", "number")))
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


def day_page(edition: Edition, day: dt.date) -> bytes | None:
    """Everything released on one day, newest first, with the way to the days before and after."""
    start, end = span(edition, day, day + dt.timedelta(days=1))
    listed = entries(_released(edition, start, end), edition, pictures=False)
    if not listed:
        return None
    when, (before, after) = day_text(day, edition), _beside(edition, day)
    return render(
        "map/day.html",
        edition,
        frame=_frame(edition, f"{edition.root}map/{day:%Y/%m/%d}/", when),
        when=when,
        month=Way(month_text(day.year, day.month, edition), f"{edition.root}map/{day:%Y/%m}/"),
        entries=listed,
        before=before,
        after=after,
    )


def _released(edition: Edition, start: dt.datetime, end: dt.datetime) -> list[Shown]:
    """What was released from ``start`` on and before ``end``.

    A day that is not over is looked for in the newest of the edition, which fronts and feeds of the batch show as well.
    """
    if end > timezone.now():
        newest = on(edition).newest(USUAL)
        if len(newest) < USUAL or newest[-1].shown_at < start:
            return [one for one in newest if start <= one.shown_at]
    return on(edition).newest(LISTED, start, end)


def _beside(edition: Edition, day: dt.date) -> tuple[Way | None, Way | None]:
    """The ways to the days with stories before and after a day."""
    values = [edition.pk, connection.ops.adapt_datefield_value(day.replace(day=1)), day.day]
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, [*values, *values])
        found = [_date(month).replace(day=number) for month, number in cursor.fetchall()]
    before, after = (next((one for one in found if later == (one > day)), None) for later in (False, True))
    return _way(edition, before), _way(edition, after)


def _date(value: dt.date | str) -> dt.date:
    """A day as a database gives it."""
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


def _way(edition: Edition, day: dt.date | None) -> Way | None:
    return Way(day_text(day, edition), f"{edition.root}map/{day:%Y/%m/%d}/") if day else None
