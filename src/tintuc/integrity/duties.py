"""What this room does in the background."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from tintuc.integrity.queries import inspect
from tintuc.jobs.queue import enqueue
from tintuc.jobs.registry import every, handler
from tintuc.network.models import Site
from tintuc.translation.actions.note_progress import note_holds
from tintuc.translation.models import Progress, Stage

#: Looks at one article.
JOB = "integrity.look"
#: While somebody types, versions follow each other; the desk looks once in this time.
PAUSE = dt.timedelta(seconds=5)
#: Boards can wait; pages, releases and whatever else there is to do go before.
BEHIND = -10
#: Stages in which it matters what the desk would say.
ASKED = frozenset({Stage.WORK, Stage.HOLD, Stage.READY, Stage.CHANGED})


def look_soon(article_id: int, pause: dt.timedelta = PAUSE) -> None:
    """Have the desk look at the newest version of an article, in the caller's transaction."""
    enqueue(JOB, {"article": article_id}, key=str(article_id), run_at=timezone.now() + pause, priority=BEHIND)


@handler(JOB, lease_seconds=60)
def look(article: int) -> None:
    """Count the open holds, for boards and queues. The gate looks for itself."""
    row = Progress.objects.select_related("article").filter(article=article).first()
    if row is None or row.article is None or row.stage not in ASKED:
        return
    note_holds(article_id=article, words=row.words, holds=len(inspect(row.article.newest()).open_holds))


@every(600, name="integrity.look_at_new")
def look_at_new() -> None:
    """Look at finished articles that came in by a road that announces nothing."""
    # Nobody has looked, so they are in work; of a million articles few are, and an index tells which.
    rows = Progress.objects.filter(site__in=Site.objects.all(), stage=Stage.WORK, holds=None, article__isnull=False)
    rows = rows.filter(article__live=False, stale=0, untranslated=0)
    for pk in rows.filter(passages__gt=0).order_by("-pk").values_list("article", flat=True)[:200]:
        look_soon(pk)
