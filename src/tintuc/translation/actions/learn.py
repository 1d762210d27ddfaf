"""Learns from what readers have been given: for the memory, the names and the record of each machine."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from tintuc.jobs.queue import enqueue
from tintuc.jobs.registry import handler
from tintuc.stories.models import Article, Release
from tintuc.stories.passages import passages
from tintuc.translation.actions.propose_names import propose_names
from tintuc.translation.actions.remember import remember
from tintuc.translation.engines.quality import drafted_by_machine, judge

#: Learns from some releases.
JOB = "translation.learn"
#: Pages that show the release come first: on a small machine both would take twice as long.
PAUSE = dt.timedelta(seconds=2)


def learn_soon(releases: list[int]) -> None:
    """Have releases (primary keys) learnt from, in the caller's transaction: readers need not wait for it."""
    enqueue(JOB, {"releases": releases}, run_at=timezone.now() + PAUSE)


@handler(JOB, lease_seconds=60)
def learn(releases: list[int]) -> None:
    """Learn from those releases that are still what readers have; what came after them is learnt from by itself."""
    with_story = Release.objects.select_related("article__story", "released_by").defer("article__body")
    rows = list(with_story.filter(pk__in=releases).order_by("pk"))
    drafted = drafted_by_machine([release.article_id for release in rows])
    for release in rows:
        with transaction.atomic():
            Article.hold([release.article_id])
            if Article.objects.filter(current_release=release.pk).exists():
                _learn(release, drafted=release.article_id in drafted)


def _learn(release: Release, *, drafted: bool) -> None:
    article, said = release.article, list(passages(release.content))
    remember(article=article, passages=said, by=release.released_by, public=True)
    propose_names(article=article, passages=said)
    if drafted:
        judge(article=article, passages=said)
