"""All feeds of a site as OPML 2.0: site, language, section or topic."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _
from lxml import etree

from tintuc.network.models import Edition, Network, Site, Topic
from tintuc.stories.models import Story
from tintuc.syndication.corrections import path_of
from tintuc.syndication.feed import Feed
from tintuc.syndication.xml import add, root, written


def opml(site: Site) -> bytes:
    """The list of feeds for feed readers."""
    network = Network.current()
    document = root("opml", {}, version="2.0")
    head = add(document, "head")
    add(head, "title", site.masthead)
    if site.owner:
        add(head, "ownerName", site.owner)
    if site.contact:
        add(head, "ownerEmail", site.contact)
    add(head, "docs", "http://opml.org/spec2.opml")
    whole = add(add(document, "body"), "outline", text=site.masthead, title=site.masthead)
    filed = Story.topics.through.objects.filter(topic=OuterRef("pk"))
    topics = list(Topic.objects.filter(Exists(filed)))
    for edition in site.editions.prefetch_related("sections"):
        edition.site = site
        _edition(whole, edition, topics, network)
    return written(document)


def _edition(parent: etree._Element, edition: Edition, topics: list[Topic], network: Network) -> None:
    branch = add(parent, "outline", text=edition.speech.name, title=edition.speech.name, language=edition.language)
    feeds = [Feed(edition, section, network) for section in (None, *edition.sections.all())]
    feeds += [Feed(edition, None, network, topic) for topic in topics if topic.name_in(edition.language)]
    for feed in feeds:
        for ending, version in (("rss", "RSS"), ("atom", "ATOM1")):
            _outline(branch, feed, ending, version)
    with translation.override(edition.language.lower()):
        named = f"{edition.name} – {_('Corrections')}"
    own = Feed(edition, None, network)
    facts = {"text": named, "title": named, "description": named, "language": edition.language, "version": "ATOM1"}
    places = {"htmlUrl": own.at(f"{edition.root}corrections/"), "xmlUrl": own.at(path_of(edition))}
    add(branch, "outline", type="rss", **facts, **places)


def _outline(parent: etree._Element, feed: Feed, ending: str, version: str) -> None:
    add(
        parent,
        "outline",
        type="rss",
        text=feed.title,
        title=feed.title,
        description=feed.about,
        language=feed.edition.language,
        version=version,
        htmlUrl=feed.at(feed.page),
        xmlUrl=feed.at(feed.path(ending)),
    )
