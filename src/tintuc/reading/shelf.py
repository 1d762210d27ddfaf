"""A shelf: a list of stories with a page for the newest and one for each month.

A month that is over never changes, so a release bakes the newest page and the month it falls in, however large the
archive is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tintuc.network.dates import month_text
from tintuc.network.models import Edition
from tintuc.publishing.shelves import Few, Many
from tintuc.publishing.shown import Choice, end_of
from tintuc.reading.entries import Entry, entries
from tintuc.reading.frame import Way

LISTED = 30
#: A month's page lists at most this many; the site map has every one by day.
MOST = 400
REST = re.compile(r"(?:([12]\d{3}/(?:0[1-9]|1[0-2]))/)?", re.ASCII)


@dataclass(frozen=True)
class Month:
    """A month of a shelf."""

    name: str
    entries: list[Entry]
    before: Way | None
    after: Way | None


@dataclass(frozen=True)
class Shelf:
    """The stories of a section, topic or person on an edition."""

    edition: Edition
    path: str
    choose: Callable[[], Choice | Few | Many]  #: asked only by who needs the stories: an address and a month need none

    @property
    def choice(self) -> Choice | Few | Many:
        """The stories."""
        return self.choose()

    def newest(self) -> tuple[list[Entry], Way | None]:
        """The newest stories, and the way to the month in which the older ones begin."""
        found = self.choice.newest(LISTED + 1)
        older = self._way(found[LISTED].shown_at) if len(found) > LISTED else None
        return entries(found[:LISTED], self.edition), older

    def month(self, year: int, month: int) -> Month | None:
        """One month, or None if nothing of it is public."""
        start, end = span(self.edition, year, month)
        found = entries(self.choice.newest(MOST, start, end), self.edition, pictures=False)
        if not found:
            return None
        before, after = self._beside(start, end)
        return Month(month_text(year, month, self.edition), found, self._way(before), self._way(after))

    def months(self) -> list[str]:
        """Every month that has a story, as ``2026/11``, the newest first."""
        found, at = [], self.choice.moment()
        while at is not None:
            found.append(self._key(at))
            at = self.choice.moment(before=self.span_of(at)[0])
        return found

    def around(self, at: dt.datetime, *, beside: bool = True) -> list[str]:
        """The month of a story released ``at`` a moment and, if it came or went, the months that lead to it."""
        others = self._beside(*self.span_of(at)) if beside else ()
        return [self._key(moment) for moment in (at, *others) if moment]

    def span_of(self, at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """The month a moment falls in: its first moment, and that of the next."""
        local = at.astimezone(self.edition.zone)
        return span(self.edition, local.year, local.month)

    def _beside(self, start: dt.datetime, end: dt.datetime) -> tuple[dt.datetime | None, dt.datetime | None]:
        return self.choice.moment(before=start), self.choice.moment(since=end)

    def _key(self, at: dt.datetime) -> str:
        return f"{at.astimezone(self.edition.zone):%Y/%m}"

    def _way(self, at: dt.datetime | None) -> Way | None:
        if at is None:
            return None
        local = at.astimezone(self.edition.zone)
        return Way(month_text(local.year, local.month, self.edition), f"{self.path}{local:%Y/%m}/")


def read_around(shelves: Iterable[tuple[Shelf, dt.datetime]]) -> None:
    """Read together what :meth:`Shelf.around` asks about the months beside moments. Ask inside a batch.

    What a topic or person has is looked for in steps and is not read ahead.
    """
    spans = [(shelf.choice, shelf.span_of(at)) for shelf, at in shelves]
    plain = [(choice, *months) for choice, months in spans if isinstance(choice, Choice)]
    end_of.read(end for choice, start, after in plain for end in (choice.end(before=start), choice.end(since=after)))


def span(edition: Edition, year: int, month: int) -> tuple[dt.datetime, dt.datetime]:
    """A month of the edition's own time: its first moment, and that of the next."""
    first, after = dt.date(year, month, 1), dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.datetime.combine(first, dt.time(), edition.zone), dt.datetime.combine(after, dt.time(), edition.zone)


def month_at(rest: str) -> str | None:
    """What the last part of a shelf's address names: a month as ``2026/11``, the newest as an empty string, or None."""
    match = REST.fullmatch(rest)
    return match and (match[1] or "")


def split(key: str) -> tuple[str, list[int]]:
    """The key of a page of a shelf as what it belongs to and its month: ``12/2026/11`` or ``12``."""
    owner, *month = key.split("/")
    return owner, [int(part) for part in month]
