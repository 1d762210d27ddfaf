"""What this room does in the background."""

from __future__ import annotations

import datetime as dt
import logging
import time
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from tintuc.jobs.holding import hold
from tintuc.jobs.queue import enqueue
from tintuc.jobs.registry import every, handler
from tintuc.jobs.together import together
from tintuc.network.models import Edition
from tintuc.publishing.actions import fill, purge, refresh, repair
from tintuc.publishing.actions.bake import bake_pages
from tintuc.publishing.actions.bake_marked import bake_due
from tintuc.publishing.actions.place import open_placement
from tintuc.publishing.actions.release_together import carry_out_due, held_by
from tintuc.publishing.bakery import PageRef
from tintuc.publishing.changes import changed
from tintuc.publishing.marks import GATHER, JOB, PAGE_JOB, PRIORITY, mark
from tintuc.publishing.models import Mark
from tintuc.publishing.queries import public
from tintuc.publishing.signals import refused
from tintuc.stories.errors import StoryError
from tintuc.stories.models import Article, Placement

logger = logging.getLogger(__name__)

#: How long something may stay marked before it is asked for once more.
LEFT = dt.timedelta(seconds=15)
#: Articles whose counts are brought up to date in one round.
RECOUNTED = 500


class _Last:
    """When this process last baked what was marked, by the steady clock."""

    at = float("-inf")


@handler(JOB)
def bake() -> None:
    """Bake what is marked and due, at most once in the time in which changes are gathered."""
    wait = _Last.at + GATHER.total_seconds() - time.monotonic()
    if wait > 0:
        _again(timezone.now() + dt.timedelta(seconds=wait))
        return
    _Last.at = time.monotonic()
    later = bake_due()
    if later:
        _again(later)


def _again(at: dt.datetime) -> None:
    enqueue(JOB, key=JOB, run_at=at, priority=PRIORITY)


@every(15, name="publishing.bake_left")
def bake_left() -> None:
    """Ask once more for what has stayed marked: its job may wait long after failures, or be with a worker that died."""
    if Mark.objects.filter(marked_at__lt=timezone.now() - LEFT).exists():
        enqueue(JOB, key=JOB, priority=PRIORITY)


@handler(PAGE_JOB)
def bake_page(kind: str, owner: int, key: str) -> None:
    """Bake one page, or take it away if it should not exist."""
    bake_pages([PageRef(kind, owner, key)])


@handler(refresh.JOB)
def bake_again(**how_far: Any) -> None:
    """Bake pages of the archive again that would look different now."""
    refresh.refresh(**how_far)


@handler(fill.JOB)
def bake_archive(**how_far: Any) -> None:
    """Bake what an archive brought."""
    fill.fill(**how_far)


@handler(purge.JOB, retries=60, lease_seconds=60)
def tell_edge(edge: str) -> None:
    """Have an edge forget what has changed: for two days, if it does not answer."""
    purge.purge(edge)


@handler(repair.JOB)
def look_on(**how_far: Any) -> None:
    """Go on comparing the tree with the manifest."""
    repair.look_on(**how_far)


@every(3, name="publishing.release_due")
def release_due() -> None:
    """Release what is scheduled for now, take down what expires, and show placements whose own moment has come."""
    now = timezone.now()
    # Asked for by the moment alone: an index of kinds would have the database read every version there is.
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    kind = Article.get_base_content_type().pk
    for revision in [one for one in due if one.base_content_type_id == kind]:
        _release_one(revision, now)
    expired = Article.objects.filter(live=True, expire_at__lte=now)
    for pk in expired.order_by("expire_at").values_list("pk", flat=True):
        with together():
            Article.hold([pk])
            for article in expired.filter(pk=pk):
                article.unpublish(set_expired=True)
    come = Placement.objects.filter(
        article__live=True, released_at__isnull=True, release_at__lte=now, withdrawn_at__isnull=True
    )
    for pk, held in come.values_list("pk", "article"):
        with together():
            Article.hold([held])
            for placement in come.filter(pk=pk):
                open_placement(placement, now)
                changed(placement.article, [placement], moved=True)


def _release_one(revision: Revision, now: dt.datetime) -> None:
    """Release a version, unless that was called off or it was withdrawn since.

    One refusal must not stop the others: it is logged, and the schedule is taken off so that it shows as a draft.
    """
    due = Revision.objects.filter(pk=revision.pk, approved_go_live_at__lte=now)
    try:
        with together():
            Article.hold([int(revision.object_id)])
            hold(due)
            if due.exists():
                revision.content_object.publish(revision, user=revision.user, skip_permission_checks=True)
    except StoryError as refusal:
        logger.warning("Scheduled release of %s refused: %s", revision.object_str, refusal)
        due.update(approved_go_live_at=None)
        article = revision.content_object
        refused.send(Article, article=article, by=revision.user, reason=str(refusal), checks=held_by(refusal))


@every(2, name="publishing.release_together")
def release_together() -> None:
    """Release the stories whose languages are planned to go out together now."""
    carry_out_due(timezone.now())


@every(60, name="publishing.clear_front")
def clear_front() -> None:
    """Let what was to stand at the top of a front until now go back to its place."""
    over = Placement.objects.filter(front_place__isnull=False, front_until__lte=timezone.now())
    editions = set(over.values_list("edition_id", flat=True))
    if editions:
        with transaction.atomic():
            over.update(front_place=None, front_until=None)
            mark(f"list:{edition}" for edition in editions)


@every(600, name="publishing.refresh_counts")
def refresh_counts() -> None:
    """Bring the counts that are baked into recently released pages up to date, for readers without scripts."""
    since = timezone.now() - dt.timedelta(days=3)
    shown = (public(edition).filter(shown_at__gte=since) for edition in Edition.objects.all())
    lately = {pk: at for rows in shown for pk, at in rows.values_list("article_id", "shown_at")[:RECOUNTED]}
    mark(f"count:{pk}" for pk in sorted(lately, key=lambda pk: lately[pk], reverse=True)[:RECOUNTED])
