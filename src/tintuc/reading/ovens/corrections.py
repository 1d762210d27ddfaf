"""The page of corrections."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.network.models import Edition
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.publishing.models import BakedFile
from tintuc.publishing.reach import edition_of, editions
from tintuc.publishing.records import corrected_on, years
from tintuc.publishing.spots import Spot, spots
from tintuc.reading.corrections_page import corrections_page
from tintuc.reading.ovens.baked import page


class CorrectionsOven:
    """Keys: nothing for the newest, else a year."""

    kind = "corrections"
    cold = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """An article that was corrected touches the page and its own years; one that was not, nothing."""
        touched = _touched(tag)
        if touched:
            days = corrected_on.read(spot.article_id for spot in touched).values()
            years_of = sorted({day.year for some in days for day in some or ()})
            owners = {spot.edition_id for spot in touched} if years_of else ()
            return [self._ref(owner, key) for owner in sorted(owners) for key in ("", *years_of)]
        return [self._ref(edition.pk, key) for edition in editions(tag, {"corrections"}) for key in self._keys(edition)]

    def ahead(self, tags: Iterable[str]) -> None:
        """When all that the tags name was corrected."""
        corrected_on.read(spot.article_id for tag in tags for spot in _touched(tag))

    def _ref(self, owner: int, key: int | str) -> PageRef:
        return PageRef(self.kind, owner, str(key))

    def _keys(self, edition: Edition) -> set[str]:
        """Every year, also one that has nothing left to show."""
        known = BakedFile.objects.filter(kind=self.kind, owner=edition.pk).values_list("key", flat=True)
        return {"", *map(str, years(edition)), *known}

    def bake(self, ref: PageRef) -> Baked | None:
        """The page, even while nothing was corrected; a year only if something was."""
        edition = edition_of(ref.owner)
        body = corrections_page(edition, int(ref.key) if ref.key else None) if edition else None
        if edition is None or body is None:
            return None
        path = f"{edition.root}corrections/{ref.key}/" if ref.key else f"{edition.root}corrections/"
        return page(edition, path, body, f"list:{edition.pk}")


def _touched(tag: str) -> list[Spot]:
    return spots(tag, of_articles={"shown"}, of_stories={"story", "alt", "corrected"})
