"""The stylesheet of a site: its tokens, then one file a component, as one baked file."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from pathlib import Path

from tintuc.network.models import Site
from tintuc.network.models.sites import COLOUR
from tintuc.publishing.assets import asset, asset_of

STATIC = Path(__file__).parent / "static" / "reading"
#: In the order of the cascade: raw values, what they mean, then components.
ORDER = (
    *("tokens", "meaning", "base", "masthead", "front", "entry", "lists", "article", "byline", "notes"),
    *("share", "standing", "footer", "print"),
)


@lru_cache(maxsize=64)
def sheet(accent: str, paper: str, style: str) -> str:
    """The whole stylesheet in one site's colours and character."""
    own = f":root{{--site-accent:{accent};--site-paper:{paper};--site-face:var(--face-{style})}}\n"
    parts = [(STATIC / "css" / f"{name}.css").read_text() for name in ORDER]
    return own + "".join(parts)


def stylesheet(site: Site) -> str:
    """The address of the site's stylesheet, baked if it is not there yet.

    A colour or character that never went through the form falls back to the usual one, so none can carry rules.
    """
    accent = site.accent if COLOUR.fullmatch(site.accent) else "#8a1c1c"
    paper = site.paper if COLOUR.fullmatch(site.paper) else "#fffdf8"
    style = site.style if site.style in {"serif", "sans", "slab"} else "serif"
    return asset_of(site.key, ".css", sheet(accent, paper, style).encode())


def beacon() -> str:
    """The address of the script that counts a read and fills the hot list."""
    return asset(STATIC / "beacon.js")


def icon(site: Site) -> str:
    """The address of the site's icon: the first letter of its masthead on its own colour."""
    accent = site.accent if COLOUR.fullmatch(site.accent) else "#8a1c1c"
    letter = escape(site.masthead.strip()[:1] or "·")
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="8" fill="{accent}"/><text x="32" y="47" font-size="44" font-family="serif" '
        f'font-weight="700" text-anchor="middle" fill="#fff">{letter}</text></svg>'
    )
    return asset_of("icon", ".svg", drawing.encode())
