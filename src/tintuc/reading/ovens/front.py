"""The fronts."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.network.models import Edition
from tintuc.publishing import queries
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.reading import structured
from tintuc.reading.entries import Entry, entries
from tintuc.reading.environment import render
from tintuc.reading.frame import Frame, Way, frame
from tintuc.reading.ovens.reach import edition_of, editions, page
from tintuc.reading.readers import hot

LISTED = 30
BESIDE = 4


class FrontOven:
    """The front of an edition: the lead, what stands beside it, every section, the hot list."""

    kind = "front"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The front shows lists and the hot list."""
        return [PageRef(self.kind, edition.pk) for edition in editions(tag, {"list", "hot"})]

    def bake(self, ref: PageRef) -> Baked | None:
        """The front, even of an edition that has nothing yet."""
        edition = edition_of(ref.owner)
        if edition is None:
            return None
        found = entries(queries.public(edition)[:LISTED], edition)
        lead, beside, rest = arrange(found)
        around = frame(edition, edition.root, edition.name, description=_tagline(edition))
        around.alternates = around.other("")
        body = render(
            "front.html",
            edition,
            frame=around,
            lead=lead,
            beside=beside,
            shelves=shelve(around, rest),
            hot=hot(edition),
            data=structured.script([structured.publisher(around)]),
        )
        return page(edition, edition.root, body, f"list:{edition.pk}", f"hot:{edition.pk}")


def _tagline(edition: Edition) -> str:
    return str(edition.tagline or edition.site.tagline)


def arrange(found: list[Entry]) -> tuple[Entry | None, list[Entry], list[Entry]]:
    """The lead is the newest of the first five that has a picture, else the newest of all."""
    lead = next((entry for entry in found[:5] if entry.picture), found[0] if found else None)
    others = [entry for entry in found if entry is not lead]
    return lead, others[:BESIDE], others[BESIDE:]


def shelve(around: Frame, rest: list[Entry]) -> list[tuple[Way, list[Entry]]]:
    """The remaining entries by section, in the order of the masthead; empty sections are left out."""
    by_path: dict[str, list[Entry]] = {}
    for entry in rest:
        by_path.setdefault(entry.section_path, []).append(entry)
    return [(way, by_path[way.url]) for way in around.sections if way.url in by_path]
