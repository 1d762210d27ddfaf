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

LEAST = 10  #: readers within a day from whom on a story is ranked
#: Editions asked for in one statement: SQLite joins no more than 500 into one.
AT_ONCE = 100


def reads(article_id: int) -> int:
    """The article's reads: readers, each counted once a day, over all days."""
    return Heat.objects.filter(pk=article_id).values_list("readers", flat=True).first() or 0


def reads_of(article_ids: Iterable[int]) -> dict[int, int]:
    """The reads of many articles; 0 for those nobody read."""
    ids = list(article_ids)
    if not ids:
        return {}
    asked = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT article_id, readers FROM counting_heat WHERE article_id IN ({asked})", ids)  # noqa: S608
        return dict.fromkeys(ids, 0) | dict(cursor.fetchall())


#: In SQL, since every front that is baked asks it: Django takes longer to word it than the database to answer. A test
#: holds it to the rule of visibility.
HOT = """
SELECT * FROM (
SELECT {edition} AS edition, h.article_id, h.heat FROM counting_heat h
WHERE h.heat >= %s AND h.readers >= %s AND EXISTS (
    SELECT 1 FROM stories_placement p JOIN stories_article a ON a.id = p.article_id
    WHERE p.article_id = h.article_id AND p.edition_id = {edition} AND p.shown_at <= %s AND p.withdrawn_at IS NULL
    AND a.live AND a.current_release_id IS NOT NULL
) ORDER BY h.heat DESC LIMIT %s
) AS hot_{edition}
"""


def hot(edition: Edition, limit: int = 10) -> list[int]:
    """The articles of an edition's hot list, see :func:`hot_of`."""
    return hot_of([edition], limit)[edition.pk]


def hot_of(editions: Iterable[Edition], limit: int = 10) -> dict[int, list[int]]:
    """For editions by key their public articles that :data:`LEAST` readers read within a day, by key, hottest first.

    Fewer tell nothing, and are soon somebody's own clicks: what else a hot list shows fills a gap, and says so.
    A read of the last day leaves at least its own heat, so that the index of heat finds what was read lately.
    """
    now = timezone.now()
    since, asked = now - dt.timedelta(days=1), connection.ops.adapt_datetimefield_value(now)
    found: dict[int, list[int]] = {edition.pk: [] for edition in editions}
    keys, rows = list(found), list[tuple[int, int, float]]()
    with connection.cursor() as cursor:
        for at in range(0, len(keys), AT_ONCE):
            some = keys[at : at + AT_ONCE]
            values = [add_read(None, since), LEAST, asked, limit * 20] * len(some)
            cursor.execute(" UNION ALL ".join(HOT.format(edition=pk) for pk in some), values)
            rows += cursor.fetchall()
    enough = _read_within(since, {article for _, article, _ in rows})
    for edition, article, _heat in sorted(rows, key=lambda row: -row[2]):
        if article in enough and len(found[edition]) < limit:
            found[edition].append(article)
    return found


def _read_within(since: dt.datetime, articles: set[int]) -> set[int]:
    """Those of the articles that :data:`LEAST` readers have read since a moment."""
    if not articles:
        return set()
    read = Hour.objects.filter(article_id__in=articles, hour__gt=since).values("article_id")
    return set(read.annotate(day=Sum("readers")).filter(day__gte=LEAST).values_list("article_id", flat=True))
