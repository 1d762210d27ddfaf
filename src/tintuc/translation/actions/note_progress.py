"""What higher rooms know of an article's progress, written into its row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from tintuc.jobs.holding import hold
from tintuc.translation.actions.count import settle
from tintuc.translation.models import Progress, Stage

#: Stages of what readers have.
PUBLIC = [Stage.LIVE, Stage.LIVE_STALE, Stage.CHANGED]


@transaction.atomic
def note_holds(*, article_id: int, words: str, holds: int) -> None:
    """Keep how many open holds the integrity desk has against the words with this digest."""
    hold(Progress.objects.filter(article=article_id))
    rows = Progress.objects.select_related("article__assignment", "story").defer("article__body")
    row = rows.filter(article=article_id).first()
    if row is None:
        return
    row.judged, before = words, row.stage
    row.holds = holds if row.words == words else None
    settle(row, row.article, row.story, before, _due_at(row))
    row.save(update_fields=["judged", "holds", "stage", "since", "rank", "due_at"])


@transaction.atomic
def note_reads(*, reads: Mapping[int, int]) -> int:
    """Keep the reads of articles; return the number of rows that changed.

    A language that readers do not have yet weighs as much as the story's source: what is read there is missed here.
    """
    rows = list(Progress.objects.filter(article__in=list(reads)).select_related("story"))
    changed = [row for row in rows if row.reads != reads[row.article_id]]
    for row in changed:
        row.reads = reads[row.article_id]
        if row.language == row.story.source_language:
            others = Progress.objects.filter(story=row.story_id).exclude(article=row.article_id)
            others.exclude(stage__in=PUBLIC).update(reads=row.reads)
    Progress.objects.bulk_update(changed, ["reads"], batch_size=500)
    return len(changed)


def note_release(*, article_ids: list[int], at: dt.datetime | None) -> None:
    """Keep the moment at which a plan is to release these articles, or that none is any more."""
    told = Q(release_at=at) if at else Q(release_at__isnull=True)
    rows = Progress.objects.filter(article__in=article_ids).exclude(told)
    if not (pks := list(rows.values_list("pk", flat=True))):
        return
    with transaction.atomic():
        hold(Progress.objects.filter(pk__in=pks))
        rows = Progress.objects.filter(pk__in=pks).select_related("article__assignment", "story")
        for row in rows.defer("article__body"):
            row.release_at = at
            settle(row, row.article, row.story, row.stage, _due_at(row))
            row.save(update_fields=["release_at", "stage", "since", "rank", "due_at"])


def _due_at(row: Progress) -> dt.datetime | None:
    assignment = getattr(row.article, "assignment", None)
    return assignment.due_at if assignment else None
