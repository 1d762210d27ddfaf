"""Pictures and style sheets as baked files whose names are hashes of what they hold."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from wagtail.images.models import Filter

from tintuc.publishing import tree
from tintuc.publishing.memo import once


def asset(package_file: Path) -> str:
    """Bake a file of the package (style sheet, script, icon) and return its address, ``/_a/<name>.<hash>.<ending>``."""
    return asset_of(package_file.stem, package_file.suffix, package_file.read_bytes())


def asset_of(name: str, suffix: str, body: bytes) -> str:
    """Bake made bytes as an asset and return their address."""
    file = f"{name}.{hashlib.sha256(body).hexdigest()[:12]}{suffix}"
    place = tree.root() / "_assets" / file
    if not place.exists():
        tree.write(place, body)
    return f"/_a/{file}"


#: Filters know what they do once they have read their specification.
filter_of = lru_cache(maxsize=256)(Filter)


@once
def media(image: Any, spec: str) -> tuple[str, int, int]:
    """Bake one rendition of a picture; return its address, width and height in pixels.

    Pictures come into being in the public tree at release and under a hash, so nobody can guess the address of a
    picture that is still under embargo.
    """
    try:  # what the photo has been read with; get_rendition would write it into the cache each time
        rendition = image.find_existing_rendition(filter_of(spec))
    except image.get_rendition_model().DoesNotExist:
        rendition = image.get_rendition(spec)
    file = _media_name(image.pk, image.file_hash or "", spec, rendition.file.name)
    place = tree.root() / "_media" / file
    if not place.exists():
        with rendition.file.open("rb") as opened:
            tree.write(place, opened.read())
    return f"/_m/{file}", rendition.width, rendition.height


@lru_cache(maxsize=4096)
def _media_name(pk: int, file_hash: str, spec: str, name: str) -> str:
    key = hashlib.sha256(f"{pk}:{file_hash}:{spec}:{name}".encode()).hexdigest()[:24]
    return f"{key}{Path(name).suffix}"
