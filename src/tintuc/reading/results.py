"""Search results as readers see them."""

from __future__ import annotations

import datetime as dt

from tintuc.network.models import Edition
from tintuc.publishing.shown import by_key
from tintuc.reading.entries import Entry, entries
from tintuc.search import queries

#: As many as the search room gives at a time.
PAGE = queries.A_PAGE


def hits(
    edition: Edition, text: str, page: int, first: dt.date | None = None, last: dt.date | None = None
) -> tuple[list[Entry], int]:
    """One page of results, best first, and how many there are in all; ``first`` and ``last`` are whole days."""
    since = dt.datetime.combine(first, dt.time(), edition.zone) if first else None
    before = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), edition.zone) if last else None
    results = queries.find(edition, text, page=page, since=since, before=before)
    found = by_key.read(results.hits)
    return entries(filter(None, found.values()), edition, pictures=False), results.total
