"""The pages of the site map: months, days, and what was released on each."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter

from django.db.models import Q, QuerySet

from tintuc.network.dates import day_text, month_text, weekdays
from tintuc.network.models import Edition
from tintuc.publishing.actions.count import span
from tintuc.publishing.models import Tally
from tintuc.publishing.shown import on
from tintuc.reading.entries import entries
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import Frame, Way, frame
from tintuc.reading.titles import title

#: A day page lists at most this many; far more than a newsroom releases in a language in a day.
LISTED = 500


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
    listed = entries(on(edition).newest(LISTED, start, end), edition, pictures=False)
    if not listed:
        return None
    when = day_text(day, edition)
    return render(
        "map/day.html",
        edition,
        frame=_frame(edition, f"{edition.root}map/{day:%Y/%m/%d}/", when),
        when=when,
        month=Way(month_text(day.year, day.month, edition), f"{edition.root}map/{day:%Y/%m}/"),
        entries=listed,
        before=_way(edition, _days(edition, day, "lt").order_by("-month", "-day").first()),
        after=_way(edition, _days(edition, day, "gt").order_by("month", "day").first()),
    )


def _days(edition: Edition, day: dt.date, which: str) -> QuerySet[Tally]:
    """The days with stories before (``lt``) or after (``gt``) a day."""
    month = day.replace(day=1)
    same = Q(**{"month": month, f"day__{which}": day.day})
    return Tally.objects.filter(same | Q(**{f"month__{which}": month}), edition=edition, day__gt=0, number__gt=0)


def _way(edition: Edition, tally: Tally | None) -> Way | None:
    if tally is None:
        return None
    day = tally.month.replace(day=tally.day)
    return Way(day_text(day, edition), f"{edition.root}map/{day:%Y/%m/%d}/")
