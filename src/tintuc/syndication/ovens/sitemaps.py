"""Sitemaps and their index."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.db import connection

from tintuc.network.models import Edition, Site
from tintuc.publishing.bakery import Baked, PageRef, is_wide
from tintuc.publishing.memo import together
from tintuc.publishing.models import Tally
from tintuc.publishing.reach import edition_of, sites
from tintuc.publishing.spots import days
from tintuc.syndication.ovens.reach import editions
from tintuc.syndication.sitemaps import IN_ONE, day_map, index, parts, path_of

#: An address as :func:`path_of` writes it and no other: a page of two keys would be two rows of the manifest.
PATH = re.compile(r"/sitemap-([a-z-]+)-([12]\d{3}-\d\d-\d\d(?:\.(?:[2-9]|[1-9]\d{1,3}))?)\.xml", re.ASCII)


def key_of(day: dt.date, part: int = 1) -> str:
    """The key of a day's file, or of a further part of it: ``2026-11-24.2``."""
    return f"{day:%Y-%m-%d}.{part}" if part > 1 else f"{day:%Y-%m-%d}"


@together
def _own(days: list[tuple[int, dt.date]]) -> dict[tuple[int, dt.date], int]:
    """How many addresses count of what an edition released on a day."""
    asked = {(edition, str(day.replace(day=1)), day.day): (edition, day) for edition, day in days}
    one = " OR ".join(["(edition_id = %s AND month = %s AND day = %s)"] * len(asked))
    sql = f"SELECT edition_id, month, day, own FROM {Tally._meta.db_table} WHERE {one}"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for key in asked for value in key])
        return {asked[edition, str(month), day]: own for edition, month, day, own in cursor.fetchall()}


class SitemapOven:
    """One day of one edition. Key: ``2026-11-24``. A story touches its own days only."""

    kind = "sitemap"
    cold = True
    many = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The days of the article or story in every edition it is on, or all days."""
        for edition, day in days(tag):
            yield from self._of(edition, day, _own((edition, day)) or 1)
        for edition in editions(tag) if is_wide(tag) else ():
            counted = Tally.objects.filter(edition=edition, day__gt=0).order_by("-month", "-day")
            for month, day, number in counted.values_list("month", "day", "own").iterator():
                yield from self._of(edition.pk, month.replace(day=day), number)

    def ahead(self, tags: Iterable[str]) -> None:
        """How much all the days have that the tags name."""
        _own.read(day for tag in tags for day in days(tag))

    def _of(self, edition: int, day: dt.date, number: int) -> Iterable[PageRef]:
        gone = number >= IN_ONE  # a further part may have been there before something was withdrawn
        for part in range(1, max(parts(number), 1) + gone + 1):
            yield PageRef(self.kind, edition, key_of(day, part))

    def at(self, host: str, path: str) -> PageRef | None:
        """The day whose address it is."""
        if (match := PATH.fullmatch(path)) is None:
            return None
        for edition in Edition.objects.filter(site__host=host):
            if edition.speech.path == match[1]:
                return PageRef(self.kind, edition.pk, match[2])
        return None

    def bake(self, ref: PageRef) -> Baked | None:
        """The day's sitemap; none for a day without stories."""
        edition = edition_of(ref.owner)
        if edition is None:
            return None
        named, _, part = ref.key.partition(".")
        try:
            day = dt.date.fromisoformat(named)
        except ValueError:
            return None
        body = day_map(edition, day, int(part or 1))
        if body is None:
            return None
        newest = max(int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp()), 0)
        tags = frozenset({f"list:{edition.pk}", f"brand:{edition.site_id}"})
        return Baked(edition.site.host, path_of(edition, day, int(part or 1)), body, tags=tags, newest=newest)


class SitemapIndexOven:
    """The index of a site's sitemaps."""

    kind = "sitemaps"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The site, if a day of one of its editions began, ended or changed for the first time today."""
        kind, _, number = tag.partition(":")
        if kind == "days":
            edition = edition_of(int(number))
            return [PageRef(self.kind, edition.site_id)] if edition else []
        return [PageRef(self.kind, site.pk) for site in sites(tag)]

    def bake(self, ref: PageRef) -> Baked | None:
        """The index, even while it is empty."""
        site = Site.objects.filter(pk=ref.owner).first()
        tags = frozenset({f"brand:{ref.owner}"})
        return Baked(site.host, "/sitemap.xml", index(site), tags=tags) if site else None
