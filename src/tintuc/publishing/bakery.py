"""The bakery: which pages there are, which a change touches, and how they become files.

Rooms above this one know how to make pages; they register an :class:`Oven` a kind of page. This room knows when.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from tintuc.publishing.assets import asset, asset_of
from tintuc.publishing.memo import batch
from tintuc.publishing.spots import read_ahead

__all__ = [
    "Baked",
    "Oven",
    "PageRef",
    "asset",
    "asset_of",
    "is_cold",
    "is_wide",
    "moves",
    "ref_at",
    "refs_for",
    "register",
]


#: Later than anything a newsroom releases.
ALWAYS_NEW = 2**40


class PageRef(NamedTuple):
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
    #: Seconds since 1970 of what the page is about, so that the newest are baked first; by default it is of today.
    newest: int = ALWAYS_NEW
    #: Keys of the articles an article's page shows beside its own.
    beside: frozenset[int] = field(default_factory=frozenset)


class Oven(Protocol):
    """Makes one kind of page.

    An oven may have ``many = True`` if it has a page for each story or day of the archive; a function
    ``at(host, path)`` that names the page at an address it has never baked, or None; a function ``ahead(tags)`` that
    reads together what :meth:`refs` then asks for tag by tag; and a function ``gather(refs)`` that reads together what
    the pages of a batch are made from, so that :meth:`bake` finds it read.

    It may have ``cold = True``, or a function ``cold(ref)``, if few read these pages: months, topics, people, sitemaps.
    A release does not bake a cold page again but takes its file away, and the next reader has it baked.
    """

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


#: Tags of what may lie at another address afterwards.
MOVING = frozenset({"all", "brand", "topic", "person"})


def is_wide(tag: str) -> bool:
    """Whether the tag touches every page of a site, or of all."""
    return tag == "all" or tag.startswith("brand:")


def moves(tag: str) -> bool:
    """Whether pages that the tag touches may lie at other addresses afterwards."""
    return tag.partition(":")[0] in MOVING


def is_cold(ref: PageRef) -> bool:
    """Whether the page is baked when somebody asks for it, and not whenever something it shows has changed."""
    cold = getattr(OVENS.get(ref.kind), "cold", False)
    return bool(cold(ref) if callable(cold) else cold)


def can_find(kind: str) -> bool:
    """Whether a page of the kind is found by its address though it was never baked."""
    return hasattr(OVENS[kind], "at")


def refs_for(tags: Iterable[str], *, whole: bool = False) -> list[PageRef]:
    """Every page any of the tags touches, each once, articles first.

    A tag that touches every page names those of the archive only if the ``whole`` is asked for: otherwise they are
    baked again bit by bit, from the manifest (:mod:`tintuc.publishing.actions.refresh`).
    """
    named = list(tags)
    with batch():
        read_ahead(named)
        for oven in OVENS.values():
            if (ahead := getattr(oven, "ahead", None)) is not None:
                ahead(named)
        refs = {
            ref: None
            for tag in named
            for oven in OVENS.values()
            if whole or not (is_wide(tag) and getattr(oven, "many", False))
            for ref in oven.refs(tag)
        }
    return sorted(refs, key=lambda ref: ref.kind != "article")


def gather(refs: Iterable[PageRef]) -> None:
    """Have each oven read together what its pages among ``refs`` are made from. Ask inside a batch."""
    by_kind: dict[str, list[PageRef]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, []).append(ref)
    for kind, some in by_kind.items():
        if (read := getattr(OVENS[kind], "gather", None)) is not None:
            read(some)


def ref_at(host: str, path: str) -> PageRef | None:
    """The page an oven would make for an address, whether or not it was ever baked."""
    for oven in OVENS.values():
        at = getattr(oven, "at", None)
        if at is not None and (ref := at(host, path)) is not None:
            return ref
    return None
