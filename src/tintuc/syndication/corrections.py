"""The feed of an edition's corrections, as Atom."""

from __future__ import annotations

from uuid import NAMESPACE_OID, uuid5

from django.utils import translation
from django.utils.translation import gettext as _
from lxml import etree

from tintuc.network.models import Edition
from tintuc.publishing import queries
from tintuc.publishing.records import Told, corrections
from tintuc.publishing.shown import Shown, placed
from tintuc.syndication.atom import add_atom, begun, date
from tintuc.syndication.feed import LISTED, headline
from tintuc.syndication.xml import written


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
    own, page = network.address(host, path_of(edition)), network.address(host, f"{edition.root}corrections/")
    changed = max((told.at for told in found), default=None)
    document = begun(edition, own, page, f"{edition.name} – {named}", "", changed)
    for correction in found:
        if placement := here[correction.article_id, edition.pk]:
            _entry(document, correction, placement, network.address(host, placement.path))
    return written(document)


def _entry(document: etree._Element, correction: Told, placement: Shown, address: str) -> None:
    made = placement.article.story.created_at.isoformat()
    entry = add_atom(document, "entry")
    add_atom(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_OID, f'{made}/{placement.pk}/{correction.block}')}")
    add_atom(entry, "title", headline(placement))
    add_atom(entry, "link", rel="alternate", type="text/html", href=f"{address}#b-{correction.block}")
    add_atom(entry, "updated", date(correction.at))
    add_atom(entry, "content", correction.text, type="text")
