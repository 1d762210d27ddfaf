"""RSS 2.0 with full text."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from functools import lru_cache

from tintuc.syndication.feed import KEPT, Feed, Item, changed
from tintuc.syndication.xml import ATOM, CONTENT, DC, LICENCES, add, filled, legal, mark, part, root, written

NAMES: dict[str | None, str] = {"atom": ATOM, "dc": DC, "content": CONTENT, "creativeCommons": LICENCES}


def rss(feed: Feed) -> bytes:
    """The feed as an RSS document."""
    document = root("rss", NAMES, version="2.0")
    channel = add(document, "channel")
    edition, items = feed.edition, feed.items()
    add(channel, "title", feed.title)
    add(channel, "link", feed.at(feed.page))
    add(channel, "description", feed.about)
    add(channel, "language", edition.language)
    if newest := changed(items, feed.withdrawn()):
        add(channel, "lastBuildDate", date(newest))
    own = feed.at(feed.path("rss"))
    add(channel, f"{{{ATOM}}}link", rel="self", type="application/rss+xml", href=own)
    mark(channel)
    return filled(written(document), map(_entry, items))


def date(when: dt.datetime) -> str:
    """RFC 822, in UTC."""
    return format_datetime(when.astimezone(dt.UTC), usegmt=True)


@lru_cache(maxsize=KEPT)
def _entry(item: Item) -> bytes:
    content = item.content
    document = root("rss", NAMES, version="2.0")
    entry = add(add(document, "channel"), "item")
    add(entry, "title", item.headline)
    add(entry, "link", item.url)
    add(entry, "guid", item.identity, isPermaLink="false")
    add(entry, "pubDate", date(item.released))
    add(entry, f"{{{ATOM}}}updated", item.updated.astimezone(dt.UTC).isoformat(timespec="seconds"))
    add(entry, "category", item.section)
    for name in item.authors:
        add(entry, f"{{{DC}}}creator", name)
    add(entry, f"{{{DC}}}language", content["language"])
    for source in (content["provider"], content["source_url"]) if content["carried"] else ():
        if source:
            add(entry, f"{{{DC}}}source", source)
    if content["licence_url"]:
        add(entry, f"{{{LICENCES}}}license", content["licence_url"])
    if content["standfirst"]:
        add(entry, "description", content["standfirst"])
    add(entry, f"{{{CONTENT}}}encoded").text = legal(item.text)
    return part(document, "item")
