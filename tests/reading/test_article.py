"""The article's page shows what a reader needs to judge it, and nothing that may not be shown."""

import datetime as dt
import json

import brotli
import pytest
from django.utils import timezone
from lxml import html

from tintuc.stories.models import Contributor, Credit, Licence, Provider, Story

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "paragraph", "id": "p1", "value": "<p>One <b>bold</b> word.</p>"},
    {"type": "crosshead", "id": "c1", "value": "Crosshead"},
    {"type": "quote", "id": "q1", "value": {"text": "Bonjour", "attribution": "A speaker", "language": "fr"}},
    {"type": "turn", "id": "t1", "value": {"role": "question", "speaker": "Host", "text": "<p>Why?</p>"}},
    {"type": "turn", "id": "t2", "value": {"role": "answer", "speaker": "Guest", "text": "<p>Because.</p><p>So.</p>"}},
    {"type": "list", "id": "l1", "value": [{"type": "item", "id": "x", "value": "First"}]},
    {"type": "table", "id": "b1", "value": {"caption": "Figures", "cells": "Year|Number\n2026|12"}},
    {"type": "embed", "id": "e1", "value": {"url": "https://video.test/1", "title": "Clip", "provider": "Video"}},
    {"type": "correction", "id": "k1", "value": {"kind": "correction", "on": "2026-11-24", "text": "It was two."}},
]


def text(page, path):
    return " ".join(page.xpath(f"string({path})").split())


def test_every_block_has_its_place(release, bake_article):
    """Each block is shown with its id, an interview's turns as paragraphs with the speaker in bold."""
    _, page = bake_article(release(body=BODY))
    for block in BODY:
        assert page.xpath(f"//*[@id='b-{block['id']}']"), block["id"]
    assert text(page, "//*[@id='b-t1']/p/b[@class='speaker']") == "Host:"
    assert len(page.xpath("//*[@id='b-t2']/p")) == 2
    assert page.xpath("//*[@id='b-t1']//a[@href='#b-t1']")
    assert page.xpath("//*[@id='b-q1']/blockquote/@lang") == ["fr"]
    assert page.xpath("//*[@id='b-b1']//th[@scope='col']/text()") == ["Year", "Number"]
    assert page.xpath("//*[@id='b-e1']/a/@href") == ["https://video.test/1"]
    assert not page.xpath("//iframe")


def test_correction_stands_above_the_text(release, bake_article):
    """A substantive correction is repeated above the text and leads to its place."""
    _, page = bake_article(release(body=BODY))
    assert "It was two." in text(page, "//section[@class='corrected']")
    assert page.xpath("//section[@class='corrected']//a/@href") == ["#b-k1"]


def test_names_dates_source(release, bake_article, site):
    """Who made it in which role, when in the edition's zone, from whom and under which licence stand on the page."""
    licence = Licence.objects.create(code="by", name="CC BY 4.0", url="https://licence.test/")
    story = Story.objects.create(
        slugline="x",
        site=site,
        source_language="en",
        carried=True,
        invented=True,
        licence=licence,
        provider=Provider.objects.create(name="Wire", url="https://wire.test/"),
        source_url="https://wire.test/1",
    )
    person = Contributor.objects.create(slug="t", name="Mai", forms={"vi": "Chị Mai"})
    Credit.objects.create(story=story, contributor=person, role="translator")
    moment = dt.datetime(2026, 11, 23, 20, 5, tzinfo=dt.UTC)
    _, page = bake_article(release("vi", story=story, released_at=moment, origin="machine"))
    assert text(page, "//ul[@class='byline']/li[1]") == "Người dịch Chị Mai"
    assert "03:05" in text(page, "//div[@class='dates']/p[1]")
    assert "Giờ Việt Nam" in text(page, "//div[@class='dates']/p[1]")
    assert "Bản dịch máy, chưa có người kiểm tra" in text(page, "//p[contains(@class, 'origin-machine')]")
    assert page.xpath("//footer[@class='source']//a/@href") == [
        "https://wire.test/",
        "https://wire.test/1",
        "https://licence.test/",
    ]
    assert page.xpath("//meta[@name='Googlebot-News']/@content") == ["noindex"]
    assert "hư cấu" in text(page, "//p[@class='notice']")


def test_counting_needs_nothing_else(release, bake_article, settings):
    """The page counts by one small script of its own and, without scripts, by a picture; nothing is inline."""
    baked, page = bake_article(release())
    number = page.xpath("//article/@data-article")[0]
    assert page.xpath("//noscript//img/@src") == [f"/c/r.gif?a={number}"]
    assert all(source.startswith("/_a/") for source in page.xpath("//script/@src"))
    assert not page.xpath("//*[@style] | //style | //script[not(@src) and not(@type='application/ld+json')]")
    assert not [name for name in page.xpath("//@*/..") for key in name.attrib if key.startswith("on")]
    sheet = page.xpath("string(//link[@rel='stylesheet']/@href)").rpartition("/")[2]
    script = page.xpath("string(//script/@src)").rpartition("/")[2]
    small = [
        len(brotli.compress((settings.BAKED_ROOT / "_assets" / name).read_bytes(), quality=5))
        for name in (sheet, script)
    ]
    assert small[1] < 2_000
    assert len(brotli.compress(baked.body, quality=5)) + sum(small) < 50_000


def test_structured_data(release, bake_article):
    """The page describes itself to machines: article, publisher, trail, sharing."""
    placement = release()
    _, page = bake_article(placement)
    graph = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
    assert [part["@type"] for part in graph] == ["NewsArticle", "NewsMediaOrganization", "BreadcrumbList"]
    assert graph[0]["author"] == [{"@type": "Person", "name": "An Lê"}]
    assert graph[0]["dateModified"] >= graph[0]["datePublished"]
    assert page.xpath("//meta[@property='og:url']/@content") == [placement.url]
    assert page.xpath("//link[@rel='canonical']/@href") == [placement.url]


def test_machines_are_told_of_corrections(release, bake_article):
    """A correction is told to machines, and where nobody is named the publisher answers."""
    place = release(body=[*BODY, {"type": "correction", "id": "k2", "value": {"kind": "update", "text": "More."}}])
    Credit.objects.all().delete()
    _, page = bake_article(place)
    graph = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
    assert graph[0]["correction"] == [
        {"@type": "CorrectionComment", "text": "It was two.", "datePublished": "2026-11-24"}
    ]


def test_live_story_is_told_entry_by_entry(release, bake_article, site):
    """A live story says to machines when each entry came; one without a moment yet is not told."""
    story = Story.objects.create(slugline="live", site=site, source_language="en", format="live")
    entry = {"at": "2026-11-24T08:30:00+00:00", "headline": "The storm is here", "text": "<p>It <b>rains</b>.</p>"}
    body = [
        {"type": "entry", "id": "e2", "value": {"at": None, "headline": "Soon", "text": ""}},
        {"type": "entry", "id": "e1", "value": entry},
    ]
    _, page = bake_article(release(story=story, body=body))
    told = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))["@graph"][0]
    assert told["@type"] == "LiveBlogPosting"
    assert dt.datetime.fromisoformat(told["coverageStartTime"]) == dt.datetime.fromisoformat(entry["at"])
    (update,) = told["liveBlogUpdate"]
    assert (update["headline"], update["articleBody"]) == ("The storm is here", "It rains.")
    assert page.xpath(f"//*[@id='{update['url'].rpartition('#')[2]}']")


@pytest.mark.parametrize(
    ("origin", "code"),
    [("human", None), ("machine", "TrainedAlgorithmicMedia"), ("post-edited", "CompositeWithTrainedAlgorithmicMedia")],
)
def test_machines_are_told_of_machines(release, bake_article, origin, code):
    """The page's own data says how much of a machine is in its words, and nothing where none is."""
    _, page = bake_article(release("vi", origin=origin))
    graph = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
    assert graph[0].get("digitalSourceType") == (code and f"https://schema.org/{code}DigitalSource")


def test_languages_lead_to_each_other(release, bake_article, languages):
    """The pages of a story in all languages name exactly the same set of addresses, each itself among them."""
    source = release("en")
    story = source.article.story
    placed = [source] + [release(language, story=story) for language in ("vi", "zh-Hans", "ja", "ko")]
    sets = set()
    for placement in placed:
        _, page = bake_article(placement)
        links = page.xpath("//link[@rel='alternate'][@hreflang]")
        found = {(link.get("hreflang"), link.get("href")) for link in links}
        assert (placement.article.language, placement.url) in found
        assert ("x-default", source.url) in found
        sets.add(frozenset(found))
        shown = page.xpath("//nav[@class='languages']/ul//*[@lang]")
        assert len(shown) == 5
    assert len(sets) == 1
    assert len(next(iter(sets))) == 6


def test_no_words_of_the_source_on_a_translation(release, bake_article, languages):
    """A translated page holds no words of the source article, whatever its working copy says."""
    source = release("en")
    for language in ("vi", "zh-Hans", "ja", "ko"):
        baked, _ = bake_article(release(language, story=source.article.story))
        assert b"pier" not in baked.body
        assert b"ferry" not in baked.body


def test_only_the_release_is_shown(release, bake_article):
    """Changing the working copy changes nothing readers see."""
    placement = release()
    type(placement.article).objects.update(headline="A draft nobody cleared")
    baked, _ = bake_article(placement)
    assert b"A draft nobody cleared" not in baked.body


def test_what_is_not_public_has_no_page(release, bake_article, cleared):
    """Before its moment an article has no page; a withdrawn one leaves a notice without its headline."""
    placement = release()
    placement.released_at = timezone.now() + dt.timedelta(hours=1)
    placement.save()
    assert bake_article(placement)[0] is None
    placement.released_at, placement.withdrawn_at = timezone.now(), timezone.now()
    placement.save()
    baked, page = bake_article(placement)
    assert baked.status == 410
    assert b"pier" not in baked.body
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'</title>"


def test_everything_is_escaped(release, bake_article, bake, site):
    """Markup in any field comes out as words, and rich text keeps only what words need."""
    rich = f'<p>{EVIL}<a href="javascript:alert(1)">x</a><a linktype="page" id="1">kept</a><b onclick="a()">b</b></p>'
    struct = {"text": EVIL, "attribution": EVIL, "language": '"><script>', "speaker": EVIL, "role": EVIL}
    body = [
        {"type": "paragraph", "id": "p1", "value": rich},
        {"type": "crosshead", "id": '"><script>', "value": EVIL},
        {"type": "quote", "id": "q", "value": struct},
        {"type": "turn", "id": "t", "value": {"role": "question", "speaker": EVIL, "text": rich}},
        {"type": "list", "id": "l", "value": [{"type": "item", "id": "i", "value": EVIL}]},
        {"type": "table", "id": "b", "value": {"caption": EVIL, "cells": f"{EVIL}|{EVIL}"}},
        {"type": "embed", "id": "e", "value": {"url": "javascript:alert(1)", "title": EVIL, "provider": EVIL}},
        {"type": "embed", "id": "f", "value": {"url": f"https://x.test/{EVIL}", "title": EVIL, "provider": EVIL}},
        {"type": "correction", "id": "k", "value": {"kind": EVIL, "on": None, "text": EVIL}},
    ]
    site.masthead = site.owner = site.tagline = EVIL[:100]
    site.save()
    site.sections = site.editions.get(language="en").sections.update(name=EVIL[:80])
    words = {"headline": EVIL, "kicker": EVIL, "standfirst": EVIL, "dateline": EVIL}
    placement = release(body=body, **words)
    pages = [bake_article(placement)[0], bake("front", placement.edition_id)[0]]
    pages += [bake("section", placement.edition_id, placement.section_id)[0], bake("hot", placement.edition_id)[0]]
    for baked in pages:
        page = html.document_fromstring(baked.body)
        assert not page.xpath("//script[not(@src) and not(@type='application/ld+json')]")
        assert not page.xpath("//@onerror | //@onclick | //img[@src='x']")
        assert not page.xpath("//a[starts-with(@href, 'javascript')]")
        for data in page.xpath("//script[@type='application/ld+json']/text()"):
            json.loads(data)
    assert "kept" in pages[0].body.decode()
