"""Feeds of editions and sections."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.network.models import Edition, Section
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.syndication.atom import atom
from tintuc.syndication.feed import Feed
from tintuc.syndication.ovens.reach import editions
from tintuc.syndication.rss import rss

WRITERS = {"rss": rss, "atom": atom}


class FeedOven:
    """All feeds of one format. Keys: nothing for the whole edition, else a section."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The feeds of every edition whose lists changed."""
        for edition in editions(tag):
            yield PageRef(self.kind, edition.pk)
            for section in edition.sections.all():
                yield PageRef(self.kind, edition.pk, str(section.pk))

    def bake(self, ref: PageRef) -> Baked | None:
        """The feed, even while it is empty."""
        edition = Edition.objects.select_related("site").filter(pk=ref.owner).first()
        section = Section.objects.filter(pk=int(ref.key), edition=ref.owner).first() if ref.key else None
        if edition is None or (ref.key and section is None):
            return None
        feed = Feed(edition, section)
        tags = frozenset({f"list:{edition.pk}", f"brand:{edition.site_id}"})
        return Baked(edition.site.host, feed.path(self.kind), WRITERS[self.kind](feed), tags=tags)
