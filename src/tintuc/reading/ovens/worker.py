"""The service worker of sites that offer reading without a connection."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.network.models import Site
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.reading.scripts import source


class WorkerOven:
    """One file at the root, since a worker serves what lies under it; only where an edition wants it."""

    kind = "worker"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """It changes with the masthead's options only."""
        kind, _, number = tag.partition(":")
        if kind == "brand":
            return [PageRef(self.kind, int(number))]
        return [PageRef(self.kind, pk) for pk in Site.objects.values_list("pk", flat=True)] if kind == "all" else []

    def bake(self, ref: PageRef) -> Baked | None:
        """The worker, or nothing where no edition offers it: pages then take an old one away."""
        site = Site.objects.filter(pk=ref.owner, editions__offline=True).first()
        if site is None:
            return None
        return Baked(site.host, "/worker.js", source("worker").encode(), tags=frozenset({f"brand:{site.pk}"}))
