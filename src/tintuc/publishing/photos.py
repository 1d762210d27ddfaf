"""Photos as pages show them, as plain values, and their renditions as baked files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db import connection
from wagtail.images.models import Filter

from tintuc.publishing import tree
from tintuc.publishing.memo import once, together
from tintuc.publishing.shown import blanks
from tintuc.stories.models import Photo, PhotoRendition

COLUMNS = """
id, width, height, file_hash, credit, focal_point_x, focal_point_y, focal_point_width, focal_point_height
"""


@dataclass(frozen=True)
class Rendition:
    """One size and format that has been drawn."""

    file: str  #: its name in the library's store
    width: int  #: pixels
    height: int


@dataclass(frozen=True, eq=False)
class ShownPhoto:
    """A photo of the library. It has the names of a photo's own columns, by which filters know its focal point."""

    pk: int
    width: int
    height: int
    file_hash: str
    credit: str
    focal_point_x: int | None
    focal_point_y: int | None
    focal_point_width: int | None
    focal_point_height: int | None
    renditions: dict[tuple[str, str], Rendition]  #: by filter and by what the filter makes of the focal point

    def rendition(self, spec: str) -> Rendition | None:
        """The rendition of a filter, if it has been drawn."""
        return self.renditions.get((spec, filter_of(spec).get_cache_key(self)))


@together
def photo(keys: list[int]) -> dict[int, ShownPhoto]:
    """Photos with their renditions, by primary key."""
    renditions: dict[int, dict[tuple[str, str], Rendition]] = {key: {} for key in keys}
    with connection.cursor() as cursor:
        asked = blanks(keys)
        cursor.execute(
            f"""SELECT image_id, filter_spec, focal_point_key, file, width, height
            FROM stories_photorendition WHERE image_id IN ({asked})""",  # noqa: S608 - only marks are put in
            keys,
        )
        for image, spec, focal, *drawn in cursor.fetchall():
            renditions[image][spec, focal] = Rendition(*drawn)
        cursor.execute(f"SELECT {COLUMNS} FROM stories_photo WHERE id IN ({asked})", keys)  # noqa: S608
        return {row[0]: ShownPhoto(*row, renditions[row[0]]) for row in cursor.fetchall()}


def photos(wanted: Iterable[int]) -> dict[int, ShownPhoto]:
    """Those of the photos that the library still has; each is read once a batch."""
    return {pk: found for pk, found in photo.read(wanted).items() if found}


#: Filters know what they do once they have read their specification.
filter_of = lru_cache(maxsize=256)(Filter)


@once
def media(shown: ShownPhoto, spec: str) -> tuple[str, int, int]:
    """Bake one rendition of a photo; return its address, width and height in pixels.

    Pictures come into being in the public tree at release and under a hash, so nobody can guess the address of a
    picture that is still under embargo.
    """
    rendition = shown.rendition(spec) or _drawn(shown, spec)
    file = _media_name(shown.pk, shown.file_hash or "", spec, rendition.file)
    place = os.path.join(tree.root(), "_media", file)
    if not os.path.exists(place):
        tree.write(Path(place), _read(shown, spec, rendition))
    return f"/_m/{file}", rendition.width, rendition.height


def _read(shown: ShownPhoto, spec: str, rendition: Rendition) -> bytes:
    """What a rendition's file holds; drawn again if the store, perhaps restored without it, has lost it."""
    storage = PhotoRendition._meta.get_field("file").storage
    try:
        with storage.open(rendition.file) as opened:
            return bytes(opened.read())
    except FileNotFoundError:
        made = Photo.objects.get(pk=shown.pk).generate_rendition_file(filter_of(spec))
        storage.save(rendition.file, made)
        made.seek(0)
        return bytes(made.read())


def _drawn(shown: ShownPhoto, spec: str) -> Rendition:
    made = Photo.objects.get(pk=shown.pk).get_rendition(spec)
    return Rendition(made.file.name, made.width, made.height)


@lru_cache(maxsize=4096)
def _media_name(pk: int, file_hash: str, spec: str, name: str) -> str:
    key = hashlib.sha256(f"{pk}:{file_hash}:{spec}:{name}".encode()).hexdigest()[:24]
    return f"{key}{Path(name).suffix}"
