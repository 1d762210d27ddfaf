"""The page of corrections."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.publishing.bakery import Baked, PageRef
from tintuc.reading.corrections_page import corrections_page, years
from tintuc.reading.ovens.reach import edition_of, editions, page
from tintuc.stories.models import Correction, Placement


class CorrectionsOven:
    """Keys: nothing for the newest, else a year."""

    kind = "corrections"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """A story that was corrected touches the page and its own years; one that was not, nothing."""
        kind, _, number = tag.partition(":")
        if kind in {"story", "shown"}:
            days = Correction.objects.filter(article__story=int(number)).values_list("on", flat=True)
            years_of = sorted({day.year for day in days})
            placed = Placement.objects.filter(article__story=int(number)).values_list("edition_id", flat=True)
            owners = sorted(set(placed)) if years_of else []
            return [PageRef(self.kind, owner, str(key)) for owner in owners for key in ("", *years_of)]
        reached = editions(tag, {"corrections"})
        return [PageRef(self.kind, edition.pk, str(key)) for edition in reached for key in ("", *years(edition))]

    def bake(self, ref: PageRef) -> Baked | None:
        """The page, even while nothing was corrected; a year only if something was."""
        edition = edition_of(ref.owner)
        body = corrections_page(edition, int(ref.key) if ref.key else None) if edition else None
        if edition is None or body is None:
            return None
        path = f"{edition.root}corrections/{ref.key}/" if ref.key else f"{edition.root}corrections/"
        return page(edition, path, body, f"list:{edition.pk}")
