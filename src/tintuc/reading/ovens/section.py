"""The sections' own pages."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.network.models import Section
from tintuc.publishing import queries
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.reading import structured
from tintuc.reading.entries import entries
from tintuc.reading.environment import render
from tintuc.reading.frame import Way, frame, shelves
from tintuc.reading.ovens.reach import editions, page

LISTED = 30


class SectionOven:
    """The newest of one section; the site map holds the rest."""

    kind = "section"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """All sections of the editions whose lists changed."""
        reached = Section.objects.filter(edition__in=editions(tag, {"list"}))
        return [PageRef(self.kind, edition, str(pk)) for edition, pk in reached.values_list("edition_id", "pk")]

    def bake(self, ref: PageRef) -> Baked | None:
        """The section's page."""
        section = Section.objects.select_related("edition__site").filter(pk=int(ref.key)).first()
        if section is None:
            return None
        edition = section.edition
        found = entries(queries.public(edition).filter(section=section)[:LISTED], edition)
        title = f"{section.name} – {edition.name}"
        around = frame(edition, section.path, title, section=section)
        around.alternates = shelves(around, section)
        steps = [Way(edition.name, edition.root), Way(section.name, section.path)]
        data = structured.script([structured.publisher(around), structured.trail(around, steps)])
        body = render("section.html", edition, frame=around, section=section, entries=found, data=data)
        return page(edition, section.path, body, f"list:{edition.pk}")
