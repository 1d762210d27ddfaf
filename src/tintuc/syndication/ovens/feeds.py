"""Feeds of editions, sections and topics, and of corrections."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from tintuc.network.models import Edition, Topic
from tintuc.publishing import queries
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.publishing.reach import edition_of, owners
from tintuc.publishing.records import topic as one_topic
from tintuc.publishing.records import topics_of
from tintuc.publishing.shown import on, read_newest
from tintuc.publishing.spots import spots, spots_of_articles
from tintuc.syndication.atom import atom
from tintuc.syndication.corrections import corrections_feed, path_of
from tintuc.syndication.feed import Feed
from tintuc.syndication.ovens.reach import editions, section_of
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
            for spot in spots_of_articles(int(number)) or ():
                yield PageRef(self.kind, spot.edition_id)
                yield PageRef(self.kind, spot.edition_id, str(spot.section_id))
        if kind in {"all", "brand", "topic", "story", "shown", "told"}:
            for edition, topic in _topics(tag, kind, int(number or 0)):
                if topic.name_in(edition.language):
                    yield PageRef(self.kind, edition.pk, f"t{topic.pk}")

    def cold(self, ref: PageRef) -> bool:
        """All but the RSS feed of an edition, which most subscribe to."""
        return bool(ref.key) or self.kind != "rss"

    def gather(self, refs: Iterable[PageRef]) -> None:
        """The topics of all these feeds, and the newest of editions."""
        some = list(refs)
        one_topic.read(int(ref.key[1:]) for ref in some if ref.key.startswith("t"))
        read_newest(map(on, owners(ref for ref in some if not ref.key)))

    def bake(self, ref: PageRef) -> Baked | None:
        """The feed, even while it is empty."""
        edition = edition_of(ref.owner)
        of_topic = ref.key.startswith("t")
        topic = one_topic(int(ref.key[1:])) if of_topic else None
        section = section_of(int(ref.key)) if ref.key and not of_topic else None
        if section is not None and section.edition_id != ref.owner:
            return None
        if edition is None or (ref.key and section is None and topic is None):
            return None
        feed = Feed(edition, section, topic=topic)
        tags = frozenset({f"list:{edition.pk}", f"brand:{edition.site_id}"})
        return Baked(edition.site.host, feed.path(self.kind), WRITERS[self.kind](feed), tags=tags)


def _topics(tag: str, kind: str, number: int) -> Iterable[tuple[Edition, Topic]]:
    """The topics a tag touches, each with the editions where it does: of a story or an article, or by themselves."""
    known = queries.editions()
    if kind in {"all", "brand", "topic"}:
        named = Topic.objects.filter(pk=number) if kind == "topic" else Topic.objects.all()
        return product(known.values() if kind == "topic" else editions(tag), list(named))
    touched = spots(tag, of_articles={"shown", "told"}, of_stories={"story"})
    found = {(spot.edition_id, spot.story_id): None for spot in touched if spot.edition_id in known}
    return [(known[pk], topic) for pk, story in found for topic in topics_of(story) or ()]


class CorrectionsFeedOven:
    """The feed of an edition's corrections."""

    kind = "corrections-atom"
    cold = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """With the lists of the edition: a release may bring a correction."""
        return [PageRef(self.kind, edition.pk) for edition in editions(tag)]

    def bake(self, ref: PageRef) -> Baked | None:
        """The feed, even while it is empty."""
        edition = edition_of(ref.owner)
        if edition is None:
            return None
        tags = frozenset({f"list:{edition.pk}", f"brand:{edition.site_id}"})
        return Baked(edition.site.host, path_of(edition), corrections_feed(edition), tags=tags)
