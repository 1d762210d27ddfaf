"""How often a story was read, and what is read most now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection
from django.db.models import Sum
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
    ranked = warm(edition, limit)
    by_article = {placement.article_id: placement for placement in public.filter(article_id__in=ranked)}
    chosen = [by_article[pk] for pk in ranked if pk in by_article]
    for placement in chosen:
        placement.counted = True
    if len(chosen) < limit:
        rest = public.exclude(pk__in=[placement.pk for placement in chosen]).order_by("-shown_at", "-pk")
        for placement in rest[: limit - len(chosen)]:
            placement.counted = False
            chosen.append(placement)
    return chosen


#: In SQL, since every front that is baked asks it: Django takes longer to word it than the database to answer.
WARM = """
SELECT h.article_id FROM counting_heat h
WHERE h.heat >= %s AND h.readers >= %s AND EXISTS (
    SELECT 1 FROM stories_placement p JOIN stories_article a ON a.id = p.article_id
    WHERE p.article_id = h.article_id AND p.edition_id = %s AND p.shown_at <= %s AND p.withdrawn_at IS NULL
    AND a.live AND a.current_release_id IS NOT NULL
) ORDER BY h.heat DESC LIMIT %s
"""


def warm(edition: Edition, limit: int = 10) -> list[int]:
    """The edition's public articles that enough readers read within a day, by key, hottest first.

    A read of the last day leaves at least its own heat, so that the index of heat finds what was read lately.
    """
    now = timezone.now()
    since, asked = now - dt.timedelta(days=1), connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(WARM, [add_read(None, since), LEAST, edition.pk, asked, limit * 20])
        some = [row[0] for row in cursor.fetchall()]
    if not some:
        return []
    read = Hour.objects.filter(article_id__in=some, hour__gt=since).values("article_id")
    enough = set(read.annotate(day=Sum("readers")).filter(day__gte=LEAST).values_list("article_id", flat=True))
    return [pk for pk in some if pk in enough][:limit]
