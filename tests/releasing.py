"""What tests of pages and feeds share: a network in five languages, and a way to release anything."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tintuc.network.models import Edition, Section
from tintuc.publishing.actions.count import count_days_of
from tintuc.stories import signals
from tintuc.stories.models import Article, Clearance

#: One made-up headline and sentence a language, so that a page in the wrong language shows.
WORDS = {
    "vi": ("Bến phà mới rút ngắn đường ra đảo", "Chuyến phà nay chỉ mất mười hai phút."),
    "en": ("New pier shortens the crossing", "The ferry now takes twelve minutes."),
    "zh-Hans": ("新码头缩短登岛航程", "渡轮如今只需十二分钟。"),
    "zh-Hant": ("新碼頭縮短登島航程", "渡輪如今只需十二分鐘。"),
    "ja": ("新しい桟橋で島への航路が短縮", "フェリーは十二分で着くようになった。"),
    "ko": ("새 부두로 섬까지 뱃길이 짧아졌다", "배는 이제 십이 분이면 닿는다."),
    "ar": ("رصيف جديد يختصر الرحلة إلى الجزيرة", "تستغرق الرحلة الآن اثنتي عشرة دقيقة."),
}
ZONES = {"zh-Hans": "Asia/Shanghai", "ja": "Asia/Tokyo", "ko": "Asia/Seoul"}


@pytest.fixture
def cleared(monkeypatch):
    """Every text is cleared at once, and no other room listens."""

    def clear(sender, article, by, **_):
        Clearance.objects.create(article_id=article.pk, digest=article.digest(), rule_set="test")

    heard = (signals.clearing, signals.released, signals.withdrawn)
    for signal in heard:
        monkeypatch.setattr(signal, "receivers", [])
        signal.sender_receivers_cache.clear()
    signals.clearing.connect(clear, weak=False)
    yield
    for signal in heard:
        signal.sender_receivers_cache.clear()


@pytest.fixture
def languages(site):
    """The site's editions by language: five of them."""
    for order, (language, zone) in enumerate(ZONES.items(), 2):
        edition = Edition.objects.create(site=site, language=language, time_zone=zone, order=order)
        Section.objects.create(edition=edition, key="world", name=WORDS[language][0][:2], slug="world")
    return {edition.language: edition for edition in site.editions.all()}


@pytest.fixture
def release(cleared, make_article):
    """Makes and releases an article; answers with its placement."""

    def go(language="en", released_at=None, **fields):
        headline, sentence = WORDS.get(language, ("", ""))
        words = {
            "headline": headline,
            "standfirst": sentence,
            "body": [{"type": "paragraph", "id": "p1", "value": f"<p>{sentence}</p>"}],
        }
        article = make_article(language, **(words | fields))
        article.latest_revision.publish()
        placement = Article.objects.get(pk=article.pk).placements.get()
        placement.released_at = released_at or timezone.now()
        placement.path = f"{placement.section.path}2026/11/story-{placement.pk}.html"
        placement.save()
        count_days_of([placement])
        return placement

    return go
