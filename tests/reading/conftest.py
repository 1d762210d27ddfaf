"""What the reading room's tests share: a way to release anything, and parsed pages."""

from __future__ import annotations

import pytest
from django.utils import timezone
from lxml import html

from tintuc.stories import signals
from tintuc.stories.models import Article, Clearance


@pytest.fixture
def cleared(monkeypatch):
    """Every text is cleared at once, and nothing else listens."""

    def clear(sender, article, by, **_):
        Clearance.objects.create(article_id=article.pk, digest=article.digest(), rule_set="test")

    for signal in (signals.clearing, signals.released, signals.withdrawn):
        monkeypatch.setattr(signal, "receivers", [])
        signal.sender_receivers_cache.clear()
    signals.clearing.connect(clear, weak=False)
    yield
    for signal in (signals.clearing, signals.released, signals.withdrawn):
        signal.sender_receivers_cache.clear()


@pytest.fixture
def release(cleared, make_article):
    """Makes and releases an article; answers with its placement."""

    def go(language="en", released_at=None, **fields):
        article = make_article(language, **fields)
        article.latest_revision.publish()
        placement = Article.objects.get(pk=article.pk).placements.get()
        placement.released_at = released_at or timezone.now()
        placement.path = f"{placement.section.path}2026/11/{article.slug or 'story'}-{placement.pk}.html"
        placement.save()
        return placement

    return go


@pytest.fixture
def bake():
    """Bakes a page by kind, owner and key, and parses it."""
    from tintuc.publishing.bakery import OVENS, PageRef

    def go(kind, owner, key=""):
        baked = OVENS[kind].bake(PageRef(kind, owner, str(key)))
        return None if baked is None else (baked, html.document_fromstring(baked.body.decode()) if baked.body else None)

    return go
