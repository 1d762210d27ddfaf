"""What else to read about the same thing, with the reason it is offered."""

from __future__ import annotations

from dataclasses import dataclass

from tintuc.reading.entries import Entry, entries
from tintuc.stories.models import Placement

try:
    from tintuc.search import queries
except ImportError:  # the room is being built
    queries = None


@dataclass(frozen=True)
class Related:
    """One entry and why it stands there."""

    entry: Entry
    reason: str


def related(placement: Placement, limit: int = 5) -> list[Related]:
    """Related articles of the same edition, nearest first."""
    found = queries.related(placement.article, placement.edition, limit=limit) if queries else []
    shown = entries([other for other, _ in found], placement.edition, pictures=False)
    return [Related(entry, str(reason)) for entry, (_, reason) in zip(shown, found, strict=True)]
