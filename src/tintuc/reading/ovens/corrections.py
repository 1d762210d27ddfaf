"""The page of corrections."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.network.models import Edition
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.reading.corrections_page import corrections_page, years
from tintuc.reading.ovens.reach import edition_of, editions, page
from tintuc.stories.models import Correction


class CorrectionsOven:
    """Keys: nothing for the newest, else a year."""

    kind = "corrections"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """A change of lists touches the page and the years of what was corrected lately; a story its own years."""
        kind, _, number = tag.partition(":")
        if kind == "story":
            made = Correction.objects.filter(article__story=int(number)).select_related("article")
            owners = Edition.objects.filter(placements__article__story=int(number)).distinct()
            found = {correction.on.year for correction in made}
            return [PageRef(self.kind, edition.pk, str(key)) for edition in owners for key in ("", *sorted(found))]
        return [
            PageRef(self.kind, edition.pk, str(key)) for edition in editions(tag, ()) for key in ("", *years(edition))
        ]

    def bake(self, ref: PageRef) -> Baked | None:
        """The page, even while nothing was corrected; a year only if something was."""
        edition = edition_of(ref.owner)
        body = corrections_page(edition, int(ref.key) if ref.key else None) if edition else None
        if edition is None or body is None:
            return None
        path = f"{edition.root}corrections/{ref.key}/" if ref.key else f"{edition.root}corrections/"
        return page(edition, path, body, f"list:{edition.pk}")
