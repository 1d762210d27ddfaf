"""Pictures as readers get them: several widths in AVIF and WebP, sizes known before loading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.conf import settings

from tintuc.publishing.memo import once
from tintuc.publishing.photos import ShownPhoto, media, photos
from tintuc.stories.models import Photo

#: As the photographer framed it, for the article; cut to 3:2 round its focal point, for lists.
WHOLE = ("width-480", "width-960", "width-1600")
CARD = ("fill-320x213", "fill-640x427", "fill-960x640", "fill-1280x853")
WEBP, AVIF = "format-webp", "format-avif|avifquality-60"


class Drawn(NamedTuple):
    """One framing of a picture in its widths, ready for ``srcset``."""

    src: str
    webp: str
    avif: str  #: empty until it has been drawn
    width: int
    height: int


class Picture(NamedTuple):
    """One picture, ready for a template."""

    whole: Drawn
    card: Drawn
    alt: str = ""
    caption: str = ""
    credit: str = ""

    @property
    def src(self) -> str:
        """The address of its usual size, for those who want one picture."""
        return self.whole.src


def photos_in(bodies: Iterable[list[dict[str, Any]]]) -> dict[int, ShownPhoto]:
    """All the photos the bodies show, with their renditions; each is read once a batch."""
    wanted = {
        block["value"]["image"]
        for body in bodies
        for block in body
        if block["type"] == "picture" and block["value"].get("image")
    }
    return photos(wanted)


def drawable(photo: Photo | ShownPhoto) -> bool:
    """Whether the picture is small enough to be decoded: its header is read, and no more, before we know."""
    return 0 < photo.width * photo.height <= settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS


def picture(value: Mapping[str, Any], photos: Mapping[int, ShownPhoto]) -> Picture | None:
    """The picture a block names, or None if the library no longer has it or it is too large to be opened."""
    photo = photos.get(value.get("image") or 0)
    drawn = _framings(photo) if photo is not None else None
    if photo is None or drawn is None:
        return None
    return Picture(
        whole=drawn[0],
        card=drawn[1],
        alt=value.get("alt") or "",
        caption=value.get("caption") or "",
        credit=value.get("credit") or photo.credit,
    )


@once
def _framings(photo: ShownPhoto) -> tuple[Drawn, Drawn] | None:
    """The photo whole and for cards, if it can be drawn."""
    return (_drawn(photo, WHOLE), _drawn(photo, CARD)) if drawable(photo) else None


def _drawn(photo: ShownPhoto, framings: tuple[str, ...]) -> Drawn:
    """WebP is drawn now if need be; AVIF takes a second a picture, so it is used where it has been drawn before."""
    baked = [media(photo, f"{framing}|{WEBP}") for framing in framings]
    better = [f"{framing}|{AVIF}" for framing in framings]
    src, width, height = baked[1]
    return Drawn(
        src=src,
        webp=_sources(baked),
        avif=_sources(media(photo, spec) for spec in better) if all(map(photo.rendition, better)) else "",
        width=width,
        height=height,
    )


def _sources(baked: Iterable[tuple[str, int, int]]) -> str:
    return ", ".join({width: f"{url} {width}w" for url, width, _ in baked}.values())


def draw(photo: Photo) -> None:
    """Draw every size and format ahead of the release that will need them."""
    for framing in (*WHOLE, *CARD):
        for form in (WEBP, AVIF):
            photo.get_rendition(f"{framing}|{form}")


def first_picture(body: list[dict[str, Any]], photos: Mapping[int, ShownPhoto]) -> Picture | None:
    """The picture that stands for an article in a list."""
    shown = (picture(block["value"], photos) for block in body if block["type"] == "picture")
    return next((found for found in shown if found), None)
