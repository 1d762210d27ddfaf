"""Search results as readers see them."""

from __future__ import annotations

from dataclasses import dataclass

from tintuc.network.models import Edition
from tintuc.reading.dates import Moment, moment

try:
    from tintuc.search import queries
except ImportError:  # the room is being built
    queries = None

PAGE = 20


@dataclass(frozen=True)
class Hit:
    """One result."""

    url: str
    headline: str
    excerpt: str
    section: str
    released: Moment


def hits(edition: Edition, text: str, page: int) -> tuple[list[Hit], int]:
    """One page of results and how many there are in all."""
    results = queries.find(edition, text, page=page)
    shown = [
        Hit(hit.path, hit.headline, hit.excerpt, hit.section.name, moment(hit.released_at, edition))
        for hit in results.hits
    ]
    return shown, results.total
