"""Sitemaps name every public address with its other languages; OPML names every feed."""

import datetime as dt

import pytest
from django.test import TestCase
from django.utils import timezone

from tintuc.network.models import Edition, Section, Site, Topic
from tintuc.publishing.actions.count import _numbers, count_all, count_days_of
from tintuc.publishing.bakery import OVENS, PageRef
from tintuc.publishing.models import Tally
from tintuc.stories.models import Article, Placement

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
MOMENT = dt.datetime(2026, 11, 3, 9, tzinfo=dt.UTC)


def test_languages_are_reciprocal(release, bake, languages):
    """Every language of a story is listed with the same set of addresses, itself among them, and the source."""
    source = release("en", released_at=MOMENT)
    placed = [source] + [release(key, story=source.article.story, released_at=MOMENT) for key in ("vi", "ja", "ko")]
    sets = []
    for placement in placed:
        _, document = bake("sitemap", placement.edition_id, "2026-11-03")
        url = document.xpath(f"s:url[s:loc='{placement.url}']", namespaces=NAMES)[0]
        links = {(link.get("hreflang"), link.get("href")) for link in url.xpath("x:link", namespaces=NAMES)}
        assert (placement.article.language, placement.url) in links
        assert ("x-default", source.url) in links
        sets.append(links)
    assert all(links == sets[0] for links in sets)


def test_index_and_days(release, bake, site, languages):
    """The index lists exactly the days that have a sitemap, by the edition's own days, and when they changed."""
    release("vi", released_at=dt.datetime(2026, 10, 31, 18, tzinfo=dt.UTC))
    _, index = bake("sitemaps", site.pk)
    address = "http://bac-dau.test/sitemap-vi-2026-11-01.xml"
    assert index.xpath("s:sitemap/s:loc/text()", namespaces=NAMES) == [address]
    today = timezone.now().astimezone(languages["vi"].zone).date()
    assert index.xpath("s:sitemap/s:lastmod/text()", namespaces=NAMES) == [today.isoformat()]
    assert bake("sitemap", languages["vi"].pk, "2026-11-01")[0].path == "/sitemap-vi-2026-11-01.xml"
    assert bake("sitemap", languages["vi"].pk, "2026-10-31")[0] is None
    assert bake("sitemap", languages["vi"].pk, "2026-11-31")[0] is None


def test_a_long_day_has_parts(release, bake, site, monkeypatch):
    """A day of more addresses than one file takes is told in several, which the index names and a story touches."""
    for module in ("sitemaps", "ovens.sitemaps"):
        monkeypatch.setattr(f"tintuc.syndication.{module}.IN_ONE", 2)
    placed = [release("en", released_at=MOMENT + dt.timedelta(minutes=number)) for number in range(3)]
    edition = placed[0].edition_id
    files = [bake("sitemap", edition, key) for key in ("2026-11-03", "2026-11-03.2")]
    named = [url for _, document in files for url in document.xpath("s:url/s:loc/text()", namespaces=NAMES)]
    assert named == [placement.url for placement in placed]
    _, index = bake("sitemaps", site.pk)
    listed = index.xpath("s:sitemap/s:loc/text()", namespaces=NAMES)
    assert listed == [f"http://bac-dau.test{baked.path}" for baked, _ in files]
    refs = {ref.key for ref in OVENS["sitemap"].refs(f"shown:{placed[0].article_id}")}
    assert {"2026-11-03", "2026-11-03.2"} <= refs


@pytest.mark.parametrize("key", ["2026-11-03", "2026-11-03.2"])
def test_an_address_names_its_day(release, site, key):
    """A sitemap that was never baked is found by its address."""
    placement = release("en", released_at=MOMENT)
    ref = PageRef("sitemap", placement.edition_id, key)
    assert OVENS["sitemap"].at("bac-dau.test", f"/sitemap-en-{key}.xml") == ref
    assert OVENS["sitemap"].at("bac-dau.test", f"/sitemap-ko-{key}.xml") is None
    assert OVENS["sitemap"].at("bac-dau.test", "/sitemap.xml") is None


def test_opml_agrees_with_the_feeds(bake, site, make_article):
    """Every feed the list names is baked, topics' too where they have a name, and every feed that is baked is named."""
    topic = Topic.objects.create(key="ports", names={"en": "Ports"})
    topic.stories.add(make_article().story)
    _, opml = bake("opml", site.pk)
    named = set(opml.xpath("//outline/@xmlUrl"))
    baked = {
        OVENS[ref.kind].bake(ref) for kind in ("rss", "atom", "corrections-atom") for ref in OVENS[kind].refs("all")
    }
    assert any("/en/topics/ports/" in address for address in named)
    assert set(OVENS["opml"].refs(f"topic:{topic.pk}")) == {PageRef("opml", site.pk)}
    assert named == {f"http://{feed.host}{feed.path}" for feed in baked}
    assert opml.xpath("/opml/body/outline/outline/@language") == ["vi", "en"]


def test_robots(bake, site):
    """Robots may read everything but the counter and results of searches, and are told where the sitemap is."""
    baked, _ = bake("robots", site.pk)
    lines = baked.body.decode().splitlines()
    assert "Disallow: /c/" in lines
    assert "Disallow: /vi/search/?" in lines
    assert "Sitemap: http://bac-dau.test/sitemap.xml" in lines


def test_tags(release, site):
    """An article touches its day only; lists touch the feeds; the brand touches everything."""
    placement = release(released_at=MOMENT)
    edition = placement.edition_id
    day = PageRef("sitemap", edition, "2026-11-03")
    assert list(OVENS["sitemap"].refs(f"shown:{placement.article_id}")) == [day]
    assert list(OVENS["sitemap"].refs(f"alt:{placement.article.story_id}")) == [day]
    assert not list(OVENS["sitemap"].refs(f"list:{edition}"))
    assert PageRef("rss", edition) in list(OVENS["rss"].refs(f"list:{edition}"))
    section = PageRef("rss", edition, str(placement.section_id))
    assert list(OVENS["rss"].refs(f"section:{placement.section_id}")) == [section]
    assert not list(OVENS["sitemaps"].refs(f"list:{edition}"))
    assert list(OVENS["sitemaps"].refs(f"days:{edition}")) == [PageRef("sitemaps", site.pk)]
    for kind in ("rss", "atom", "sitemap", "sitemaps", "opml", "robots"):
        assert list(OVENS[kind].refs(f"brand:{site.pk}")), kind
        assert list(OVENS[kind].refs("all")), kind
        assert not list(OVENS[kind].refs("count:1")), kind


def test_a_carried_story_is_told_where_its_address_counts(release, bake, site):
    """A day of carried stories alone has no sitemap until their own address is gone, and the index names none."""
    placement = release("en", released_at=MOMENT)
    Placement.objects.filter(pk=placement.pk).update(canonical=True)
    other = Site.objects.create(key="harbour", masthead="Harbour", host="harbour.test")
    edition = Edition.objects.create(site=other, language="en", time_zone="Europe/London")
    section = Section.objects.create(edition=edition, key="world", name="World", slug="world")
    facts = {"released_at": MOMENT + dt.timedelta(hours=1), "path": "/en/world/2026/11/story.html"}
    carried = Placement.objects.create(article=placement.article, edition=edition, section=section, **facts)
    count_days_of([placement, carried])
    assert bake("sitemap", edition.pk, "2026-11-03")[0] is None
    assert not bake("sitemaps", other.pk)[1].xpath("s:sitemap", namespaces=NAMES)
    assert len(bake("sitemaps", site.pk)[1]) == 1
    with TestCase.captureOnCommitCallbacks():
        placement.delete()
    _, document = bake("sitemap", edition.pk, "2026-11-03")
    assert document.xpath("s:url/s:loc/text()", namespaces=NAMES) == [carried.url]
    assert len(bake("sitemaps", other.pk)[1]) == 1


def tallies():
    return set(Tally.objects.filter(number__gt=0).values_list("edition", "month", "day", "number", "own"))


def test_days_of_placements_are_counted_as_whole_editions_are(release, site):
    """What counts where, as a release counts it, is what a count of whole editions finds."""
    other = Site.objects.create(key="harbour", masthead="Harbour", host="harbour.test")
    edition = Edition.objects.create(site=other, language="en", time_zone="Asia/Tokyo")
    section = Section.objects.create(edition=edition, key="world", name="World", slug="world")
    places = []
    for number, (canonical, later, taken_down) in enumerate(
        [(True, 1, False), (False, 1, False), (False, -1, False), (False, 0, False), (False, 1, True)]
    ):
        mine = release("en" if not number else "vi", released_at=MOMENT + dt.timedelta(hours=8 * number))
        if canonical:
            Placement.objects.filter(pk=mine.pk).update(canonical=True)
        if taken_down:
            Placement.objects.filter(pk=mine.pk).update(withdrawn_at=MOMENT)
        facts = {"released_at": mine.released_at + dt.timedelta(hours=later), "path": f"/en/world/{number}.html"}
        places += [mine, Placement.objects.create(article=mine.article, edition=edition, section=section, **facts)]
    days = {(place.edition_id, place.released_at.astimezone(place.edition.zone).date()) for place in places}
    assert len(days) > 3
    Tally.objects.all().delete()
    count_days_of(places)
    found = tallies()
    assert Article.objects.filter(live=True).count() == 5
    Tally.objects.all().delete()
    count_all()
    assert found == tallies()
    assert {own for *_, day, number, own in found if day and number} >= {0, 1}


def test_days_of_more_editions_than_a_statement_takes(db):
    """A network of more than a thousand editions has their days counted, too, each by itself."""
    days = {(Edition(pk=number, time_zone="UTC"), MOMENT.date()) for number in range(1, 1202)}
    assert _numbers(days) == dict.fromkeys(days, (0, 0))
