"""Readers' figures: how often an article is read, and what is read most now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from tintuc.network.models import Edition
from tintuc.reading.dates import Moment, figure, moment
from tintuc.reading.entries import Entry, entries

try:
    from tintuc.counting import queries
except ImportError:  # the room is being built
    queries = None

HOT = 10


@dataclass(frozen=True)
class Reads:
    """How often an article was read, and when that was so."""

    number: int
    text: str
    at: Moment


def reads(article_id: int, edition: Edition) -> Reads:
    """The article's reads as of now."""
    number = queries.reads(article_id) if queries else 0
    return Reads(number, figure(number, edition), moment(timezone.now(), edition))


def hot(edition: Edition) -> list[Entry]:
    """The hot list of the edition."""
    return entries(queries.hot(edition, HOT) if queries else [], edition, pictures=False)
