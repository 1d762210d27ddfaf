"""Gives a placement its lasting address when its moment has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection

from tintuc.stories.models import Placement
from tintuc.text.slugs import slug_of

_OPEN = "UPDATE stories_placement SET path = %s, released_at = %s, withdrawn_at = NULL WHERE id = %s"


def open_placement(placement: Placement, now: dt.datetime) -> None:
    """Make a placement public from now on, if it is not; its path is made once and kept for good."""
    if _opened(placement, now):
        placement.save(update_fields=["path", "released_at", "withdrawn_at"])


def open_placements(placements: Iterable[Placement], now: dt.datetime) -> None:
    """The same for some at once, whose moment has come: one statement, and nobody hears that they were saved."""
    opened = [placement for placement in placements if _opened(placement, now)]
    moment = connection.ops.adapt_datetimefield_value
    if opened:
        with connection.cursor() as cursor:
            cursor.executemany(_OPEN, [(one.path, moment(one.released_at), one.pk) for one in opened])


def _opened(placement: Placement, now: dt.datetime) -> bool:
    """Whether it was not public and is now, still to be written."""
    if placement.path and placement.released_at and placement.withdrawn_at is None:
        return False
    article = placement.article
    content = article.current_release.content
    shown_at = article.current_release.released_at
    if not placement.path:
        placement.path = path_of(placement, content["headline"], shown_at)
    placement.released_at = placement.released_at or min(shown_at, now)
    placement.withdrawn_at = None
    return True


def path_of(placement: Placement, headline: str, shown_at: dt.datetime) -> str:
    """The path of an article whose readers are shown that it was released ``shown_at`` a moment."""
    article, edition, section = placement.article, placement.edition, placement.section
    day = shown_at.astimezone(edition.zone)
    words = slug_of(article.slug) or slug_of(headline) or slug_of(article.story.slugline) or "story"
    return f"{edition.root}{section.slug}/{day:%Y/%m}/{words}-{article.pk}.html"
