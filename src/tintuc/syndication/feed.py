"""What a feed holds, whatever its format: its own facts and its newest articles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from django.db import connection
from django.utils import timezone

from tintuc.network.models import Edition, Network, Section, Topic
from tintuc.publishing import queries
from tintuc.publishing.memo import once
from tintuc.publishing.shelves import of_topic
from tintuc.publishing.shown import Shown, ShownRelease, on, under
from tintuc.stories.models import Placement
from tintuc.syndication.full_text import texts_of

LISTED = 30
#: Items kept in a process in each format, of some 5 KB each.
KEPT = 2048
#: How long a feed tells that something was withdrawn.
TOLD_FOR = dt.timedelta(days=30)
#: Of how many at most, in all sections together.
MOST_TOLD = 300


class Item(NamedTuple):
    """An article as feeds tell of it: all that its place in one is made from, so that it is made once a process."""

    identity: str
    url: str
    headline: str
    released: dt.datetime
    updated: dt.datetime
    section: str
    section_key: str
    authors: tuple[str, ...]  #: who made it, reporters before translators, else who it was taken from
    text: str
    release: ShownRelease

    @property
    def content(self) -> dict[str, Any]:
        """What readers were given."""
        return self.release.content


@dataclass(frozen=True)
class Feed:
    """The feed of an edition, of one of its sections, or of a topic."""

    edition: Edition
    section: Section | None = None
    network: Network = field(default_factory=queries.network)
    topic: Topic | None = None

    @property
    def title(self) -> str:
        """The masthead, and the name of the section or topic."""
        name = self.section.name if self.section else self.topic.name_in(self.edition.language) if self.topic else ""
        return f"{self.edition.name} – {name}" if name else self.edition.name

    @property
    def page(self) -> str:
        """The path of the page for people that shows the same."""
        if self.topic:
            return f"{self.edition.root}topics/{self.topic.key}/"
        return f"{self.edition.root}{self.section.slug}/" if self.section else self.edition.root

    def path(self, ending: str) -> str:
        """The feed's own path: ``rss`` or ``atom``."""
        return f"{self.page}{ending}.xml"

    @property
    def about(self) -> str:
        """A line on what it is."""
        if self.topic and (about := self.topic.about_in(self.edition.language)):
            return about
        return self.edition.tagline or self.edition.site.tagline or self.title

    def at(self, path: str) -> str:
        """The absolute address of a path on the feed's host."""
        return self.network.address(self.edition.site.host, path)

    def items(self) -> list[Item]:
        """The newest articles."""
        shelf = under(self.section) if self.section else on(self.edition)
        return items((of_topic(self.edition, self.topic) if self.topic else shelf).newest(LISTED), self.network)

    def withdrawn(self) -> list[Placement]:
        """What was withdrawn lately."""
        gone = _withdrawn(self.edition)
        if self.topic:
            about = set(
                self.topic.stories.filter(pk__in=[one.article.story_id for one in gone]).values_list("pk", flat=True)
            )
            gone = [one for one in gone if one.article.story_id in about]
        return [one for one in gone if self.section is None or one.section_id == self.section.pk][:LISTED]


def changed(items: list[Item], gone: list[Placement]) -> dt.datetime | None:
    """The newest change that a feed of some items and withdrawals tells of, if any: never the moment it is written."""
    return max([*(item.updated for item in items), *(placement.withdrawn_at for placement in gone)], default=None)


@once
def _withdrawn(edition: Edition) -> list[Placement]:
    """What was withdrawn of an edition lately, for all its feeds."""
    if edition.pk not in _withdrawing():
        return []
    return list(queries.withdrawn(edition).filter(withdrawn_at__gte=timezone.now() - TOLD_FOR)[:MOST_TOLD])


@once
def _withdrawing() -> set[int]:
    """The editions of which something was withdrawn lately: few, mostly none."""
    sql = """SELECT e.id FROM network_edition e WHERE EXISTS (
        SELECT 1 FROM stories_placement p WHERE p.edition_id = e.id AND p.withdrawn_at >= %s)"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [connection.ops.adapt_datetimefield_value(timezone.now() - TOLD_FOR)])
        return {row[0] for row in cursor.fetchall()}


def items(placements: list[Shown], network: Network) -> list[Item]:
    """The items of placements, in their order."""
    texts = zip(placements, texts_of(placements), strict=True)
    return [
        Item(
            identity=identity(one),
            url=network.address(one.edition.site.host, one.path),
            headline=headline(one),
            released=one.released_at,
            updated=max(one.article.updated_at or one.released_at, one.released_at),
            section=one.section.name,
            section_key=one.section.key,
            authors=_authors(one),
            text=text,
            release=one.article.current_release,
        )
        for one, text in texts
    ]


def headline(placement: Shown) -> str:
    """The headline shown on this edition."""
    return str(placement.headline or placement.article.current_release.content["headline"])


def identity(placement: Shown | Placement) -> str:
    """What tells the article apart in every feed for ever, whatever happens to addresses, hosts and headlines."""
    made = placement.article.story.created_at.isoformat()
    return _identity(f"{made}/{placement.article_id}/{placement.edition_id}")


@lru_cache(maxsize=4 * KEPT)
def _identity(of: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_OID, of)}"


def _authors(placement: Shown) -> tuple[str, ...]:
    content = placement.article.current_release.content
    named = tuple(line["name"] for line in content["byline"] if line["role"] in {"reporter", "translator"})
    return named or (content["provider"] or placement.edition.name,)
