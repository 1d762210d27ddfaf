"""What every oven of pages makes of its words."""

from __future__ import annotations

from tintuc.network.models import Edition
from tintuc.publishing.bakery import ALWAYS_NEW, Baked


def page(edition: Edition, path: str, body: bytes, *tags: str, status: int = 200, newest: int = ALWAYS_NEW) -> Baked:
    """A baked page of an edition; every page depends on its brand."""
    named = frozenset({f"brand:{edition.site_id}", *tags})
    return Baked(edition.site.host, path, body, tags=named, status=status, newest=newest)
