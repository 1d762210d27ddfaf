"""What this room does in the background."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from tintuc.jobs.registry import every, handler
from tintuc.stories.models import Story
from tintuc.translation.actions.count import count
from tintuc.translation.listeners import JOB
from tintuc.translation.memory_index import pack
from tintuc.translation.models import Progress


@every(6 * 3600, name="translation.pack_memory")
def pack_memory() -> None:
    """Join the short rows that releases have added to the memory's index."""
    pack()


@handler(JOB, lease_seconds=60)
def count_site(site: int) -> None:
    """Count every story that is at home on a site, or carried by it."""
    carried = Q(articles__placements__edition__site=site)
    count_stories(Story.objects.filter(Q(site=site) | carried).distinct().order_by("-pk").iterator())


def count_stories(stories: Iterable[Story]) -> int:
    """Count stories one by one, each in a transaction of its own; return how many there were."""
    done = 0
    for story in stories:
        count(story=story)
        done += 1
    return done


@every(600, name="translation.count_new")
def count_new() -> None:
    """Count stories that came in by a road that counts nothing, such as a bulk load."""
    counted = Progress.objects.values("story")
    count_stories(Story.objects.filter(articles__isnull=False).exclude(pk__in=counted).distinct()[:5000])
