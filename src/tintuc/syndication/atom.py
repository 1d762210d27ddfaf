"""Atom 1.0 with full text, and tombstones (RFC 6721) for what was withdrawn."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from lxml import etree

from tintuc.stories.models import Placement
from tintuc.syndication.feed import KEPT, Feed, Item, identity
from tintuc.syndication.xml import ATOM, TOMBSTONE, add, filled, mark, part, root, written

NAMES: dict[str | None, str] = {None: ATOM, "at": TOMBSTONE}


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document."""
    edition, items, gone = feed.edition, feed.items(), feed.withdrawn()
    document = root(f"{{{ATOM}}}feed", NAMES)
    document.set("{http://www.w3.org/XML/1998/namespace}lang", edition.language)
    own, page = feed.at(feed.path("atom")), feed.at(feed.page)
    _add(document, "id", own)
    _add(document, "title", feed.title)
    _add(document, "subtitle", feed.about)
    _add(document, "updated", date(_changed(items, gone)))
    _add(document, "link", rel="self", type="application/atom+xml", href=own)
    _add(document, "link", rel="alternate", type="text/html", hreflang=edition.language, href=page)
    _add(_add(document, "author"), "name", edition.name)
    mark(document)
    for placement in gone:
        stone = add(
            document, f"{{{TOMBSTONE}}}deleted-entry", ref=identity(placement), when=date(placement.withdrawn_at)
        )
        _add(stone, "link", rel="alternate", href=feed.at(placement.path))
    return filled(written(document), map(_entry, items))


def _add(parent: etree._Element, tag: str, text: object = "", /, **attributes: str) -> etree._Element:
    return add(parent, f"{{{ATOM}}}{tag}", text, **attributes)


def date(when: dt.datetime) -> str:
    """RFC 3339, in UTC."""
    return when.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _changed(items: list[Item], gone: list[Placement]) -> dt.datetime:
    """The newest change told here; the same inputs give the same bytes."""
    moments = [item.updated for item in items] + [placement.withdrawn_at for placement in gone]
    return max(moments, default=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))


@lru_cache(maxsize=KEPT)
def _entry(item: Item) -> bytes:
    content = item.content
    document = root(f"{{{ATOM}}}feed", NAMES)
    entry = _add(document, "entry", xml_lang=content["language"])
    _add(entry, "id", item.identity)
    _add(entry, "title", item.headline)
    _add(entry, "link", rel="alternate", type="text/html", hreflang=content["language"], href=item.url)
    if content["source_url"]:
        _add(entry, "link", rel="via", href=content["source_url"])
    if content["licence_url"]:
        _add(entry, "link", rel="license", href=content["licence_url"])
    _add(entry, "published", date(item.released))
    _add(entry, "updated", date(item.updated))
    for name in item.authors:
        _add(_add(entry, "author"), "name", name)
    _add(entry, "category", term=item.section_key, label=item.section)
    if content["licence"]:
        _add(entry, "rights", content["licence"])
    if content["standfirst"]:
        _add(entry, "summary", content["standfirst"])
    _add(entry, "content", item.text, type="html")
    return part(document, "entry")
