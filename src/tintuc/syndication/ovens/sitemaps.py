"""Sitemaps and their index."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.network.models import Edition, Site
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.stories.models import Placement
from tintuc.syndication.ovens.reach import editions, sites
from tintuc.syndication.sitemaps import index, month_map, months


def placed(tag: str) -> list[Placement]:
    """The placements of the story a tag names."""
    kind, _, number = tag.partition(":")
    if kind != "story":
        return []
    found = Placement.objects.filter(article__story=int(number), released_at__isnull=False)
    return list(found.select_related("edition"))


class SitemapOven:
    """One month of one edition. Key: ``2026-11``. A story touches its own months only."""

    kind = "sitemap"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The months of the story in every edition it is on, or all months."""
        for placement in placed(tag):
            month = placement.released_at.astimezone(placement.edition.zone)
            yield PageRef(self.kind, placement.edition_id, f"{month:%Y-%m}")
        if not tag.startswith("list:"):
            for edition in editions(tag):
                for first, _ in months(edition):
                    yield PageRef(self.kind, edition.pk, f"{first:%Y-%m}")

    def bake(self, ref: PageRef) -> Baked | None:
        """The month's sitemap; none for a month without stories."""
        edition = Edition.objects.select_related("site").filter(pk=ref.owner).first()
        if edition is None:
            return None
        year, month = (int(part) for part in ref.key.split("-"))
        body = month_map(edition, year, month)
        path = f"/sitemap-{edition.speech.path}-{ref.key}.xml"
        tags = frozenset({f"list:{edition.pk}", f"brand:{edition.site_id}"})
        return Baked(edition.site.host, path, body, tags=tags) if body else None


class SitemapIndexOven:
    """The index of a site's sitemaps."""

    kind = "sitemaps"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """A new list may mean a new month."""
        owners = {site.pk for site in sites(tag)} | {edition.site_id for edition in editions(tag)}
        return [PageRef(self.kind, owner) for owner in sorted(owners)]

    def bake(self, ref: PageRef) -> Baked | None:
        """The index, even while it is empty."""
        site = Site.objects.filter(pk=ref.owner).first()
        tags = frozenset({f"brand:{ref.owner}"})
        return Baked(site.host, "/sitemap.xml", index(site), tags=tags) if site else None
