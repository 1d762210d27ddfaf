"""The site map page: every story by month and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tintuc.network.models import Edition
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.reading.maps import day_page, days, index_page, month_page
from tintuc.reading.ovens.reach import edition_of, editions, page
from tintuc.stories.models import Placement


class MapOven:
    """Keys: nothing for the index, ``2026/11`` for a month, ``2026/11/24`` for a day."""

    kind = "map"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """A story touches its own days only; a change of lists touches the index."""
        kind, _, number = tag.partition(":")
        if kind == "story":
            placed = Placement.objects.filter(article__story=int(number), released_at__isnull=False)
            return {ref for placement in placed.select_related("edition") for ref in self._around(placement)}
        if kind == "list":
            return [PageRef(self.kind, int(number))]
        return [ref for edition in editions(tag, ()) for ref in self._all(edition)]

    def _around(self, placement: Placement) -> list[PageRef]:
        day = placement.released_at.astimezone(placement.edition.zone).date()
        keys = "", f"{day:%Y/%m}", f"{day:%Y/%m/%d}"
        return [PageRef(self.kind, placement.edition_id, key) for key in keys]

    def _all(self, edition: Edition) -> list[PageRef]:
        keys = {""} | {f"{day:%Y/%m}" for day in days(edition)} | {f"{day:%Y/%m/%d}" for day in days(edition)}
        return [PageRef(self.kind, edition.pk, key) for key in sorted(keys)]

    def bake(self, ref: PageRef) -> Baked | None:
        """The page; days and months without stories have none."""
        edition = edition_of(ref.owner)
        if edition is None:
            return None
        body = self._body(edition, [int(part) for part in ref.key.split("/") if part])
        path = f"{edition.root}map/{ref.key}/" if ref.key else f"{edition.root}map/"
        return page(edition, path, body, f"list:{edition.pk}") if body else None

    def _body(self, edition: Edition, parts: list[int]) -> bytes | None:
        if not parts:
            return index_page(edition)
        return month_page(edition, *parts) if len(parts) == 2 else day_page(edition, dt.date(*parts))
