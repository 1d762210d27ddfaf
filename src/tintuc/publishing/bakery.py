"""The bakery: which pages there are, which a change touches, and how they become files.

Rooms above this one know how to make pages; they register an :class:`Oven` a kind of page. This room knows when.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from tintuc.publishing.assets import asset, asset_of, media

__all__ = ["Baked", "Oven", "PageRef", "asset", "asset_of", "media", "refs_for", "register"]


@dataclass(frozen=True)
class PageRef:
    """Names one page that may be baked."""

    kind: str  #: name of the oven
    owner: int  #: primary key of the edition, or of the site for a site's own pages; the oven knows which
    key: str = ""  #: what tells pages of one kind and owner apart: a placement, a section, a month


@dataclass(frozen=True)
class Baked:
    """One page as it is to lie on disk."""

    host: str
    path: str
    body: bytes
    tags: frozenset[str] = field(default_factory=frozenset)
    status: int = 200  #: 200; 410 for a notice in place of a page; 301 or 302 with ``location``
    location: str = ""


class Oven(Protocol):
    """Makes one kind of page."""

    kind: str

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The pages that must be baked again, baked first or taken away because of ``tag``."""

    def bake(self, ref: PageRef) -> Baked | None:
        """The page, or None if it should not exist."""


OVENS: dict[str, Oven] = {}


def register(oven: Oven) -> None:
    """Add an oven; a second one of the same kind is a mistake in the wiring."""
    if oven.kind in OVENS:
        raise ValueError(f"There are two ovens of the kind {oven.kind!r}.")
    OVENS[oven.kind] = oven


def refs_for(tags: Iterable[str]) -> list[PageRef]:
    """Every page any of the tags touches, each once, articles first."""
    refs = {ref: None for tag in tags for oven in OVENS.values() for ref in oven.refs(tag)}
    return sorted(refs, key=lambda ref: (ref.kind != "article", ref.kind, ref.owner, ref.key))
