"""What this room does in the background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q

from tintuc.jobs.registry import every, handler
from tintuc.stories.models import Story
from tintuc.translation.actions.count import count
from tintuc.translation.listeners import JOB
from tintuc.translation.memory_index import pack

#: Stories that are looked at in one turn, the newest of all in each turn, and those that are counted.
LOOKED_AT, LOOKED_AT_FIRST, COUNTED = 20_000, 2000, 5000


class _Looked:
    """The oldest story this process has looked at for a count; None: it begins at the newest."""

    last: int | None = None


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
    """Count stories that came in by a road that counts nothing, such as a bulk load.

    Each time the newest stories are looked at, and some that are older than those of the time before.
    """
    newest = Story.objects.order_by("-pk")
    older = newest if _Looked.last is None else newest.filter(pk__lt=_Looked.last)
    seen = list(older.values_list("pk", flat=True)[:LOOKED_AT])
    missing = [*_uncounted(list(newest.values_list("pk", flat=True)[:LOOKED_AT_FIRST])), *_uncounted(seen)]
    some = list(dict.fromkeys(missing))[:COUNTED]
    count_stories(Story.objects.filter(pk__in=some).order_by("-pk"))
    if len(some) < COUNTED:
        _Looked.last = seen[-1] if len(seen) == LOOKED_AT else None


def _uncounted(stories: list[int]) -> Iterator[int]:
    """Those of the stories that have an article and no progress."""
    for begin in range(0, len(stories), 500):
        rows = Story.objects.filter(pk__in=stories[begin : begin + 500], articles__isnull=False, progress=None)
        yield from rows.order_by("-pk").values_list("pk", flat=True).distinct()
