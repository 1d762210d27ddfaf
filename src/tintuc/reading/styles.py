"""The stylesheet of a site: its tokens, then one file a component, as one baked file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tintuc.network.models import Edition, Site
from tintuc.network.models.sites import COLOUR
from tintuc.publishing import queries
from tintuc.publishing.assets import asset, asset_of

STATIC = Path(__file__).parent / "static" / "reading"
#: In the order of the cascade: raw values, what they mean, then components. The character and print come last.
ORDER = (
    *("tokens", "meaning", "base", "masthead", "menu", "front", "entry", "lists", "article", "blocks", "picture"),
    *("embed", "byline", "notes", "contents", "live", "gallery", "changes", "behind", "parallel"),
    *("share", "standing", "saved", "footer"),
)
CHARACTERS = ("serif", "sans", "slab")
#: Typefaces an edition may choose: regular and bold, made by ``docs/typeface/subset.py``.
TYPEFACES = {"be-vietnam-pro": ("be-vietnam-pro-400", "be-vietnam-pro-700")}


def css(name: str) -> str:
    """One stylesheet file."""
    return (STATIC / "css" / f"{name}.css").read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def sheet(accent: str, paper: str, style: str, faces: str = "") -> str:
    """The whole stylesheet in one site's colours and character, after the faces its editions chose."""
    own = f":root{{--site-accent:{accent};--site-paper:{paper}}}[lang]{{--site-face:var(--face-{style})}}\n"
    names = (*ORDER, f"characters/{style}", "print")
    return own + faces + "".join(css(name) for name in names)


def typeface(name: str) -> str:
    """The rules of a typeface, with the addresses of its files."""
    regular, bold = TYPEFACES[name]
    return css(f"typefaces/{name}").replace("{regular}", font(regular)).replace("{bold}", font(bold))


def font(name: str) -> str:
    """The address of a font file, baked if it is not there yet."""
    return asset(STATIC / "fonts" / f"{name}.woff2")


def colours(site: Site) -> tuple[str, str]:
    """The site's accent and paper; one that never went through the form falls back, so none can carry rules."""
    accent = site.accent if COLOUR.fullmatch(site.accent) else "#8a1c1c"
    return accent, site.paper if COLOUR.fullmatch(site.paper) else "#fffdf8"


def stylesheet(site: Site) -> str:
    """The address of the site's stylesheet, baked if it is not there yet."""
    if site.text_only:
        return asset(STATIC / "css" / "text-only.css")
    style = site.style if site.style in CHARACTERS else "serif"
    chosen = {one.typeface for one in queries.editions().values() if one.site_id == site.pk} & set(TYPEFACES)
    faces = "".join(typeface(name) for name in sorted(chosen))
    return asset_of(site.key, ".css", sheet(*colours(site), style, faces).encode())


def fonts(edition: Edition) -> list[str]:
    """The addresses of the fonts the edition's pages need at once."""
    return [font(name) for name in TYPEFACES.get(edition.typeface, ())]
