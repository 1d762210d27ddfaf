"""Entries of lists: what a front, a section, a map or the hot list says about one placement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tintuc.network.dates import Moment, moment
from tintuc.network.models import Edition
from tintuc.publishing.memo import kept
from tintuc.publishing.photos import ShownPhoto
from tintuc.publishing.shown import Shown
from tintuc.reading.pictures import Picture, first_picture, photos_in


class Entry(NamedTuple):
    """One line or card of a list, in the words of the current release."""

    url: str
    headline: str
    kicker: str
    standfirst: str
    section: str
    section_path: str
    released: Moment
    format: str
    machine: bool
    open: bool = False  #: of a live story that has not ended
    picture: Picture | None = None


def entries(placements: Iterable[Shown], edition: Edition, pictures: bool = True) -> list[Entry]:
    """The entries of the placements, in their order, with at most one more query for all pictures.

    Each is made once a batch: the front, a section, the map and the hot list say the same of a placement.
    """
    found = list(placements)
    pictures = pictures and not edition.site.text_only
    made: dict[tuple[int, bool], Entry] = kept(Entry, dict)
    new = [one for one in found if (one.pk, pictures) not in made]
    photos = photos_in(_body(one) for one in new) if pictures else {}
    made.update({(one.pk, pictures): _entry(one, edition, photos) for one in new})
    return [made[one.pk, pictures] for one in found]


def _body(placement: Shown) -> list[dict[str, Any]]:
    body: list[dict[str, Any]] = placement.article.current_release.content["body"]
    return body


def _entry(placement: Shown, edition: Edition, photos: Mapping[int, ShownPhoto]) -> Entry:
    content = placement.article.current_release.content
    return Entry(
        url=placement.path,
        headline=placement.headline or content["headline"],
        kicker=content["kicker"],
        standfirst=content["standfirst"],
        section=placement.section.name,
        section_path=f"{edition.root}{placement.section.slug}/",
        released=moment(placement.released_at, edition),
        format=content["format"],
        open=content["format"] == "live" and not content.get("ended_at"),
        machine=content["origin"] == "machine" and not content["vouched"],
        picture=first_picture(_body(placement), photos) if photos else None,
    )
