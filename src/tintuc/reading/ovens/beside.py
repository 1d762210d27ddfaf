"""Pages that stand beside an article: its history, and pairs of its languages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tintuc.network.hosts import edition_at
from tintuc.network.languages import LANGUAGES
from tintuc.network.models import Edition
from tintuc.publishing import queries
from tintuc.publishing.bakery import Baked, PageRef, is_wide
from tintuc.publishing.manifest import known_pages
from tintuc.publishing.memo import once
from tintuc.publishing.models import BakedFile
from tintuc.publishing.reach import editions
from tintuc.publishing.records import trail
from tintuc.publishing.shown import by_key
from tintuc.publishing.spots import spots, spots_of_stories
from tintuc.reading.behind import history_path
from tintuc.reading.history_page import history_page
from tintuc.reading.ovens.baked import page
from tintuc.reading.parallel import parallel_page, parallel_path, partner
from tintuc.stories.models import Placement

HISTORY = "/history.html"
PAIR = re.compile(r"(?P<base>/.+)/(?P<one>[a-z]{2}(-[a-z]+)?)\+(?P<two>[a-z]{2}(-[a-z]+)?)\.html")
BY_PATH = {language.path: language.code for language in LANGUAGES.values()}


def placed(tag: str) -> Iterable[tuple[int, int]]:
    """Edition and key of every placement the tag may touch that ever had an address."""
    if is_wide(tag):
        every = Placement.objects.exclude(path="").filter(edition__in=editions(tag, ()))
        return every.order_by("-released_at", "-pk").values_list("edition_id", "pk").iterator()
    found = spots(tag, of_articles={"article", "text"}, of_stories={"story", "languages"})
    return [(spot.edition_id, spot.pk) for spot in found if spot.path]


def public_at(edition: Edition, path: str) -> Placement | None:
    """What is public at an address: asked for by the path alone first, so that no database walks the edition."""
    there = Placement.objects.filter(path=path).order_by().values_list("edition_id", "pk")
    return queries.all_public().filter(pk__in=[pk for owner, pk in there if owner == edition.pk]).first()


class HistoryOven:
    """The history of an article on one edition; there is one from its second release."""

    kind = "history"
    cold = True
    many = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The pages beside the story's articles."""
        for edition, pk in placed(tag):
            yield PageRef(self.kind, edition, str(pk))

    def at(self, host: str, path: str) -> PageRef | None:
        """The history an address names, if its article is public there."""
        edition = edition_at(host, path) if path.endswith(HISTORY) else None
        placement = public_at(edition, f"{path.removesuffix(HISTORY)}.html") if edition else None
        return PageRef(self.kind, placement.edition_id, str(placement.pk)) if placement else None

    def gather(self, refs: Iterable[PageRef]) -> None:
        """How many releases each article has: most have one, and no history."""
        trail.read(one.article_id for one in by_key.read(int(ref.key) for ref in refs).values() if one)

    def bake(self, ref: PageRef) -> Baked | None:
        """The page; none for an article that is not public."""
        placement = by_key(int(ref.key))
        body = history_page(placement) if placement else None
        if placement is None or body is None:
            return None
        return page(placement.edition, history_path(placement.path), body, f"story:{placement.article.story_id}")


@once
def _pairs(story: int) -> list[PageRef]:
    """The pairs of a story's languages that were ever asked for."""
    every = spots_of_stories(story) or ()
    return list(
        known_pages(PageRef("parallel", one.edition_id, f"{one.pk}:{code}") for one in every for code in LANGUAGES)
    )


class ParallelOven:
    """Two languages side by side. Keys: placement and language, as ``12:zh-Hans``.

    A story in ten languages has ninety pairs, and few are ever read: a pair is baked when the first reader asks for it
    and kept up to date from then on.
    """

    kind = "parallel"
    cold = True
    many = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The pairs that were asked for before."""
        if is_wide(tag):
            known = BakedFile.objects.filter(kind=self.kind, owner__in=[edition.pk for edition in editions(tag, ())])
            return [PageRef(self.kind, owner, key) for owner, key in known.values_list("owner", "key")]
        touched = spots(tag, of_articles={"article", "text"}, of_stories={"story", "languages"})
        # A pair shows two articles: when one goes, the pairs read from the other must go as soon.
        return [ref for story in {spot.story_id for spot in touched} for ref in _pairs(story)]

    def at(self, host: str, path: str) -> PageRef | None:
        """The pair an address names, if its article is public there."""
        match = PAIR.fullmatch(path)
        edition = edition_at(host, path) if match else None
        if match is None or edition is None or match["one"] != edition.speech.path or match["two"] not in BY_PATH:
            return None
        placement = public_at(edition, f"{match['base']}.html")
        return PageRef(self.kind, edition.pk, f"{placement.pk}:{BY_PATH[match['two']]}") if placement else None

    def bake(self, ref: PageRef) -> Baked | None:
        """The pair; none while one of the two is not public."""
        number, _, language = ref.key.partition(":")
        placement = by_key(int(number))
        other = partner(placement, language) if placement else None
        if placement is None or other is None:
            return None
        path = parallel_path(placement.path, placement.article.language, language)
        return page(placement.edition, path, parallel_page(placement, other), f"story:{placement.article.story_id}")
