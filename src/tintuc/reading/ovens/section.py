"""The sections' own pages."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.network.hosts import edition_at
from tintuc.network.models import Section
from tintuc.publishing import queries
from tintuc.publishing.bakery import Baked, PageRef, is_wide
from tintuc.publishing.reach import editions
from tintuc.publishing.shown import read_newest, under
from tintuc.publishing.spots import spots
from tintuc.reading import structured
from tintuc.reading.environment import render
from tintuc.reading.frame import Way, frame, shelves
from tintuc.reading.ovens.baked import page
from tintuc.reading.shelf import Shelf, month_at, read_around, split
from tintuc.reading.shelf_page import month_page


class SectionOven:
    """The newest of one section. Keys: ``12``."""

    kind = "section"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The section itself, or all of a site."""
        kind, _, number = tag.partition(":")
        known = queries.sections()
        if kind == "section":
            reached = [known[int(number)]] if int(number) in known else []
        else:
            owners = {edition.pk for edition in editions(tag, ())}
            reached = [section for section in known.values() if section.edition_id in owners]
        return [PageRef(self.kind, section.edition_id, str(section.pk)) for section in reached]

    def gather(self, refs: Iterable[PageRef]) -> None:
        """The newest of all these sections."""
        known = queries.sections()
        read_newest(under(known[pk]) for ref in refs if (pk := int(ref.key)) in known)

    def bake(self, ref: PageRef) -> Baked | None:
        """The section's page."""
        section = queries.sections().get(int(ref.key))
        if section is None:
            return None
        shelf = shelf_of(section)
        return page(section.edition, shelf.path, _newest(section, shelf), f"section:{section.pk}")


class SectionMonthOven:
    """What a section held in one month. Keys: ``12/2026/11``."""

    kind = "section-month"
    cold = True
    many = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """An article touches its own month; one that came or went touches the months beside it, too."""
        known = queries.sections()
        touched = spots(tag, of_articles={"shown"}, of_stories={"alt"})
        found = [(known[one.section_id], one.released_at) for one in touched if one.section_id in known]
        public = [(section, shelf_of(section), at) for section, at in found if at]
        if beside := tag.startswith("alt:"):
            read_around((shelf, at) for _, shelf, at in public)
        for section, shelf, at in public:
            yield from self._of(section, shelf.around(at, beside=beside))
        if is_wide(tag):
            owners = {edition.pk for edition in editions(tag, ())}
            for section in (one for one in known.values() if one.edition_id in owners):
                yield from self._of(section, shelf_of(section).months())

    def at(self, host: str, path: str) -> PageRef | None:
        """The month whose address it is."""
        edition = edition_at(host, path)
        slug, _, rest = path.removeprefix(edition.root).partition("/") if edition else ("", "", "")
        month = month_at(rest)
        section = Section.objects.filter(edition=edition, slug=slug).first() if edition and month else None
        return PageRef(self.kind, section.edition_id, f"{section.pk}/{month}") if section else None

    def _of(self, section: Section, months: Iterable[str]) -> Iterable[PageRef]:
        return (PageRef(self.kind, section.edition_id, f"{section.pk}/{month}") for month in months)

    def bake(self, ref: PageRef) -> Baked | None:
        """The month; none without stories."""
        owner, month = split(ref.key)
        section = queries.sections().get(int(owner))
        if section is None:
            return None
        shelf = shelf_of(section)
        body = month_page(shelf, section.name, *month, section=section)
        path = f"{shelf.path}{month[0]}/{month[1]:02}/"
        return page(section.edition, path, body, f"section:{section.pk}") if body else None


def shelf_of(section: Section) -> Shelf:
    """The section's stories."""
    return Shelf(section.edition, section.path, lambda: under(section))


def _newest(section: Section, shelf: Shelf) -> bytes:
    edition = section.edition
    found, older = shelf.newest()
    title, newest = f"{section.name} – {edition.name}", " · ".join(entry.headline for entry in found[:3])
    around = frame(edition, section.path, title, section=section, description=newest)
    around.alternates = shelves(around, section)
    steps = [Way(edition.name, edition.root), Way(section.name, section.path)]
    data = structured.script([structured.publisher(around), structured.trail(around, steps)])
    return render("section.html", edition, frame=around, section=section, entries=found, older=older, data=data)
