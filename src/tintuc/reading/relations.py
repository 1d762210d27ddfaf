"""What else to read about the same thing, with the reason it is offered."""

from __future__ import annotations

from dataclasses import dataclass

from tintuc.reading.entries import Entry, entries
from tintuc.search import queries
from tintuc.stories.models import Placement


@dataclass(frozen=True)
class Related:
    """One entry and why it stands there."""

    entry: Entry
    words: list[str]  #: telling words both share


def related(placement: Placement, limit: int = 5) -> list[Related]:
    """Related articles of the same edition, nearest first."""
    found = queries.related(placement.article, placement.edition, limit=limit)
    shown = entries([other for other, _ in found], placement.edition, pictures=False)
    return [Related(entry, list(words)) for entry, (_, words) in zip(shown, found, strict=True)]
