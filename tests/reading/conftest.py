"""What the reading room's tests share: a network, a way to release anything, parsed pages."""

from __future__ import annotations

import pytest
from lxml import html

from releasing import cleared, languages, release

__all__ = ["cleared", "languages", "release"]


@pytest.fixture
def bake():
    """Bakes a page by kind, owner and key; answers with the baked file and the parsed page."""
    from tintuc.publishing.bakery import OVENS, PageRef
    from tintuc.publishing.memo import batch

    def go(kind, owner, key=""):
        with batch():
            baked = OVENS[kind].bake(PageRef(kind, owner, str(key)))
        page = html.document_fromstring(baked.body) if baked and baked.body else None
        return baked, page

    return go


@pytest.fixture
def bake_article(bake):
    """Bakes the page of a placement."""
    return lambda placement: bake("article", placement.edition_id, placement.pk)
