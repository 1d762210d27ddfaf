"""Atom 1.0 with full text, and tombstones (RFC 6721) for what was withdrawn."""

from __future__ import annotations

import datetime as dt

from lxml import etree

from tintuc.stories.models import Placement
from tintuc.syndication.feed import Feed, authors, headline, identity, updated
from tintuc.syndication.full_text import photos_of, text_of
from tintuc.syndication.xml import ATOM, TOMBSTONE, add, root, written

NAMES: dict[str | None, str] = {None: ATOM, "at": TOMBSTONE}


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document."""
    edition, placements, gone = feed.edition, feed.placements(), feed.withdrawn()
    document = root(f"{{{ATOM}}}feed", NAMES)
    document.set("{http://www.w3.org/XML/1998/namespace}lang", edition.language)
    own, page = feed.at(feed.path("atom")), feed.at(feed.page)
    _add(document, "id", own)
    _add(document, "title", feed.title)
    _add(document, "subtitle", feed.about)
    _add(document, "updated", date(_changed(placements, gone)))
    _add(document, "link", rel="self", type="application/atom+xml", href=own)
    _add(document, "link", rel="alternate", type="text/html", hreflang=edition.language, href=page)
    _add(_add(document, "author"), "name", edition.name)
    photos_of(placements)  # read together, before each asks for its own
    for placement in placements:
        _entry(document, feed, placement)
    for placement in gone:
        stone = add(
            document, f"{{{TOMBSTONE}}}deleted-entry", ref=identity(placement), when=date(placement.withdrawn_at)
        )
        _add(stone, "link", rel="alternate", href=feed.at(placement.path))
    return written(document)


def _add(parent: etree._Element, tag: str, text: object = "", /, **attributes: str) -> etree._Element:
    return add(parent, f"{{{ATOM}}}{tag}", text, **attributes)


def date(when: dt.datetime) -> str:
    """RFC 3339, in UTC."""
    return when.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _changed(placements: list[Placement], gone: list[Placement]) -> dt.datetime:
    """The newest change told here; the same inputs give the same bytes."""
    moments = [updated(placement) for placement in placements] + [placement.withdrawn_at for placement in gone]
    return max(moments, default=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))


def _entry(document: etree._Element, feed: Feed, placement: Placement) -> None:
    content = placement.article.current_release.content
    entry = _add(document, "entry", xml_lang=content["language"])
    _add(entry, "id", identity(placement))
    _add(entry, "title", headline(placement))
    _add(entry, "link", rel="alternate", type="text/html", hreflang=content["language"], href=feed.at(placement.path))
    if content["source_url"]:
        _add(entry, "link", rel="via", href=content["source_url"])
    if content["licence_url"]:
        _add(entry, "link", rel="license", href=content["licence_url"])
    _add(entry, "published", date(placement.released_at))
    _add(entry, "updated", date(updated(placement)))
    for name in authors(placement):
        _add(_add(entry, "author"), "name", name)
    _add(entry, "category", term=placement.section.key, label=placement.section.name)
    if content["licence"]:
        _add(entry, "rights", content["licence"])
    if content["standfirst"]:
        _add(entry, "summary", content["standfirst"])
    _add(entry, "content", text_of(placement), type="html")
