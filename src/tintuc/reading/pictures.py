"""Pictures as readers get them: several widths, sizes known before loading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tintuc.publishing.assets import media
from tintuc.stories.models import Photo

WIDTHS = (400, 800, 1600)


@dataclass(frozen=True)
class Picture:
    """One picture, ready for a template."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""


def photos_in(bodies: Iterable[list[dict[str, Any]]]) -> dict[int, Photo]:
    """All the photos the bodies show, with their renditions, in two queries."""
    wanted = {
        block["value"]["image"]
        for body in bodies
        for block in body
        if block["type"] == "picture" and block["value"].get("image")
    }
    return Photo.objects.prefetch_related("renditions").in_bulk(wanted) if wanted else {}


def picture(value: Mapping[str, Any], photos: Mapping[int, Photo]) -> Picture | None:
    """The picture a block names, or None if the library no longer has it."""
    photo = photos.get(value.get("image") or 0)
    if photo is None:
        return None
    baked = [media(photo, f"width-{width}|format-webp") for width in WIDTHS]
    sizes = dict.fromkeys(f"{url} {width}w" for url, width, _ in baked)
    src, width, height = baked[1]
    return Picture(
        src=src,
        srcset=", ".join(sizes),
        width=width,
        height=height,
        alt=value.get("alt") or "",
        caption=value.get("caption") or "",
        credit=value.get("credit") or photo.credit,
    )


def first_picture(body: list[dict[str, Any]], photos: Mapping[int, Photo]) -> Picture | None:
    """The picture that stands for an article in a list."""
    shown = (picture(block["value"], photos) for block in body if block["type"] == "picture")
    return next((found for found in shown if found), None)
