"""Pages that stand beside an article: its history, and pairs of its languages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tintuc.network.hosts import edition_at
from tintuc.network.languages import LANGUAGES
from tintuc.publishing import queries
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.publishing.models import BakedFile
from tintuc.reading.behind import history_path
from tintuc.reading.history_page import history_page
from tintuc.reading.ovens.reach import editions, page
from tintuc.reading.parallel import parallel_page, parallel_path, partner
from tintuc.stories.models import Article, Placement

HISTORY = "/history.html"
PAIR = re.compile(r"(?P<base>/.+)/(?P<one>[a-z]{2}(-[a-z]+)?)\+(?P<two>[a-z]{2}(-[a-z]+)?)\.html")
BY_PATH = {language.path: language.code for language in LANGUAGES.values()}


def placed(tag: str) -> Iterable[tuple[int, int]]:
    """Edition and key of every placement the tag may touch that ever had an address."""
    kind, _, number = tag.partition(":")
    found = Placement.objects.exclude(path="")
    if kind == "story":
        found = found.filter(article__story=int(number))
    elif kind in {"article", "text"}:
        found = found.filter(article=int(number))
    elif kind in {"all", "brand"}:
        found = found.filter(edition__in=editions(tag, ()))
    else:
        return []
    return found.order_by("-released_at", "-pk").values_list("edition_id", "pk").iterator()


class HistoryOven:
    """The history of an article on one edition; there is one from its second release."""

    kind = "history"
    many = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The pages beside the story's articles."""
        for edition, pk in placed(tag):
            yield PageRef(self.kind, edition, str(pk))

    def at(self, host: str, path: str) -> PageRef | None:
        """The history an address names, if its article is public there."""
        edition = edition_at(host, path) if path.endswith(HISTORY) else None
        placement = (
            queries.public(edition).filter(path=f"{path.removesuffix(HISTORY)}.html").first() if edition else None
        )
        return PageRef(self.kind, placement.edition_id, str(placement.pk)) if placement else None

    def bake(self, ref: PageRef) -> Baked | None:
        """The page; none for an article that is not public."""
        placement = queries.all_public().filter(pk=int(ref.key)).first()
        body = history_page(placement) if placement else None
        if placement is None or body is None:
            return None
        return page(placement.edition, history_path(placement.path), body, f"story:{placement.article.story_id}")


class ParallelOven:
    """Two languages side by side. Keys: placement and language, as ``12:zh-Hans``.

    A story in ten languages has ninety pairs, and few are ever read: a pair is baked when the first reader asks for it
    and kept up to date from then on.
    """

    kind = "parallel"
    many = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The pairs that were asked for before."""
        kind, _, number = tag.partition(":")
        if kind in {"story", "article", "text"}:
            # A pair shows two articles: when one goes, the pairs read from the other must go as soon.
            story = (
                number if kind == "story" else Article.objects.filter(pk=number).values_list("story", flat=True).first()
            )
            for edition, pk in placed(f"story:{story or 0}"):
                known = BakedFile.objects.filter(kind=self.kind, owner=edition, key__startswith=f"{pk}:")
                yield from (PageRef(self.kind, edition, key) for key in known.values_list("key", flat=True))
        elif kind in {"all", "brand"}:
            known = BakedFile.objects.filter(kind=self.kind, owner__in=[edition.pk for edition in editions(tag, ())])
            yield from (PageRef(self.kind, owner, key) for owner, key in known.values_list("owner", "key"))

    def at(self, host: str, path: str) -> PageRef | None:
        """The pair an address names, if its article is public there."""
        match = PAIR.fullmatch(path)
        edition = edition_at(host, path) if match else None
        if match is None or edition is None or match["one"] != edition.speech.path or match["two"] not in BY_PATH:
            return None
        placement = queries.public(edition).filter(path=f"{match['base']}.html").first()
        return PageRef(self.kind, edition.pk, f"{placement.pk}:{BY_PATH[match['two']]}") if placement else None

    def bake(self, ref: PageRef) -> Baked | None:
        """The pair; none while one of the two is not public."""
        number, _, language = ref.key.partition(":")
        placement = queries.all_public().filter(pk=int(number)).first()
        other = partner(placement, language) if placement else None
        if placement is None or other is None:
            return None
        path = parallel_path(placement.path, placement.article.language, language)
        return page(placement.edition, path, parallel_page(placement, other), f"story:{placement.article.story_id}")
