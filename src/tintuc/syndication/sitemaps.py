"""XML sitemaps: one a month and edition, an index over them, every address with its other languages."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Max
from django.db.models.functions import TruncMonth
from lxml import etree

from tintuc.network.models import Edition, Network, Site
from tintuc.publishing import queries
from tintuc.stories.models import Placement
from tintuc.syndication.feed import updated
from tintuc.syndication.xml import SITEMAP, XHTML, add, root, written

#: What one sitemap may hold by the protocol.
MOST = 50_000


def months(edition: Edition) -> list[tuple[dt.date, dt.datetime]]:
    """The months, in the edition's time zone, with something public, and when each last changed."""
    found = queries.public(edition).order_by().annotate(month=TruncMonth("released_at", tzinfo=edition.zone))
    changed = Max("article__last_published_at")
    counted = found.values("month").annotate(changed=changed, released=Max("released_at")).order_by("month")
    return [(row["month"].date(), max(row["changed"] or row["released"], row["released"])) for row in counted]


def path_of(edition: Edition, month: dt.date) -> str:
    """The path of a month's sitemap, such as ``/sitemap-vi-2026-11.xml``."""
    return f"/sitemap-{edition.speech.path}-{month:%Y-%m}.xml"


def index(site: Site) -> bytes:
    """The index of the site's sitemaps."""
    document = root(f"{{{SITEMAP}}}sitemapindex", {None: SITEMAP})
    network = Network.current()
    for edition in site.editions.all():
        for month, changed in months(edition):
            entry = add(document, f"{{{SITEMAP}}}sitemap")
            add(entry, f"{{{SITEMAP}}}loc", network.address(site.host, path_of(edition, month)))
            add(entry, f"{{{SITEMAP}}}lastmod", changed.astimezone(dt.UTC).isoformat(timespec="seconds"))
    return written(document)


def month_map(edition: Edition, year: int, month: int) -> bytes | None:
    """Every public canonical address first released in the month."""
    zone = edition.zone
    start = dt.datetime(year, month, 1, tzinfo=zone)
    end = dt.datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    found = list(queries.public(edition).filter(released_at__gte=start, released_at__lt=end)[:MOST])
    if not found:
        return None
    languages = _languages({placement.article.story_id for placement in found})
    network = Network.current()
    document = root(f"{{{SITEMAP}}}urlset", {None: SITEMAP, "xhtml": XHTML})
    for placement in found:
        members = languages[placement.article.story_id]
        if placement.pk == members[placement.article.language].pk:
            _entry(document, placement, members.values(), network)
    return written(document)


def _languages(stories: set[int]) -> dict[int, dict[str, Placement]]:
    """For each story its chosen public placement a language, as :func:`queries.languages_of` chooses, in one query."""
    found: dict[int, dict[str, Placement]] = defaultdict(dict)
    chosen = queries.all_public().defer("article__current_release__content").filter(article__story__in=stories)
    for placement in chosen.order_by("-canonical", "released_at", "pk"):
        found[placement.article.story_id].setdefault(placement.article.language, placement)
    return found


def _entry(document: etree._Element, placement: Placement, members: Iterable[Placement], network: Network) -> None:
    entry = add(document, f"{{{SITEMAP}}}url")
    add(entry, f"{{{SITEMAP}}}loc", network.address(placement.edition.site.host, placement.path))
    changed = updated(placement).astimezone(dt.UTC)
    add(entry, f"{{{SITEMAP}}}lastmod", changed.isoformat(timespec="seconds"))
    source = placement.article.story.source_language
    for other in sorted(members, key=lambda member: member.article.language):
        address = network.address(other.edition.site.host, other.path)
        named = [other.article.language, "x-default"] if other.article.language == source else [other.article.language]
        for language in named:
            add(entry, f"{{{XHTML}}}link", rel="alternate", hreflang=language, href=address)
