"""The feed of an edition's corrections, as Atom."""

from __future__ import annotations

import datetime as dt
from uuid import NAMESPACE_OID, uuid5

from django.utils import translation
from django.utils.translation import gettext as _
from lxml import etree

from tintuc.network.models import Edition
from tintuc.publishing import queries
from tintuc.publishing.records import Told, corrections
from tintuc.publishing.shown import Shown, placed
from tintuc.syndication.atom import date
from tintuc.syndication.feed import LISTED, headline
from tintuc.syndication.xml import ATOM, add, root, written


def path_of(edition: Edition) -> str:
    """Where the feed is."""
    return f"{edition.root}corrections/atom.xml"


def corrections_feed(edition: Edition) -> bytes:
    """The newest corrections; each entry leads to its note in the story."""
    network, host = queries.network(), edition.site.host
    found = corrections(edition, LISTED)
    here = placed.read((correction.article_id, edition.pk) for correction in found)
    with translation.override(edition.language.lower()):
        named = _("Corrections")
    document = root(f"{{{ATOM}}}feed", {None: ATOM})
    document.set("{http://www.w3.org/XML/1998/namespace}lang", edition.language)
    own, page = network.address(host, path_of(edition)), network.address(host, f"{edition.root}corrections/")
    _add(document, "id", own)
    _add(document, "title", f"{edition.name} – {named}")
    _add(document, "updated", date(max((told.at for told in found), default=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))))
    _add(document, "link", rel="self", type="application/atom+xml", href=own)
    _add(document, "link", rel="alternate", type="text/html", hreflang=edition.language, href=page)
    _add(_add(document, "author"), "name", edition.name)
    for correction in found:
        if placement := here[correction.article_id, edition.pk]:
            _entry(document, correction, placement, network.address(host, placement.path))
    return written(document)


def _entry(document: etree._Element, correction: Told, placement: Shown, address: str) -> None:
    made = placement.article.story.created_at.isoformat()
    entry = _add(document, "entry")
    _add(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_OID, f'{made}/{placement.pk}/{correction.block}')}")
    _add(entry, "title", headline(placement))
    _add(entry, "link", rel="alternate", type="text/html", href=f"{address}#b-{correction.block}")
    _add(entry, "updated", date(correction.at))
    _add(entry, "content", correction.text, type="text")


def _add(parent: etree._Element, tag: str, text: object = "", /, **attributes: str) -> etree._Element:
    return add(parent, f"{{{ATOM}}}{tag}", text, **attributes)
