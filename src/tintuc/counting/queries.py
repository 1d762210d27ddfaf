"""How often a story was read, and what is read most now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone

from tintuc.counting.decay import add_read
from tintuc.counting.models import Heat, Hour
from tintuc.network.models import Edition
from tintuc.stories.models import Placement

LEAST = 10  #: readers within a day from whom on a story is ranked


def reads(article_id: int) -> int:
    """The article's reads: readers, each counted once a day, over all days."""
    return Heat.objects.filter(pk=article_id).values_list("readers", flat=True).first() or 0


def reads_of(article_ids: Iterable[int]) -> dict[int, int]:
    """The reads of many articles; 0 for those nobody read."""
    ids = list(article_ids)
    return dict.fromkeys(ids, 0) | dict(Heat.objects.filter(pk__in=ids).values_list("article_id", "readers"))


def hot(edition: Edition, limit: int = 10) -> list[Placement]:
    """The edition's hot list: public articles by heat, one a story, filled up with the newest where few were read.

    Each placement has ``counted``: True where the reads of :data:`LEAST` readers within a day put it there, False
    where it fills a gap: a handful of readers tells nothing, and is soon somebody's own clicks.
    """
    now = timezone.now()
    public = (
        Placement.objects.filter(
            edition=edition,
            article__live=True,
            article__current_release__isnull=False,
            shown_at__lte=now,
            withdrawn_at__isnull=True,
        )
        .select_related("article__story", "article__current_release", "section", "edition__site")
        .defer("article__body", "article__current_release__content")
    )
    warm = _read_enough(public, now, limit)
    by_article = {placement.article_id: placement for placement in public.filter(article_id__in=warm)}
    chosen = [by_article[pk] for pk in warm if pk in by_article]
    for placement in chosen:
        placement.counted = True
    if len(chosen) < limit:
        rest = public.exclude(pk__in=[placement.pk for placement in chosen]).order_by("-shown_at", "-pk")
        for placement in rest[: limit - len(chosen)]:
            placement.counted = False
            chosen.append(placement)
    return chosen


def _read_enough(public: QuerySet[Placement], now: dt.datetime, limit: int) -> list[int]:
    """The articles among the placements that enough readers read within a day, hottest first.

    A read of the last day leaves at least its own heat, so that the index of heat finds what was read lately.
    """
    since = now - dt.timedelta(days=1)
    here = Exists(public.filter(article_id=OuterRef("article_id")))
    lately = Heat.objects.filter(here, heat__gte=add_read(None, since), readers__gte=LEAST).order_by("-heat")
    warm = list(lately.values_list("article_id", flat=True)[: limit * 20])
    read = Hour.objects.filter(article_id__in=warm, hour__gt=since).values("article_id")
    enough = set(read.annotate(day=Sum("readers")).filter(day__gte=LEAST).values_list("article_id", flat=True))
    return [pk for pk in warm if pk in enough][:limit]
