"""The fronts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tintuc.network.dates import masthead_day
from tintuc.network.models import Edition
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.publishing.reach import edition_of, editions, owners
from tintuc.publishing.shelves import front, read_fronts
from tintuc.reading import structured
from tintuc.reading.entries import Entry, entries
from tintuc.reading.environment import render
from tintuc.reading.frame import Frame, Way, frame
from tintuc.reading.ovens.baked import page
from tintuc.reading.readers import hot, read_hot

LISTED = 40
BESIDE, MORE = 3, 4


class FrontOven:
    """The front of an edition: the lead, what stands beside it, every section, the hot list."""

    kind = "front"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The front shows lists and the hot list."""
        return [PageRef(self.kind, edition.pk) for edition in editions(tag, {"list", "hot"})]

    def gather(self, refs: Iterable[PageRef]) -> None:
        """What stands on all these fronts, and their hot lists."""
        some = owners(refs)
        read_fronts(some)
        read_hot(some)

    def bake(self, ref: PageRef) -> Baked | None:
        """The front, even of an edition that has nothing yet."""
        edition = edition_of(ref.owner)
        if edition is None:
            return None
        shown = front(edition, LISTED)
        placed = bool(shown) and shown[0].front_place is not None
        found = entries(shown, edition)
        lead, beside, more, rest = arrange(found, placed=placed)
        around = frame(edition, edition.root, edition.name, description=_tagline(edition), **_day(found, edition))
        around.alternates = around.other("")
        body = render(
            "front.html",
            edition,
            frame=around,
            lead=lead,
            beside=beside,
            more=more,
            shelves=shelve(around, rest),
            hot=hot(edition),
            data=structured.script([structured.publisher(around)]),
        )
        return page(edition, edition.root, body, f"list:{edition.pk}", f"hot:{edition.pk}")


def _tagline(edition: Edition) -> str:
    return str(edition.tagline or edition.site.tagline)


def _day(found: list[Entry], edition: Edition) -> dict[str, str]:
    """The day of the newest story, as the masthead carries it."""
    if not found:
        return {}
    newest = max(entry.released.iso for entry in found)
    when = dt.datetime.fromisoformat(newest)
    return {"day": masthead_day(when, edition), "since": when.date().isoformat()}


def arrange(found: list[Entry], *, placed: bool = False) -> tuple[Entry | None, list[Entry], list[Entry], list[Entry]]:
    """The lead, what stands beside it, the row under both, and the rest, which goes to the shelves.

    The lead is what editors ``placed`` first; else the newest of the first five that has a picture, else the newest of
    all. A front of five stories has all others beside it, since a row of one would look like something left over.
    """
    newest = found[0] if found else None
    lead = newest if placed else next((entry for entry in found[:5] if entry.picture), newest)
    others = [entry for entry in found if entry is not lead]
    beside = BESIDE if len(others) > BESIDE + 1 else len(others)
    return lead, others[:beside], others[beside : beside + MORE], others[beside + MORE :]


def shelve(around: Frame, rest: list[Entry]) -> list[tuple[Way, list[Entry]]]:
    """The remaining entries by section, in the order of the masthead; empty sections are left out."""
    by_path: dict[str, list[Entry]] = {}
    for entry in rest:
        by_path.setdefault(entry.section_path, []).append(entry)
    return [(way, by_path[way.url]) for way in around.sections if way.url in by_path]
