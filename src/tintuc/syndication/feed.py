"""What a feed holds, whatever its format: its own facts and its newest articles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import NAMESPACE_OID, uuid5

from django.utils import timezone

from tintuc.network.models import Edition, Network, Section, Topic
from tintuc.publishing import queries
from tintuc.publishing.memo import once
from tintuc.publishing.shelves import of_topic
from tintuc.stories.models import Placement

LISTED = 30
#: How long a feed tells that something was withdrawn.
TOLD_FOR = dt.timedelta(days=30)
#: Of how many at most, in all sections together.
MOST_TOLD = 300


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

    def placements(self) -> list[Placement]:
        """The newest public placements."""
        if self.topic:
            return queries.with_text(of_topic(self.edition, self.topic)[:LISTED])
        return queries.newest(self.edition, self.section, LISTED)

    def withdrawn(self) -> list[Placement]:
        """What was withdrawn lately."""
        gone = _withdrawn(self.edition)
        if self.topic:
            about = set(
                self.topic.stories.filter(pk__in=[one.article.story_id for one in gone]).values_list("pk", flat=True)
            )
            gone = [one for one in gone if one.article.story_id in about]
        return [one for one in gone if self.section is None or one.section_id == self.section.pk][:LISTED]


@once
def _withdrawn(edition: Edition) -> list[Placement]:
    """What was withdrawn of an edition lately, for all its feeds."""
    return list(queries.withdrawn(edition).filter(withdrawn_at__gte=timezone.now() - TOLD_FOR)[:MOST_TOLD])


def headline(placement: Placement) -> str:
    """The headline shown on this edition."""
    return placement.headline or placement.article.current_release.content["headline"]


def identity(placement: Placement) -> str:
    """What tells the article apart in every feed for ever, whatever happens to addresses, hosts and headlines."""
    made = placement.article.story.created_at.isoformat()
    return f"urn:uuid:{uuid5(NAMESPACE_OID, f'{made}/{placement.article_id}/{placement.edition_id}')}"


def updated(placement: Placement) -> dt.datetime:
    """When readers were last given something new; never before the release."""
    return max(placement.article.updated_at or placement.released_at, placement.released_at)


def authors(placement: Placement) -> list[str]:
    """Who made it, reporters before translators, else who it was taken from."""
    content = placement.article.current_release.content
    named = [line["name"] for line in content["byline"] if line["role"] in {"reporter", "translator"}]
    return named or [content["provider"] or placement.edition.name]
