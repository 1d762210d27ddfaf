"""How often a story was read, and what is read most now."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from tintuc.counting.models import Heat
from tintuc.network.models import Edition
from tintuc.stories.models import Placement


def reads(article_id: int) -> int:
    """The article's reads: readers, each counted once a day, over all days."""
    return Heat.objects.filter(pk=article_id).values_list("readers", flat=True).first() or 0


def reads_of(article_ids: Iterable[int]) -> dict[int, int]:
    """The reads of many articles; 0 for those nobody read."""
    ids = list(article_ids)
    return dict.fromkeys(ids, 0) | dict(Heat.objects.filter(pk__in=ids).values_list("article_id", "readers"))


def hot(edition: Edition, limit: int = 10) -> list[Placement]:
    """The edition's hot list: public articles by heat, one a story, filled up with the newest where few were read.

    Each placement has ``counted``: True where reads put it there, False where it fills a gap.
    """
    public = (
        Placement.objects.filter(
            edition=edition,
            article__live=True,
            article__current_release__isnull=False,
            shown_at__lte=timezone.now(),
            withdrawn_at__isnull=True,
        )
        .select_related("article__story", "article__current_release", "section", "edition__site")
        .defer("article__body", "article__current_release__content")
    )
    warm = list(Heat.objects.filter(heat__gt=0).order_by("-heat").values_list("article_id", flat=True)[: limit * 20])
    by_article = {placement.article_id: placement for placement in public.filter(article_id__in=warm)}
    chosen = [by_article[pk] for pk in warm if pk in by_article][:limit]
    for placement in chosen:
        placement.counted = True
    if len(chosen) < limit:
        rest = public.exclude(pk__in=[placement.pk for placement in chosen]).order_by("-shown_at", "-pk")
        for placement in rest[: limit - len(chosen)]:
            placement.counted = False
            chosen.append(placement)
    return chosen
