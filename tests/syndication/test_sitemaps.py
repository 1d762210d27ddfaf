"""Sitemaps name every public address with its other languages; OPML names every feed."""

import datetime as dt

import pytest

from tintuc.publishing.bakery import OVENS, PageRef

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
MOMENT = dt.datetime(2026, 11, 3, 9, tzinfo=dt.UTC)


def test_languages_are_reciprocal(release, bake, languages):
    """Every language of a story is listed with the same set of addresses, itself among them, and the source."""
    source = release("en", released_at=MOMENT)
    placed = [source] + [release(key, story=source.article.story, released_at=MOMENT) for key in ("vi", "ja", "ko")]
    sets = []
    for placement in placed:
        _, document = bake("sitemap", placement.edition_id, "2026-11")
        url = document.xpath(f"s:url[s:loc='{placement.url}']", namespaces=NAMES)[0]
        links = {(link.get("hreflang"), link.get("href")) for link in url.xpath("x:link", namespaces=NAMES)}
        assert (placement.article.language, placement.url) in links
        assert ("x-default", source.url) in links
        sets.append(links)
    assert all(links == sets[0] for links in sets)


def test_index_and_months(release, bake, site, languages):
    """The index lists exactly the months that have a sitemap, by the edition's own days."""
    release("vi", released_at=dt.datetime(2026, 10, 31, 18, tzinfo=dt.UTC))
    _, index = bake("sitemaps", site.pk)
    assert index.xpath("s:sitemap/s:loc/text()", namespaces=NAMES) == ["http://bac-dau.test/sitemap-vi-2026-11.xml"]
    assert bake("sitemap", languages["vi"].pk, "2026-11")[0].path == "/sitemap-vi-2026-11.xml"
    assert bake("sitemap", languages["vi"].pk, "2026-10")[0] is None


def test_opml_agrees_with_the_feeds(bake, site):
    """Every feed the list names is baked, and every feed that is baked is named."""
    _, opml = bake("opml", site.pk)
    named = set(opml.xpath("//outline/@xmlUrl"))
    baked = {
        OVENS[ref.kind].bake(ref) for kind in ("rss", "atom", "corrections-atom") for ref in OVENS[kind].refs("all")
    }
    assert named == {f"http://{feed.host}{feed.path}" for feed in baked}
    assert opml.xpath("/opml/body/outline/outline/@language") == ["vi", "en"]


def test_robots(bake, site):
    """Robots may read everything but the counter and search pages, and are told where the sitemap is."""
    baked, _ = bake("robots", site.pk)
    lines = baked.body.decode().splitlines()
    assert "Disallow: /c/" in lines
    assert "Disallow: /vi/search/" in lines
    assert "Sitemap: http://bac-dau.test/sitemap.xml" in lines


def test_tags(release, site):
    """A story touches its month only; lists touch the feeds; the brand touches everything."""
    placement = release(released_at=MOMENT)
    edition = placement.edition_id
    month = PageRef("sitemap", edition, "2026-11")
    assert list(OVENS["sitemap"].refs(f"story:{placement.article.story_id}")) == [month]
    assert not list(OVENS["sitemap"].refs(f"list:{edition}"))
    assert PageRef("rss", edition) in list(OVENS["rss"].refs(f"list:{edition}"))
    assert PageRef("sitemaps", site.pk) in list(OVENS["sitemaps"].refs(f"list:{edition}"))
    for kind in ("rss", "atom", "sitemap", "sitemaps", "opml", "robots"):
        assert list(OVENS[kind].refs(f"brand:{site.pk}")), kind
        assert list(OVENS[kind].refs("all")), kind
        assert not list(OVENS[kind].refs("count:1")), kind
