"""Makes the rows of progress anew, with what the higher rooms know."""

from __future__ import annotations

from django.db import transaction

from tintuc.counting.models import Heat
from tintuc.jobs.holding import hold
from tintuc.publishing.models import Plan
from tintuc.stories.models import Story
from tintuc.translation.actions.note_progress import note_reads, note_release
from tintuc.translation.duties import count_stories

#: Articles whose reads are brought at one time.
BATCH = 500


def count_again() -> int:
    """Count every story, newest first, each in a transaction of its own; return how many. Safe to stop and repeat.

    The integrity desk is asked to look at what is finished and not looked at; its worker does that afterwards.
    """
    done = count_stories(Story.objects.order_by("-pk").iterator())
    counts = list(Heat.objects.values_list("article_id", "readers").order_by("article_id"))
    for start in range(0, len(counts), BATCH):
        note_reads(reads=dict(counts[start : start + BATCH]))
    for pk in Plan.objects.filter(state=Plan.State.WAITING).values_list("pk", flat=True):
        with transaction.atomic():
            hold(Plan.objects.filter(pk=pk))
            for plan in Plan.objects.filter(pk=pk, state=Plan.State.WAITING):  # unless it ended meanwhile
                note_release(article_ids=list(plan.lines.values_list("article", flat=True)), at=plan.at)
    return done
