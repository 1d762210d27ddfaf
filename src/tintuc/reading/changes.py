"""What readers are told of changes: marks at corrected paragraphs, and that an original has moved on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tintuc.network.dates import Moment, day_text, moment
from tintuc.network.models import Edition
from tintuc.publishing.records import cleared, corrections_of
from tintuc.publishing.shown import Shown, ShownArticle
from tintuc.reading.frame import Frame, Way
from tintuc.translation.queries import outdated


@dataclass(frozen=True)
class Mark:
    """Says at a paragraph that a correction reworded it."""

    day: str
    on: str
    note: str  #: id of the correction's note in the page


def marks(article: int, edition: Edition) -> dict[str, Mark]:
    """The newest correction of each corrected block, by the block's id in the page."""
    found: dict[str, Mark] = {}
    for correction in corrections_of(article) or ():
        mark = Mark(day_text(correction.on, edition), f"{correction.on}", f"b-{correction.block}")
        for block in correction.blocks:
            found.setdefault(f"b-{block}", mark)
    return found


def put(found: dict[str, Mark], body: list[dict[str, Any]]) -> None:
    """Put each mark into the shape of its block."""
    for shape in body:
        shape["mark"] = found.get(shape["id"])


@dataclass(frozen=True)
class MovedOn:
    """The original of a translation has changed since."""

    at: Moment
    passages: int
    way: Way  #: to the original as it is now


def moved_on(placement: Shown, around: Frame, languages: Sequence[Shown]) -> MovedOn | None:
    """What to tell readers of a translation whose original has changed, where the edition tells it."""
    article, edition = placement.article, placement.edition
    if not edition.tell_changed or article.is_source:
        return None
    source = next((other for other in languages if _made_from(article, other)), None)
    changed = outdated(article, source.article) if source else []
    if source is None or not changed:
        return None
    way = Way(source.edition.speech.name, around.url(source), source.article.language)
    since = cleared(source.article.current_release.clearance_id)
    return MovedOn(moment(since.at, edition), len(changed), way)


def _made_from(article: ShownArticle, other: Shown) -> bool:
    if article.translated_from_id:
        return other.article_id == article.translated_from_id
    return other.article.is_source
