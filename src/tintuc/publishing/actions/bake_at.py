"""Bakes the page of an address where a file should be and is not."""

from __future__ import annotations

from tintuc.publishing import tree
from tintuc.publishing.actions.bake import BakingFailed, bake_pages
from tintuc.publishing.bakery import PageRef, ref_at
from tintuc.publishing.models import BakedFile


def bake_at(host: str, path: str) -> tuple[int, bytes] | None:
    """Bake the page of a public address, put it into the tree, and return its status and what the file holds.

    None if nothing should be there. What the manifest knows was there once; what it does not know, an oven may.
    """
    if "\0" in path:  # no address holds one, and PostgreSQL does not take it
        return None
    known = BakedFile.objects.filter(host=host, path=path).first()
    ref = PageRef(known.kind, known.owner, known.key) if known else ref_at(host, path)
    if ref is None:
        return None
    try:
        bake_pages(lambda: [] if _there(host, path) else [ref])
    except BakingFailed:
        return None
    return _there(host, path)


def _there(host: str, path: str) -> tuple[int, bytes] | None:
    """What lies at the address: another reader may have had it baked while this one waited."""
    file = BakedFile.objects.filter(host=host, path=path).first()
    if file is None or file.cold:
        return None
    place = tree.target_for(host, path, file.status)
    if tree.mark_of(place) != (file.size, file.written_ns):
        return None
    try:
        return file.status, place.read_bytes()
    except OSError:
        return None
