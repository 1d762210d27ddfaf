"""Feeds of editions, sections and topics, and of corrections."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.network.models import Edition, Topic
from tintuc.publishing import queries
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.stories.models import Placement
from tintuc.syndication.atom import atom
from tintuc.syndication.corrections import corrections_feed, path_of
from tintuc.syndication.feed import Feed
from tintuc.syndication.ovens.reach import edition_of, editions, section_of
from tintuc.syndication.rss import rss

WRITERS = {"rss": rss, "atom": atom}


class FeedOven:
    """All feeds of one format. Keys: nothing for the whole edition, else a section, or ``t`` and a topic."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The feeds of every edition or section whose list changed, and those of a story's topics."""
        kind, _, number = tag.partition(":")
        if kind == "section" and (section := section_of(int(number))) is not None:
            yield PageRef(self.kind, section.edition_id, str(section.pk))
        for edition in editions(tag):
            yield PageRef(self.kind, edition.pk)
            for section in queries.sections().values() if kind != "list" else ():
                if section.edition_id == edition.pk:
                    yield PageRef(self.kind, edition.pk, str(section.pk))
        if kind == "told":
            yield from self._of(int(number))
        if kind in {"all", "brand", "topic", "story", "shown"}:
            yield from self._topics(tag, kind, int(number or 0))

    def _of(self, article: int) -> Iterable[PageRef]:
        """Every feed that carries the text of an article."""
        for placement in Placement.objects.filter(article=article).select_related("article"):
            yield PageRef(self.kind, placement.edition_id)
            yield PageRef(self.kind, placement.edition_id, str(placement.section_id))
            yield from self._topics("", "story", placement.article.story_id)

    def _topics(self, tag: str, kind: str, number: int) -> Iterable[PageRef]:
        kind = "story" if kind == "shown" else kind
        narrow = {"topic": {"pk": number}, "story": {"stories": number}}.get(kind, {})
        named = list(Topic.objects.filter(**narrow))
        if not named:
            return
        places = Edition.objects.filter(placements__article__story=number).distinct() if kind == "story" else None
        for edition in places or (editions(tag) if kind != "topic" else queries.editions().values()):
            for topic in named:
                if topic.name_in(edition.language):
                    yield PageRef(self.kind, edition.pk, f"t{topic.pk}")

    def bake(self, ref: PageRef) -> Baked | None:
        """The feed, even while it is empty."""
        edition = edition_of(ref.owner)
        of_topic = ref.key.startswith("t")
        topic = Topic.objects.filter(pk=int(ref.key[1:])).first() if of_topic else None
        section = section_of(int(ref.key)) if ref.key and not of_topic else None
        if section is not None and section.edition_id != ref.owner:
            return None
        if edition is None or (ref.key and section is None and topic is None):
            return None
        feed = Feed(edition, section, topic=topic)
        tags = frozenset({f"list:{edition.pk}", f"brand:{edition.site_id}"})
        return Baked(edition.site.host, feed.path(self.kind), WRITERS[self.kind](feed), tags=tags)


class CorrectionsFeedOven:
    """The feed of an edition's corrections."""

    kind = "corrections-atom"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """With the lists of the edition: a release may bring a correction."""
        return [PageRef(self.kind, edition.pk) for edition in editions(tag)]

    def bake(self, ref: PageRef) -> Baked | None:
        """The feed, even while it is empty."""
        edition = Edition.objects.select_related("site").filter(pk=ref.owner).first()
        if edition is None:
            return None
        tags = frozenset({f"list:{edition.pk}", f"brand:{edition.site_id}"})
        return Baked(edition.site.host, path_of(edition), corrections_feed(edition), tags=tags)
