"""The sections' own pages."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.network.models import Section
from tintuc.publishing import queries
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.reading import structured
from tintuc.reading.environment import render
from tintuc.reading.frame import Way, frame, shelves
from tintuc.reading.ovens.reach import editions, page
from tintuc.reading.shelf import Shelf, split
from tintuc.reading.shelf_page import month_page
from tintuc.stories.models import Placement


class SectionOven:
    """Keys: ``12`` for the newest of section 12, ``12/2026/11`` for a month of it."""

    kind = "section"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The newest of all sections of the editions whose lists changed; of a story, the months it falls in."""
        kind, _, number = tag.partition(":")
        if kind == "story":
            yield from self._months(int(number))
            return
        reached = Section.objects.filter(edition__in=editions(tag, {"list"})).select_related("edition__site")
        for section in reached:
            yield PageRef(self.kind, section.edition_id, str(section.pk))
            if kind != "list":
                for key in shelf_of(section).months():
                    yield PageRef(self.kind, section.edition_id, f"{section.pk}/{key}")

    def _months(self, story: int) -> Iterable[PageRef]:
        placed = Placement.objects.filter(article__story=story, released_at__isnull=False)
        for placement in placed.select_related("section__edition__site"):
            for key in shelf_of(placement.section).around(placement.released_at):
                yield PageRef(self.kind, placement.edition_id, f"{placement.section_id}/{key}")

    def bake(self, ref: PageRef) -> Baked | None:
        """The section's page; a month without stories has none."""
        owner, month = split(ref.key)
        section = Section.objects.select_related("edition__site").filter(pk=int(owner)).first()
        if section is None:
            return None
        shelf = shelf_of(section)
        body = month_page(shelf, section.name, *month, section=section) if month else _newest(section, shelf)
        path = f"{shelf.path}{month[0]}/{month[1]:02}/" if month else shelf.path
        return page(section.edition, path, body, f"list:{section.edition_id}") if body else None


def shelf_of(section: Section) -> Shelf:
    """The section's stories."""
    return Shelf(section.edition, section.path, queries.public(section.edition).filter(section=section))


def _newest(section: Section, shelf: Shelf) -> bytes:
    edition = section.edition
    found, older = shelf.newest()
    title, newest = f"{section.name} – {edition.name}", " · ".join(entry.headline for entry in found[:3])
    around = frame(edition, section.path, title, section=section, description=newest)
    around.alternates = shelves(around, section)
    steps = [Way(edition.name, edition.root), Way(section.name, section.path)]
    data = structured.script([structured.publisher(around), structured.trail(around, steps)])
    return render("section.html", edition, frame=around, section=section, entries=found, older=older, data=data)
