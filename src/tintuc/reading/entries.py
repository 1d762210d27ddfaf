"""Entries of lists: what a front, a section, a map or the hot list says about one placement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tintuc.network.dates import Moment, moment
from tintuc.network.models import Edition
from tintuc.publishing.shown import Shown
from tintuc.reading.pictures import Picture, first_picture, photos_in


@dataclass(frozen=True)
class Entry:
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
    """The entries of the placements, in their order, with at most one more query for all pictures."""
    found = list(placements)
    pictures = pictures and not edition.site.text_only
    bodies = [placement.article.current_release.content["body"] for placement in found] if pictures else []
    photos = photos_in(bodies)
    return [
        Entry(
            picture=first_picture(placement.article.current_release.content["body"], photos) if photos else None,
            **_said(placement, edition),
        )
        for placement in found
    ]


def _said(placement: Shown, edition: Edition) -> dict[str, Any]:
    content = placement.article.current_release.content
    return {
        "url": placement.path,
        "headline": placement.headline or content["headline"],
        "kicker": content["kicker"],
        "standfirst": content["standfirst"],
        "section": placement.section.name,
        "section_path": f"{edition.root}{placement.section.slug}/",
        "released": moment(placement.released_at, edition),
        "format": content["format"],
        "open": content["format"] == "live" and not content.get("ended_at"),
        "machine": content["origin"] == "machine" and not content["vouched"],
    }
