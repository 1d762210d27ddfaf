"""Bakes what is marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import connection
from django.utils import timezone

from tintuc.publishing.actions import refresh
from tintuc.publishing.actions.bake import BakingFailed, bake_pages
from tintuc.publishing.actions.put_off import put_off
from tintuc.publishing.bakery import PageRef, is_wide, moves, refs_for
from tintuc.publishing.models import Mark
from tintuc.publishing.shown import blanks

#: Tags of pages that show an article beside another, and are not what somebody who waits for it asks for.
LAST = ("beside:", "offered:")
#: Those of them that still lead where they should.
PATIENT = "offered:"
#: How long these may wait for more of their kind: five changes of a headline in a row bake them once.
PATIENCE = dt.timedelta(seconds=10)
_MARKS = f"SELECT id FROM {Mark._meta.db_table}"  # noqa: S608 - our own names


def bake_marked(tags: Collection[str] | None = None) -> int:
    """Bake all that is marked, or only what ``tags`` mark, and take the marks away; return how many files changed.

    What touches every page of a site is begun here and goes on in jobs of its own. A mark is only taken away if nobody
    set it anew meanwhile. Raises :class:`BakingFailed` after trying every page.
    """
    found = Mark.objects.all() if tags is None else Mark.objects.filter(tag__in=tags)
    marks = dict(found.values_list("tag", "stamp"))
    return _in_turn(marks) if tags is None else _bake(marks)


def bake_due() -> dt.datetime | None:
    """Bake what is marked, but for what may wait a while; return the moment the rest is due, None if there is none.

    Raises :class:`BakingFailed` after trying every page.
    """
    since = timezone.now() - PATIENCE
    found = list(Mark.objects.values_list("tag", "stamp", "marked_at"))
    waits = {tag: at for tag, _, at in found if tag.startswith(PATIENT) and at > since}
    _in_turn({tag: stamp for tag, stamp, _ in found if tag not in waits})
    return min(waits.values()) + PATIENCE if waits else None


def _in_turn(marks: dict[str, str]) -> int:
    """Bake what marks, by tag their stamps, ask for: first what somebody may wait for."""
    last = {tag: stamp for tag, stamp in marks.items() if tag.startswith(LAST)}
    changed, failed = 0, list[str]()
    for some in ({tag: stamp for tag, stamp in marks.items() if tag not in last}, last):
        try:
            changed += _bake(some)
        except BakingFailed as failure:  # what comes last is baked all the same
            failed.append(str(failure))
    if failed:
        raise BakingFailed("; ".join(failed))
    return changed


def _bake(marks: dict[str, str]) -> int:
    if not marks:
        return 0
    for tag in filter(is_wide, marks):
        refresh.begin(tag)
    changed = bake_pages(lambda: _to_bake(marks))
    _take_away(marks.values())
    return changed


def _to_bake(tags: Collection[str]) -> list[PageRef]:
    """What has to be baked now. Cold pages have not; but where a page may have moved to, nobody could ask for it."""
    moved = set(refs_for(filter(moves, tags)))
    return put_off(refs_for(tags), keep=moved)


def _take_away(stamps: Collection[str]) -> None:
    """Delete marks; one that is being set anew is passed over: whoever waited for it might be waited for."""
    mine = f"{_MARKS} WHERE stamp IN ({blanks(stamps)})"
    if connection.features.has_select_for_update_skip_locked:
        mine += " FOR UPDATE SKIP LOCKED"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Mark._meta.db_table} WHERE id IN ({mine})", list(stamps))  # noqa: S608
