"""Atom 1.0 with full text, and tombstones (RFC 6721) for what was withdrawn."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from lxml import etree

from tintuc.network.models import Edition
from tintuc.syndication.feed import KEPT, Feed, Item, changed, identity
from tintuc.syndication.xml import ATOM, TOMBSTONE, add, filled, mark, part, root, written

NAMES: dict[str | None, str] = {None: ATOM, "at": TOMBSTONE}
#: When what tells of nothing yet has changed.
BEGINNING = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document."""
    items, gone = feed.items(), feed.withdrawn()
    own, page = feed.at(feed.path("atom")), feed.at(feed.page)
    document = begun(feed.edition, own, page, feed.title, feed.about, changed(items, gone))
    mark(document)
    for placement in gone:
        stone = add(
            document, f"{{{TOMBSTONE}}}deleted-entry", ref=identity(placement), when=date(placement.withdrawn_at)
        )
        add_atom(stone, "link", rel="alternate", href=feed.at(placement.path))
    return filled(written(document), map(_entry, items))


def begun(edition: Edition, own: str, page: str, title: str, about: str, updated: dt.datetime | None) -> etree._Element:
    """An Atom document of an edition as far as its entries: its ``own`` address and that of the ``page`` for people."""
    document = root(f"{{{ATOM}}}feed", NAMES)
    document.set("{http://www.w3.org/XML/1998/namespace}lang", edition.language)
    add_atom(document, "id", own)
    add_atom(document, "title", title)
    if about:
        add_atom(document, "subtitle", about)
    add_atom(document, "updated", date(updated or BEGINNING))
    add_atom(document, "link", rel="self", type="application/atom+xml", href=own)
    add_atom(document, "link", rel="alternate", type="text/html", hreflang=edition.language, href=page)
    add_atom(add_atom(document, "author"), "name", edition.name)
    return document


def add_atom(parent: etree._Element, tag: str, text: object = "", /, **attributes: str) -> etree._Element:
    """A child in Atom's name space."""
    return add(parent, f"{{{ATOM}}}{tag}", text, **attributes)


def date(when: dt.datetime) -> str:
    """RFC 3339, in UTC."""
    return when.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@lru_cache(maxsize=KEPT)
def _entry(item: Item) -> bytes:
    content = item.content
    document = root(f"{{{ATOM}}}feed", NAMES)
    entry = add_atom(document, "entry", xml_lang=content["language"])
    add_atom(entry, "id", item.identity)
    add_atom(entry, "title", item.headline)
    add_atom(entry, "link", rel="alternate", type="text/html", hreflang=content["language"], href=item.url)
    if content["source_url"]:
        add_atom(entry, "link", rel="via", href=content["source_url"])
    if content["licence_url"]:
        add_atom(entry, "link", rel="license", href=content["licence_url"])
    add_atom(entry, "published", date(item.released))
    add_atom(entry, "updated", date(item.updated))
    for name in item.authors:
        add_atom(add_atom(entry, "author"), "name", name)
    add_atom(entry, "category", term=item.section_key, label=item.section)
    if content["licence"]:
        add_atom(entry, "rights", content["licence"])
    if content["standfirst"]:
        add_atom(entry, "summary", content["standfirst"])
    add_atom(entry, "content", item.text, type="html")
    return part(document, "entry")
