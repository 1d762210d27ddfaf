"""XML sitemaps: one a day and edition, an index over them a site, every address with its other languages.

A file is written again only when something of its day changes, and the index only when a day begins or a closed day
changes, so a release touches as many rows and files in an archive of a million as on the first day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from lxml import etree

from tintuc.network.models import Edition, Site
from tintuc.publishing import queries
from tintuc.publishing.actions.count import span
from tintuc.publishing.memo import together
from tintuc.publishing.models import Tally
from tintuc.stories.models import Placement
from tintuc.syndication.xml import SITEMAP, XHTML, add, root, written

#: What one sitemap, or one index, may hold by the protocol.
MOST = 50_000
#: Addresses of a day in one file; a day of more is told in parts.
IN_ONE = 10_000


def path_of(edition: Edition, day: dt.date, part: int = 1) -> str:
    """The path of a day's sitemap, such as ``/sitemap-vi-2026-11-24.xml``; parts after the first are numbered."""
    return f"/sitemap-{edition.speech.path}-{day:%Y-%m-%d}{f'.{part}' if part > 1 else ''}.xml"


def index(site: Site) -> bytes:
    """The index of the site's sitemaps, the newest days first; days are told by when they last changed, to the day.

    The protocol ends an index at 50,000 files: 27 years of a site in five languages. The oldest are left out then.
    """
    document = root(f"{{{SITEMAP}}}sitemapindex", {None: SITEMAP})
    editions = {edition.pk: edition for edition in site.editions.select_related("site")}
    counted = Tally.objects.filter(edition__in=editions, day__gt=0, own__gt=0).order_by("-month", "-day", "edition")
    network, left = queries.network(), MOST
    for owner, month, number, many, changed in counted.values_list("edition", "month", "day", "own", "changed_on"):
        for part in range(1, min(parts(many), left) + 1):
            entry = add(document, f"{{{SITEMAP}}}sitemap")
            path = path_of(editions[owner], month.replace(day=number), part)
            add(entry, f"{{{SITEMAP}}}loc", network.address(site.host, path))
            add(entry, f"{{{SITEMAP}}}lastmod", changed.isoformat())
            left -= 1
    return written(document)


def parts(number: int) -> int:
    """How many files a day of so many addresses takes."""
    return -(-number // IN_ONE)


@dataclass(frozen=True)
class _Address:
    """One public address and what a sitemap says about it."""

    story: int
    language: str
    source: str  #: the language the others are translated from
    url: str
    changed: dt.datetime


#: What :class:`_Address` is made of; whole rows would take five times as long.
COLUMNS = (
    *("article__story_id", "article__language", "article__story__source_language", "edition__site__host", "path"),
    *("released_at", "article__last_published_at"),
)


def day_map(edition: Edition, day: dt.date, part: int = 1) -> bytes | None:
    """Every address that counts, of what was first released on the day; None if there is none."""
    start, end = span(edition, day, day + dt.timedelta(days=1))
    public = queries.public(edition, end).filter(Placement.objects.counting(), shown_at__gte=start)
    found = _addresses(public.order_by("shown_at", "pk")[(part - 1) * IN_ONE : part * IN_ONE])
    if not found:
        return None
    languages = _languages.read(one.story for one in found)
    document = root(f"{{{SITEMAP}}}urlset", {None: SITEMAP, "xhtml": XHTML})
    for one in found:
        _entry(document, one, (languages[one.story] or {}).values())
    return written(document)


def _addresses(placements: QuerySet[Placement]) -> list[_Address]:
    address = queries.network().address
    return [
        _Address(story, language, source, address(host, path), max(changed or released, released))
        for story, language, source, host, path, released, changed in placements.values_list(*COLUMNS)
    ]


@together
def _languages(stories: list[int]) -> dict[int, dict[str, _Address]]:
    """For each story its chosen public address a language, as :func:`queries.languages_of` chooses."""
    found: dict[int, dict[str, _Address]] = defaultdict(dict)
    chosen = queries.all_public().filter(article__story__in=stories)
    for one in _addresses(chosen.order_by("-canonical", "shown_at", "pk")):
        found[one.story].setdefault(one.language, one)
    return found


def _entry(document: etree._Element, one: _Address, members: Iterable[_Address]) -> None:
    entry = add(document, f"{{{SITEMAP}}}url")
    add(entry, f"{{{SITEMAP}}}loc", one.url)
    add(entry, f"{{{SITEMAP}}}lastmod", one.changed.astimezone(dt.UTC).isoformat(timespec="seconds"))
    for other in sorted(members, key=lambda member: member.language):
        named = [other.language, "x-default"] if other.language == one.source else [other.language]
        for language in named:
            add(entry, f"{{{XHTML}}}link", rel="alternate", hreflang=language, href=other.url)
