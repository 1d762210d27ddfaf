"""Bakes the page of an address where a file should be and is not."""

from __future__ import annotations

from dataclasses import dataclass

from tintuc.publishing import tree
from tintuc.publishing.actions.bake import BakingFailed, bake_pages
from tintuc.publishing.bakery import PageRef, ref_at
from tintuc.publishing.models import BakedFile

#: Times a page is baked anew for a reader because a change took it away again before it could be read.
TRIES = 5


def bake_at(host: str, path: str) -> tuple[int, bytes] | None:
    """Bake the page of a public address, put it into the tree, and return its status and what the file holds.

    None if nothing should be there. What the manifest knows was there once; what it does not know, an oven may.
    Raises :class:`~tintuc.publishing.actions.bake.BakingFailed` if something should be there and cannot be made.
    """
    if "\0" in path:  # no address holds one, and PostgreSQL does not take it
        return None
    for _ in range(TRIES):
        known = BakedFile.objects.filter(host=host, path=path).first()
        ref = PageRef(known.kind, known.owner, known.key) if known else ref_at(host, path)
        if ref is None:
            return None
        asked = _Asked(host, path, ref)
        changed = bake_pages(asked.refs)
        if (found := asked.there or _there(host, path)) is not None or not changed:
            return found
    raise BakingFailed(f"{host}{path} was taken away each time it was made")


@dataclass
class _Asked:
    """A page that is asked for, and what lies there already once it is our turn."""

    host: str
    path: str
    ref: PageRef
    there: tuple[int, bytes] | None = None

    def refs(self) -> list[PageRef]:
        """The page, unless another reader had it baked while this one waited. Asked while the tree is locked."""
        self.there = _there(self.host, self.path)
        return [] if self.there else [self.ref]


def _there(host: str, path: str) -> tuple[int, bytes] | None:
    """What lies at the address, if it is what the manifest says."""
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
