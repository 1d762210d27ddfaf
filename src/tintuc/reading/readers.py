"""Readers' figures: how often an article is read, and what is read most now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from tintuc.counting import queries
from tintuc.network.dates import Moment, figure, moment
from tintuc.network.models import Edition
from tintuc.publishing.memo import once, together
from tintuc.publishing.shown import on, placed, read_newest
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
    number, now = counted(article_id) or 0, timezone.now()
    at = now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0)
    return Reads(number, figure(number, edition), moment(at, edition))


@together
def counted(articles: list[int]) -> dict[int, int]:
    """The reads of articles."""
    return queries.reads_of(articles)


@dataclass(frozen=True)
class Hot:
    """One line of the hot list."""

    entry: Entry
    counted: bool  #: whether reads put it there; otherwise it fills a gap, and readers are told


def read_hot(editions: Collection[Edition]) -> None:
    """Read together what the hot lists of editions are made from. Ask inside a batch."""
    ranked = _ranked.read(editions)
    placed.read((article, edition.pk) for edition, articles in ranked.items() for article in articles or ())
    read_newest(map(on, editions))


@together
def _ranked(editions: list[Edition]) -> dict[Edition, list[int]]:
    """The articles that reads put on hot lists."""
    found = queries.hot_of(editions, HOT)
    return {edition: found[edition.pk] for edition in editions}


@once
def hot(edition: Edition) -> list[Hot]:
    """The hot list of the edition."""
    warm = [one for article in _ranked(edition) or () if (one := placed((article, edition.pk)))]
    named = {one.pk for one in warm}
    rest = [one for one in on(edition).newest(2 * HOT) if one.pk not in named]
    listed = [*warm, *rest][:HOT]
    return [
        Hot(entry, one.pk in named) for entry, one in zip(entries(listed, edition, pictures=False), listed, strict=True)
    ]
