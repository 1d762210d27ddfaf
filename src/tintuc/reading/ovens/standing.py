"""Pages that stand: about us, how we work, the feed directory; and the page for when something breaks."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.publishing.bakery import Baked, PageRef
from tintuc.publishing.reach import edition_of, editions
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import frame
from tintuc.reading.ovens.baked import page
from tintuc.reading.standing_page import KEYS, standing_page
from tintuc.reading.titles import title

#: Where the page for a breakdown lies; no link leads to it.
ERROR = "error.html"


class StandingOven:
    """Pages that change with the masthead, or with what the newsroom writes."""

    kind = "standing"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """All of them, whenever the masthead, a section, a template or the newsroom's own text changed."""
        return [PageRef(self.kind, edition.pk, key) for edition in editions(tag, {"standing"}) for key in KEYS]

    def bake(self, ref: PageRef) -> Baked | None:
        """The page, in the edition's language."""
        edition = edition_of(ref.owner)
        if edition is None or ref.key not in KEYS:
            return None
        return page(edition, f"{edition.root}{ref.key}/", standing_page(edition, ref.key))


class ErrorOven:
    """What readers get when the application breaks: baked, because then nothing can be asked for."""

    kind = "error"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """With the masthead."""
        return [PageRef(self.kind, edition.pk) for edition in editions(tag, ())]

    def bake(self, ref: PageRef) -> Baked | None:
        """The page."""
        edition = edition_of(ref.owner)
        if edition is None:
            return None
        path = f"{edition.root}{ERROR}"
        with speaking(edition):
            named = title("error", edition)
        around = frame(edition, path, f"{named} – {edition.name}", listed=False)
        return page(edition, path, render("error.html", edition, frame=around, named=named))
