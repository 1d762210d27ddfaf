"""What higher rooms know of an article's progress, written into its row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from tintuc.translation.actions.count import settle
from tintuc.translation.models import Progress


@transaction.atomic
def note_holds(*, article_id: int, words: str, holds: int) -> None:
    """Keep how many open holds the integrity desk has against the words with this digest."""
    row = (
        Progress.objects.select_for_update(of=("self",))
        .select_related("article__latest_revision", "article__assignment", "story")
        .filter(article=article_id)
        .first()
    )
    if row is None:
        return
    row.judged, before = words, row.stage
    row.holds = holds if row.words == words else None
    settle(row, row.article, row.story, before)
    row.save(update_fields=["judged", "holds", "stage", "since", "rank", "due_at"])


def note_reads(*, reads: Mapping[int, int]) -> int:
    """Keep the reads of articles; return the number of rows that changed."""
    rows = [row for row in Progress.objects.filter(article__in=list(reads)) if row.reads != reads[row.article_id]]
    for row in rows:
        row.reads = reads[row.article_id]
    return Progress.objects.bulk_update(rows, ["reads"], batch_size=500) if rows else 0


@transaction.atomic
def note_release(*, article_ids: list[int], at: dt.datetime | None) -> None:
    """Keep the moment at which a plan is to release these articles, or that none is any more."""
    rows = Progress.objects.filter(article__in=article_ids).select_related(
        "article__latest_revision", "article__assignment", "story"
    )
    for row in rows:
        row.release_at = at
        settle(row, row.article, row.story, row.stage)
        row.save(update_fields=["release_at", "stage", "since", "rank", "due_at"])
