"""What the pages run: one deferred file, and one of a few lines that must come before the first paint."""

from __future__ import annotations

from functools import lru_cache

from tintuc.publishing.assets import asset, asset_of
from tintuc.reading.styles import STATIC

#: Each works alone and does nothing where a page has no use for it.
PARTS = ("beacon", "themes", "share", "saved", "embeds")


@lru_cache(maxsize=1)
def whole() -> bytes:
    """All parts as one script."""
    return "".join(source(part) for part in PARTS).encode()


def source(name: str) -> str:
    """One script file."""
    return (STATIC / "js" / f"{name}.js").read_text(encoding="utf-8")


def page_script() -> str:
    """The address of the deferred script."""
    return asset_of("page", ".js", whole())


def theme_script() -> str:
    """The address of the script that sets a chosen light or dark."""
    return asset(STATIC / "js" / "theme.js")
