"""RSS 2.0 with full text."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime

from lxml import etree

from tintuc.stories.models import Placement
from tintuc.syndication.feed import Feed, authors, headline, identity, updated
from tintuc.syndication.full_text import photos_of, text_of
from tintuc.syndication.xml import ATOM, CC, CONTENT, DC, add, legal, root, written

NAMES: dict[str | None, str] = {"atom": ATOM, "dc": DC, "content": CONTENT, "cc": CC}


def rss(feed: Feed) -> bytes:
    """The feed as an RSS document."""
    document = root("rss", NAMES, version="2.0")
    channel = add(document, "channel")
    edition, placements = feed.edition, feed.placements()
    add(channel, "title", feed.title)
    add(channel, "link", feed.at(feed.page))
    add(channel, "description", feed.about)
    add(channel, "language", edition.language)
    if placements:
        add(channel, "lastBuildDate", date(max(updated(placement) for placement in placements)))
    own = feed.at(feed.path("rss"))
    add(channel, f"{{{ATOM}}}link", rel="self", type="application/rss+xml", href=own)
    photos_of(placements)  # read together, before each asks for its own
    for placement in placements:
        _entry(channel, feed, placement)
    return written(document)


def date(when: dt.datetime) -> str:
    """RFC 822, in UTC."""
    return format_datetime(when.astimezone(dt.UTC), usegmt=True)


def _entry(channel: etree._Element, feed: Feed, placement: Placement) -> None:
    content = placement.article.current_release.content
    entry = add(channel, "item")
    add(entry, "title", headline(placement))
    add(entry, "link", feed.at(placement.path))
    add(entry, "guid", identity(placement), isPermaLink="false")
    add(entry, "pubDate", date(placement.released_at))
    add(entry, f"{{{ATOM}}}updated", updated(placement).astimezone(dt.UTC).isoformat(timespec="seconds"))
    add(entry, "category", placement.section.name)
    for name in authors(placement):
        add(entry, f"{{{DC}}}creator", name)
    add(entry, f"{{{DC}}}language", content["language"])
    if content["carried"] and content["source_url"]:
        add(entry, "source", content["provider"] or content["source_url"], url=content["source_url"])
    if content["licence_url"]:
        add(entry, f"{{{CC}}}license", content["licence_url"])
    if content["standfirst"]:
        add(entry, "description", content["standfirst"])
    add(entry, f"{{{CONTENT}}}encoded").text = legal(text_of(placement))
