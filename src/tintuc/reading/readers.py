"""Readers' figures: how often an article is read, and what is read most now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from tintuc.counting import queries
from tintuc.network.models import Edition
from tintuc.publishing.memo import once
from tintuc.reading.dates import Moment, figure, moment
from tintuc.reading.entries import Entry, entries

HOT = 10


@dataclass(frozen=True)
class Reads:
    """How often an article was read, and when that was so."""

    number: int
    text: str
    at: Moment


def reads(article_id: int, edition: Edition) -> Reads:
    """The article's reads, as of the last ten minutes: a page that is baked again in them stays the same file."""
    number, now = queries.reads(article_id), timezone.now()
    at = now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0)
    return Reads(number, figure(number, edition), moment(at, edition))


@dataclass(frozen=True)
class Hot:
    """One line of the hot list."""

    entry: Entry
    counted: bool  #: whether reads put it there; otherwise it fills a gap, and readers are told


@once
def hot(edition: Edition) -> list[Hot]:
    """The hot list of the edition."""
    found = [placement for placement in queries.hot(edition, HOT) if placement.path]
    shown = entries(found, edition, pictures=False)
    return [Hot(entry, placement.counted) for entry, placement in zip(shown, found, strict=True)]
