"""The root of a site."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.network.models import Site
from tintuc.publishing.bakery import Baked, PageRef


class HomeOven:
    """Leads from ``/`` to the site's first edition; no guess is made from the reader's machine or address."""

    kind = "home"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The root changes with the masthead only."""
        kind, _, number = tag.partition(":")
        if kind == "brand":
            return [PageRef(self.kind, int(number))]
        return [PageRef(self.kind, pk) for pk in Site.objects.values_list("pk", flat=True)] if kind == "all" else []

    def bake(self, ref: PageRef) -> Baked | None:
        """A temporary redirect, or nothing while the site has no edition."""
        site = Site.objects.filter(pk=ref.owner).first()
        first = site.editions.first() if site else None
        if site is None or first is None:
            return None
        tags = frozenset({f"brand:{site.pk}"})
        return Baked(site.host, "/", b"", tags=tags, status=302, location=first.root)
