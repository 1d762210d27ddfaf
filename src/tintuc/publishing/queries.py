"""What is public now, with all that lists tell of it; the rule itself is :meth:`Placements.public` of the stories."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from tintuc.network.models import Edition, Network, Section
from tintuc.publishing.standing import standing
from tintuc.stories.models import Placement


def network() -> Network:
    """The network."""
    return standing().network


def editions() -> dict[int, Edition]:
    """Every edition with its site, by primary key, in the order of its site."""
    return standing().editions


def sections() -> dict[int, Section]:
    """Every section with its edition, by primary key, in the order of its edition."""
    return standing().sections


def all_public(before: dt.datetime | None = None) -> QuerySet[Placement]:
    """Placements readers may see now, anywhere, newest first; with ``before``, those shown before that moment."""
    return (
        Placement.objects.public(before)
        .select_related("article__story", "article__current_release", "section", "edition__site")
        .order_by("-shown_at", "-pk")
    )


def public(edition: Edition, before: dt.datetime | None = None) -> QuerySet[Placement]:
    """Placements readers of ``edition`` may see now, newest first; with ``before``, those shown before that moment."""
    return all_public(before).filter(edition=edition)


def withdrawn(edition: Edition) -> QuerySet[Placement]:
    """Placements that were public on ``edition`` and were taken down: their addresses answer 410."""
    return (
        Placement.objects.filter(edition=edition, withdrawn_at__isnull=False)
        .exclude(path="")
        .select_related("article__story", "section", "edition__site")
        .defer("article__body")
        .order_by("-withdrawn_at")
    )
