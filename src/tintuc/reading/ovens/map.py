"""The site map page: every story by month and day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from tintuc.network.hosts import edition_at
from tintuc.network.models import Edition
from tintuc.publishing.bakery import ALWAYS_NEW, Baked, PageRef
from tintuc.publishing.models import Tally
from tintuc.publishing.reach import edition_of, editions, owners
from tintuc.publishing.shown import on, read_newest
from tintuc.publishing.spots import days
from tintuc.reading.maps import day_page, index_page, month_page
from tintuc.reading.ovens.baked import page

KEY = re.compile(r"map/(?:([12]\d{3}/(?:0[1-9]|1[0-2])(?:/\d\d)?)/)?", re.ASCII)


class MapOven:
    """Keys: nothing for the index, ``2026/11`` for a month, ``2026/11/24`` for a day."""

    kind = "map"
    many = True

    def cold(self, ref: PageRef) -> bool:
        """Months and the index; the map of the day is where a release can be found at once, whatever else is new."""
        return ref.key.count("/") < 2

    def refs(self, tag: str) -> Iterable[PageRef]:
        """An article shows on its own days; one that came or went changes the numbers of its months, too."""
        if tag.startswith("shown:"):
            return [PageRef(self.kind, edition, f"{day:%Y/%m/%d}") for edition, day in days(tag)]
        if tag.startswith("alt:"):
            return {ref for edition, day in days(tag) for ref in self._around(edition, day)}
        return [ref for edition in editions(tag, ()) for ref in self._all(edition)]

    def _around(self, edition: int, day: dt.date) -> list[PageRef]:
        keys = "", f"{day:%Y/%m}", f"{day:%Y/%m/%d}"
        return [PageRef(self.kind, edition, key) for key in keys]

    def _all(self, edition: Edition) -> list[PageRef]:
        counted = Tally.objects.filter(edition=edition).order_by("-month", "-day").values_list("month", "day")
        keys = (f"{month:%Y/%m}/{day:02}" if day else f"{month:%Y/%m}" for month, day in counted)
        return [PageRef(self.kind, edition.pk), *(PageRef(self.kind, edition.pk, key) for key in keys)]

    def at(self, host: str, path: str) -> PageRef | None:
        """The index, month or day whose address it is."""
        edition = edition_at(host, path)
        match = KEY.fullmatch(path.removeprefix(edition.root)) if edition else None
        return PageRef(self.kind, edition.pk, match[1] or "") if edition and match else None

    def gather(self, refs: Iterable[PageRef]) -> None:
        """The newest of all these editions: days that are not over are found there."""
        read_newest(map(on, owners(ref for ref in refs if not self.cold(ref))))

    def bake(self, ref: PageRef) -> Baked | None:
        """The page; days and months without stories have none."""
        edition = edition_of(ref.owner)
        if edition is None:
            return None
        try:
            body, newest = self._body(edition, [int(part) for part in ref.key.split("/") if part])
        except ValueError:  # the 31st of a month that has none
            return None
        path = f"{edition.root}map/{ref.key}/" if ref.key else f"{edition.root}map/"
        return page(edition, path, body, f"list:{edition.pk}", newest=newest) if body else None

    def _body(self, edition: Edition, parts: list[int]) -> tuple[bytes | None, int]:
        if not parts:
            return index_page(edition), ALWAYS_NEW
        first = dt.datetime(*parts, *([1] * (3 - len(parts))), tzinfo=dt.UTC)
        body = month_page(edition, *parts) if len(parts) == 2 else day_page(edition, first.date())
        return body, max(int(first.timestamp()), 0)
