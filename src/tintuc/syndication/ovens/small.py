"""Small documents of a site: the list of feeds, and what robots may do."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.network.models import Network, Site
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.publishing.reach import sites
from tintuc.syndication.opml import opml


class SiteOven:
    """One document a site, which changes with its masthead, sections and languages."""

    kind = ""
    path = ""

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The site itself."""
        return [PageRef(self.kind, site.pk) for site in sites(tag)]

    def bake(self, ref: PageRef) -> Baked | None:
        """The document."""
        site = Site.objects.filter(pk=ref.owner).first()
        tags = frozenset({f"brand:{ref.owner}"})
        return Baked(site.host, self.path, self.body(site), tags=tags) if site else None

    def body(self, site: Site) -> bytes:
        """What it says."""
        raise NotImplementedError


class OpmlOven(SiteOven):
    """``/feeds.opml``, which names the feeds of topics too."""

    kind = "opml"
    path = "/feeds.opml"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """Its site, or all of them where a topic was named, or got its first story."""
        return super().refs("all" if tag.startswith("topic:") else tag)

    def body(self, site: Site) -> bytes:
        """All feeds."""
        return opml(site)


class RobotsOven(SiteOven):
    """``/robots.txt``: everything may be read but the counter and the results of searches."""

    kind = "robots"
    path = "/robots.txt"

    def body(self, site: Site) -> bytes:
        """The rules, and where the sitemaps are."""
        searches = [f"Disallow: {edition.root}search/?" for edition in site.editions.all()]
        sitemap = f"Sitemap: {Network.current().address(site.host, '/sitemap.xml')}"
        lines = ["User-agent: *", "Disallow: /c/", *searches, "", sitemap, ""]
        return "\n".join(lines).encode()
