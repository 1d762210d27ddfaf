"""The icons of a site: the first letter of its masthead on its own colour, in the forms browsers and phones ask for."""

from __future__ import annotations

import io
from functools import lru_cache
from html import escape
from urllib.parse import quote

from PIL import Image, ImageDraw

from tintuc.network.models import Site
from tintuc.publishing.assets import asset_of
from tintuc.reading.faces import NoFace, face_of
from tintuc.reading.styles import colours

#: Pixels of the icons a manifest lists, and of the one iPhones put on their screen.
FOR_MANIFEST = (192, 512)
FOR_SCREEN = 180


def letter(site: Site) -> str:
    """What stands on the icon."""
    return site.masthead.strip()[:1] or "·"


def drawing(site: Site) -> str:
    """The address of the icon as SVG, which is sharp at every size."""
    return asset_of("icon", ".svg", _svg(site).encode())


def inline(site: Site) -> str:
    """The same as an address that holds it: pages ask once less."""
    return "data:image/svg+xml," + quote(_svg(site), safe="=:/")


def _svg(site: Site) -> str:
    accent, _ = colours(site)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="8" fill="{accent}"/><text x="32" y="47" font-size="44" font-family="serif" '
        f'font-weight="700" text-anchor="middle" fill="#fff">{escape(letter(site))}</text></svg>'
    )


def picture(site: Site, size: int) -> str:
    """The address of the icon as PNG, ``size`` pixels square."""
    return asset_of(f"icon-{size}", ".png", pixels(letter(site), colours(site)[0], size))


@lru_cache(maxsize=256)
def pixels(said: str, accent: str, size: int) -> bytes:
    """The icon as PNG. The letter keeps to the middle, so that a phone may cut the icon to a circle.

    A ring stands for a letter no face of this machine can draw.
    """
    canvas = Image.new("RGB", (size, size), accent)
    pen = ImageDraw.Draw(canvas)
    try:
        face = face_of(said, round(size * 0.56))
        left, top, right, bottom = pen.textbbox((0, 0), said, font=face)
        place = (size - right + left) / 2 - left, (size - bottom + top) / 2 - top
        pen.text(place, said, fill="#ffffff", font=face)
    except NoFace:
        inner = size // 4
        pen.ellipse((inner, inner, size - inner, size - inner), outline="#ffffff", width=max(2, size // 24))
    buffer = io.BytesIO()
    canvas.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def favicon(site: Site) -> bytes:
    """The icon in the old form that browsers and feed readers ask for unasked, at ``/favicon.ico``."""
    accent, _ = colours(site)
    buffer = io.BytesIO()
    largest = Image.open(io.BytesIO(pixels(letter(site), accent, 48)))
    largest.save(buffer, "ICO", sizes=[(16, 16), (32, 32), (48, 48)])
    return buffer.getvalue()
