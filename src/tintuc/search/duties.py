"""What this room does in the background."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from tintuc.jobs.queue import enqueue
from tintuc.jobs.registry import every, handler
from tintuc.search.actions.merge import merge
from tintuc.search.actions.write_shingles import write_shingles
from tintuc.stories.models import Article

#: Writes the shingles of one article.
JOB = "search.know"
#: While somebody types, versions follow each other; the last of this time is read.
PAUSE = dt.timedelta(seconds=3)
#: Seconds at most in which the index is put in order at a time.
SPELL = 2.0


def know_soon(article_id: int) -> None:
    """Have the newest words of an article known, so that copies of them are seen; in the caller's transaction."""
    enqueue(JOB, {"article": article_id}, key=str(article_id), run_at=timezone.now() + PAUSE)


@handler(JOB)
def know(article: int) -> None:
    """Write what the newest words of an article are known by."""
    with transaction.atomic():
        Article.hold([article])
        row = Article.objects.select_related("story", "latest_revision").filter(pk=article).first()
        if row is not None:
            write_shingles(article=row.as_newest())


@every(600, name="search.merge")
def merge_pieces() -> None:
    """Keep the index of what can be found in few pieces, a spell at a time."""
    merge(seconds=SPELL)
