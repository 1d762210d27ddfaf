"""What is public now. The one rule of visibility: every list, feed, map and search asks here."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from tintuc.network.models import Edition
from tintuc.stories.models import Article, Placement, Story


def all_public() -> QuerySet[Placement]:
    """Placements readers may see now, anywhere, newest first."""
    return (
        Placement.objects.filter(
            article__live=True,
            article__current_release__isnull=False,
            released_at__isnull=False,
            released_at__lte=timezone.now(),
            withdrawn_at__isnull=True,
        )
        .exclude(path="")
        .select_related("article__story", "article__current_release", "section", "edition__site")
        .order_by("-released_at", "-pk")
    )


def public(edition: Edition) -> QuerySet[Placement]:
    """Placements readers of ``edition`` may see now, newest first."""
    return all_public().filter(edition=edition)


def withdrawn(edition: Edition) -> QuerySet[Placement]:
    """Placements that were public on ``edition`` and were taken down: their addresses answer 410."""
    return (
        Placement.objects.filter(edition=edition, withdrawn_at__isnull=False)
        .exclude(path="")
        .select_related("article__story", "section", "edition__site")
        .order_by("-withdrawn_at")
    )


def languages_of(story: Story) -> list[Placement]:
    """One public placement a language of the story: the canonical one where it is public, else the oldest."""
    chosen: dict[str, Placement] = {}
    for placement in all_public().filter(article__story=story).order_by("-canonical", "released_at", "pk"):
        chosen.setdefault(placement.article.language, placement)
    return sorted(chosen.values(), key=lambda placement: placement.article.language)


def canonical(article: Article) -> Placement | None:
    """The address that counts as the article's original, or None while it is not public."""
    return all_public().filter(article=article).order_by("-canonical", "released_at", "pk").first()
