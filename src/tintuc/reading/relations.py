"""What else to read about the same thing, with the reason it is offered."""

from __future__ import annotations

from dataclasses import dataclass

from tintuc.publishing.shown import Shown, by_key
from tintuc.reading.entries import Entry, entries
from tintuc.search import queries


@dataclass(frozen=True)
class Related:
    """One entry and why it stands there."""

    entry: Entry
    words: list[str]  #: telling words both share


def related(placement: Shown, limit: int = 5) -> list[Related]:
    """Related articles of the same edition, nearest first."""
    found = queries.related(placement.article, placement.edition, limit=limit)
    shown = by_key.read(other.pk for other, _ in found)
    told = [(one, words) for other, words in found if (one := shown[other.pk])]
    listed = entries([one for one, _ in told], placement.edition, pictures=False)
    return [Related(entry, list(words)) for entry, (_, words) in zip(listed, told, strict=True)]
