"""Pages that stand: how we count, how we check, about us, the feed directory, what a reader saved."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.publishing.bakery import Baked, PageRef
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import frame
from tintuc.reading.ovens.reach import edition_of, editions, page
from tintuc.reading.titles import title

KEYS = ("about", "checking", "counting", "feeds", "saved")


class StandingOven:
    """Pages that change with the masthead only."""

    kind = "standing"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """All of them, whenever the masthead, a section or a template changed."""
        return [PageRef(self.kind, edition.pk, key) for edition in editions(tag, ()) for key in KEYS]

    def bake(self, ref: PageRef) -> Baked | None:
        """The page, in the edition's language."""
        edition = edition_of(ref.owner)
        if edition is None or ref.key not in KEYS:
            return None
        path = f"{edition.root}{ref.key}/"
        siblings = list(edition.site.editions.prefetch_related("sections"))
        with speaking(edition):
            named = title(ref.key, edition)
        own = ref.key == "saved"  # what it shows is each reader's own
        around = frame(edition, path, f"{named} – {edition.name}", listed=not own)
        around.alternates = [] if own else around.other(f"{ref.key}/")
        body = render(f"standing/{ref.key}.html", edition, frame=around, named=named, siblings=siblings)
        return page(edition, path, body)
