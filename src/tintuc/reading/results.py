"""Search results as readers see them."""

from __future__ import annotations

from tintuc.network.models import Edition
from tintuc.reading.entries import Entry, entries
from tintuc.search import queries

#: As many as the search room gives at a time.
PAGE = queries.A_PAGE


def hits(edition: Edition, text: str, page: int) -> tuple[list[Entry], int]:
    """One page of results, best first, and how many there are in all."""
    results = queries.find(edition, text, page=page)
    return entries([hit for hit in results.hits if hit.path], edition, pictures=False), results.total
