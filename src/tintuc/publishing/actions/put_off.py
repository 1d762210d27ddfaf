"""Puts off the baking of pages that few read, until somebody asks for them."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable

from django.db import transaction

from tintuc.publishing import tree
from tintuc.publishing.actions import purge
from tintuc.publishing.bakery import PageRef, can_find, is_cold
from tintuc.publishing.manifest import known_pages
from tintuc.publishing.models import BakedFile


def put_off(refs: Iterable[PageRef], *, keep: Container[PageRef] = ()) -> list[PageRef]:
    """Take away what is out of date and cold, but for what to ``keep``; return the pages that have to be baked now.

    A page that nobody would find by its address, since the manifest does not know it nor its oven where it lies, is
    baked this once. Ask while the tree is locked. A crash leaves each page away or old; the marks stand, and it is put
    off again.
    """
    asked = list(refs)
    cold = [ref for ref in asked if is_cold(ref) and ref not in keep]
    known = known_pages(cold)
    # One that is cold already may have been baked by somebody who died before the manifest was told.
    places = [(file, tree.place_of(file.host, file.path)) for file in known.values()]
    old = [(file, place) for file, place in places if not file.cold or os.path.exists(place)]
    if old:
        with tree.Tray() as tray:
            for _, place in old:
                tray.remove(place)
        tree.announce()
        with transaction.atomic():
            BakedFile.objects.filter(pk__in=[file.pk for file, _ in old]).update(digest="", size=0, written_ns=0)
            purge.note({(file.host, file.path) for file, _ in old})
    away = {ref for ref in cold if ref in known or can_find(ref.kind)}
    return [ref for ref in asked if ref not in away]
