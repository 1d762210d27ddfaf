"""What readers are told of changes: marks at corrected paragraphs, and that an original has moved on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tintuc.network.models import Edition
from tintuc.reading.dates import Moment, day_text, moment
from tintuc.reading.frame import Frame, Way
from tintuc.stories.models import Article, Correction, Placement
from tintuc.translation.queries import outdated


@dataclass(frozen=True)
class Mark:
    """Says at a paragraph that a correction reworded it."""

    day: str
    on: str
    note: str  #: id of the correction's note in the page


def marks(article: Article, edition: Edition) -> dict[str, Mark]:
    """The newest correction of each corrected block, by the block's id in the page."""
    found: dict[str, Mark] = {}
    for correction in Correction.objects.filter(article=article.pk).exclude(kind="update"):
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


def moved_on(placement: Placement, around: Frame, languages: Sequence[Placement]) -> MovedOn | None:
    """What to tell readers of a translation whose original has changed, where the edition tells it."""
    article, edition = placement.article, placement.edition
    if not edition.tell_changed or article.is_source or (found := outdated(article)) is None:
        return None
    source = next((other for other in languages if other.article_id == found.release.article_id), None)
    if source is None:
        return None
    way = Way(source.edition.speech.name, around.url(source), source.article.language)
    return MovedOn(moment(found.release.clearance.issued_at, edition), len(found.keys), way)
