"""What is public now. The one rule of visibility: every list, feed, map and search asks here."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from tintuc.network.models import Edition, Network, Section
from tintuc.publishing.memo import once
from tintuc.stories.models import Article, Photo, Placement, Release, Story

#: Columns of the working copy that no page shows, and the text of the release, which :func:`with_text` brings.
HEAVY = (
    *("article__body", "article__headline", "article__standfirst", "article__kicker", "article__dateline"),
    *("article__story__note", "article__current_release__content"),
)
#: Placements the longest of the usual lists shows: read together, for all of them.
USUAL = 40
#: Texts of releases kept in a process, by digest: about 40 MB.
KEPT = 4096
_lock = threading.Lock()
_texts: OrderedDict[str, dict[str, Any]] = OrderedDict()


@once
def network() -> Network:
    """The network, read once a batch."""
    return Network.current()


@once
def editions() -> dict[int, Edition]:
    """Every edition with its site, by primary key, in the order of its site; read once a batch."""
    return {edition.pk: edition for edition in Edition.objects.select_related("site")}


@once
def sections() -> dict[int, Section]:
    """Every section with its edition, by primary key, in the order of its edition; read once a batch."""
    known, found = editions(), {}
    for section in Section.objects.all():
        if section.edition_id in known:
            section.edition = known[section.edition_id]
            found[section.pk] = section
    return found


def photos(wanted: Iterable[int]) -> dict[int, Photo]:
    """Photos with their renditions, by primary key; each is read once a batch."""
    read, numbers = _photos_read(), set(wanted)
    if missing := numbers - read.keys():
        read.update(dict.fromkeys(missing))
        read.update(Photo.objects.prefetch_related("renditions").in_bulk(missing))
    return {pk: photo for pk in numbers if (photo := read[pk])}


@once
def _photos_read() -> dict[int, Photo | None]:
    """The photos this batch has read, or looked for in vain."""
    return {}


def all_public() -> QuerySet[Placement]:
    """Placements readers may see now, anywhere, newest first.

    ``shown_at`` is set only while a placement is public, and every list's index ends with it; the whole rule is asked
    all the same.
    """
    return (
        Placement.objects.filter(
            shown_at__lte=timezone.now(),
            article__live=True,
            article__current_release__isnull=False,
            withdrawn_at__isnull=True,
        )
        .exclude(path="")
        .select_related("article__story", "article__current_release", "section", "edition__site")
        .defer(*HEAVY)
        .order_by("-shown_at", "-pk")
    )


def public(edition: Edition) -> QuerySet[Placement]:
    """Placements readers of ``edition`` may see now, newest first."""
    return all_public().filter(edition=edition)


def newest(edition: Edition, section: Section | None, limit: int) -> list[Placement]:
    """The newest public placements of an edition or of one of its sections, with their text; read once a batch."""
    return _newest(edition, section, max(limit, USUAL))[:limit]


@once
def _newest(edition: Edition, section: Section | None, limit: int) -> list[Placement]:
    found = public(edition)
    return with_text((found.filter(section=section) if section else found)[:limit])


def with_text(placements: Iterable[Placement]) -> list[Placement]:
    """The placements with the text of their releases: read once a process, and known by its digest ever after."""
    found = list(placements)
    releases = [release for one in found if (release := one.article.current_release)]
    with _lock:
        missing = {release.pk: release.digest for release in releases if release.digest not in _texts}
        wanted = list(missing)
        for at in range(0, len(wanted), 500):
            for pk, content in Release.objects.filter(pk__in=wanted[at : at + 500]).values_list("pk", "content"):
                _texts[missing[pk]] = content
        for release in releases:
            release.content = _texts[release.digest]
            _texts.move_to_end(release.digest)
        while len(_texts) > KEPT:
            _texts.popitem(last=False)
    return found


def withdrawn(edition: Edition) -> QuerySet[Placement]:
    """Placements that were public on ``edition`` and were taken down: their addresses answer 410."""
    return (
        Placement.objects.filter(edition=edition, withdrawn_at__isnull=False)
        .exclude(path="")
        .select_related("article__story", "section", "edition__site")
        .defer("article__body")
        .order_by("-withdrawn_at")
    )


@once
def languages_of(story: Story) -> list[Placement]:
    """One public placement a language of the story: the canonical one where it is public, else the oldest."""
    chosen: dict[str, Placement] = {}
    for placement in all_public().filter(article__story=story).order_by("-canonical", "shown_at", "pk"):
        chosen.setdefault(placement.article.language, placement)
    return sorted(chosen.values(), key=lambda placement: placement.article.language)


def canonical(article: Article) -> Placement | None:
    """The address that counts as the article's original, or None while it is not public."""
    return all_public().filter(article=article).order_by("-canonical", "shown_at", "pk").first()
