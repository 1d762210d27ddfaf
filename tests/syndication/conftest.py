"""What the syndication room's tests share: a network, a way to release anything, parsed documents."""

from __future__ import annotations

import pytest
from lxml import etree

from releasing import cleared, languages, release

__all__ = ["cleared", "languages", "release"]


@pytest.fixture
def bake():
    """Bakes a document by kind, owner and key; answers with it and, if it is XML, its parsed root."""
    from tintuc.publishing.bakery import OVENS, PageRef
    from tintuc.publishing.memo import batch

    def go(kind, owner, key=""):
        with batch():
            baked = OVENS[kind].bake(PageRef(kind, owner, str(key)))
        parsed = etree.fromstring(baked.body) if baked and baked.body.startswith(b"<?xml") else None
        return baked, parsed

    return go
