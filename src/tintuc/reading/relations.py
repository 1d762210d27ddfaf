"""What else to read about the same thing, with the reason it is offered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from tintuc.publishing.memo import kept, together
from tintuc.publishing.shown import Shown, ShownRelease, placed
from tintuc.reading.entries import Entry, entries
from tintuc.search import queries
from tintuc.search.telling import Telling, telling

#: Candidates looked at together: most of the nearest are public on the edition, or none is.
LOOKED_AT = 12
#: Releases whose telling words a process keeps.
KEPT = 4096


@dataclass(frozen=True)
class Related:
    """One entry and why it stands there."""

    entry: Entry
    words: list[str]  #: telling words both share
    article: int


def related(placement: Shown, limit: int = 5) -> list[Related]:
    """Related articles of the same edition, nearest first; translations of the same story are none."""
    return kept((related, placement.pk, limit), lambda: _related(placement, limit))


def _related(placement: Shown, limit: int) -> list[Related]:
    edition, near = placement.edition, _near(placement)
    found: list[tuple[Shown, list[str]]] = []
    for at in range(0, len(near), LOOKED_AT):
        some = near[at : at + LOOKED_AT]
        here = placed.read((pk, edition.pk) for pk, _ in some)
        told = [(one, words) for pk, words in some if (one := here[pk, edition.pk])]
        found += [(one, words) for one, words in told if one.article.story_id != placement.article.story_id]
        if len(found) >= limit:
            break
    listed = entries([one for one, _ in found[:limit]], edition, pictures=False)
    return [Related(entry, words, one.article_id) for entry, (one, words) in zip(listed, found, strict=False)]


@together
def holders(words: list[str]) -> dict[str, list[int]]:
    """Who holds telling words."""
    return queries.holders_of(words)


@together
def _most_shared(editions: list[int]) -> dict[int, int]:
    return queries.most_shared(editions)


def read_ahead(placements: Collection[Shown]) -> None:
    """Read together what is looked at first to find the related articles of placements. Ask inside a batch."""
    holders.read(one.word for placement in placements for one in _telling_of(placement))
    _most_shared.read(placement.edition_id for placement in placements)
    placed.read((pk, one.edition_id) for one in placements for pk, _ in _near(one)[:LOOKED_AT])


def _near(placement: Shown) -> list[tuple[int, list[str]]]:
    """What shares telling words with a placement, on whatever edition, nearest first; looked for once a batch."""
    return kept((_near, placement.pk), lambda: _nearest(placement))


def _nearest(placement: Shown) -> list[tuple[int, list[str]]]:
    asked = _telling_of(placement)
    common = _most_shared(placement.edition_id) or 0
    return queries.nearest(asked, common, holders.read(one.word for one in asked))


def _telling_of(placement: Shown) -> list[Telling]:
    release, language = placement.article.current_release, placement.article.language
    return _telling(release, language) if release.pk else telling(release.content, language)  # none: a preview


@lru_cache(maxsize=KEPT)
def _telling(release: ShownRelease, language: str) -> list[Telling]:
    """The words that tell most about a release: the same in every bake of it."""
    return telling(release.content, language)
