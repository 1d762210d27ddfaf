"""Articles, and the notices that stand where one was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tintuc.publishing.bakery import Baked, PageRef, is_wide
from tintuc.publishing.reach import editions
from tintuc.publishing.shown import Shown, by_key
from tintuc.publishing.spots import shown_beside, spots, spots_made_from
from tintuc.reading.article_page import article_page, notice_page, read_ahead
from tintuc.reading.ovens.baked import page
from tintuc.reading.relations import related
from tintuc.stories.models import Placement


class ArticleOven:
    """The page of one placement."""

    kind = "article"
    many = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """Every address the tag may touch, whether or not something may stand there now."""
        kind, _, number = tag.partition(":")
        if kind in {"beside", "offered"}:
            for edition, pk in shown_beside(int(number)) or ():
                yield PageRef(self.kind, edition, str(pk))
        found = spots(tag, of_articles={"article", "text", "count"}, of_stories={"story", "languages"})
        for spot in (spots_made_from(int(number)) or ()) if kind == "made-from" else found:
            if spot.path:
                yield PageRef(self.kind, spot.edition_id, str(spot.pk))
        if is_wide(tag):
            placed = Placement.objects.exclude(path="").filter(edition__in=editions(tag, ()))
            newest = placed.order_by("-released_at", "-pk").values_list("edition_id", "pk")
            for edition, pk in newest.iterator():
                yield PageRef(self.kind, edition, str(pk))

    def at(self, host: str, path: str) -> PageRef | None:
        """The placement whose address it is."""
        placed = Placement.objects.filter(path=path, edition__site__host=host).exclude(path="").first()
        return PageRef(self.kind, placed.edition_id, str(placed.pk)) if placed else None

    def gather(self, refs: Iterable[PageRef]) -> None:
        """What the pages of all these articles are made from."""
        read_ahead(by_key.read(int(ref.key) for ref in refs).values())

    def bake(self, ref: PageRef) -> Baked | None:
        """The article, a notice if it was withdrawn, or nothing."""
        placement = by_key(int(ref.key))
        if placement is not None:
            body = article_page(placement)
            beside = frozenset(one.article for one in related(placement))
            return replace(self._page(placement, body), beside=beside)
        gone = Placement.objects.select_related("edition__site", "section", "article").exclude(path="")
        placement = gone.filter(pk=int(ref.key), withdrawn_at__isnull=False).first()
        return self._page(placement, notice_page(placement), 410) if placement else None

    def _page(self, placement: Shown | Placement, body: bytes, status: int = 200) -> Baked:
        tags = f"story:{placement.article.story_id}", f"count:{placement.article_id}"
        newest = int(placement.released_at.timestamp())
        return page(placement.edition, placement.path, body, *tags, status=status, newest=newest)
