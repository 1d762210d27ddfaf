"""Bakes what is marked."""

from __future__ import annotations

from collections.abc import Collection

from tintuc.publishing.actions import refresh
from tintuc.publishing.actions.bake import bake_pages
from tintuc.publishing.bakery import is_wide, refs_for
from tintuc.publishing.models import Mark


def bake_marked(tags: Collection[str] | None = None) -> int:
    """Bake all that is marked, or only what ``tags`` mark, and take the marks away; return how many files changed.

    What touches every page of a site is begun here and goes on in jobs of its own. A mark is only taken away if nobody
    set it anew meanwhile. Raises :class:`BakingFailed` after trying every page.
    """
    found = Mark.objects.all() if tags is None else Mark.objects.filter(tag__in=tags)
    marks = dict(found.values_list("tag", "stamp"))
    if not marks:
        return 0
    for tag in filter(is_wide, marks):
        refresh.begin(tag)
    changed = bake_pages(lambda: refs_for(marks))
    Mark.objects.filter(stamp__in=marks.values()).delete()
    return changed
