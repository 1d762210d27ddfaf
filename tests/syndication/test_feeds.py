"""Feeds are well-formed, whole, stable, and tell of what was withdrawn."""

import datetime as dt
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone
from lxml import etree, html

from tintuc.publishing.actions.count import count_all
from tintuc.stories.models import Licence, Provider, Story

pytestmark = pytest.mark.django_db

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "cc": "http://backend.userland.com/creativeCommonsRssModule",
}

RSS = etree.RelaxNG(
    etree.fromstring(
        """
<element name="rss" xmlns="http://relaxng.org/ns/structure/1.0"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
 <attribute name="version"><value>2.0</value></attribute>
 <element name="channel"><interleave>
  <element name="title"><data type="string"><param name="minLength">1</param></data></element>
  <element name="link"><data type="anyURI"/></element>
  <element name="description"><text/></element>
  <element name="language"><data type="language"/></element>
  <optional><element name="lastBuildDate"><text/></element></optional>
  <element name="link" ns="http://www.w3.org/2005/Atom"><attribute name="rel"><value>self</value></attribute>
   <attribute name="type"/><attribute name="href"><data type="anyURI"/></attribute></element>
  <zeroOrMore><element name="item"><interleave>
   <element name="title"><text/></element>
   <element name="link"><data type="anyURI"/></element>
   <element name="guid"><attribute name="isPermaLink"><value>false</value></attribute><text/></element>
   <element name="pubDate"><text/></element>
   <element name="updated" ns="http://www.w3.org/2005/Atom"><data type="dateTime"/></element>
   <zeroOrMore><element name="category"><text/></element></zeroOrMore>
   <oneOrMore><element name="creator" ns="http://purl.org/dc/elements/1.1/"><text/></element></oneOrMore>
   <element name="language" ns="http://purl.org/dc/elements/1.1/"><data type="language"/></element>
   <zeroOrMore><element name="source" ns="http://purl.org/dc/elements/1.1/"><text/></element></zeroOrMore>
   <optional><element name="license" ns="http://backend.userland.com/creativeCommonsRssModule"><data type="anyURI"/>
   </element></optional>
   <optional><element name="description"><text/></element></optional>
   <element name="encoded" ns="http://purl.org/rss/1.0/modules/content/"><text/></element>
  </interleave></element></zeroOrMore>
 </interleave></element>
</element>"""
    )
)


@pytest.fixture
def edition(site):
    return site.editions.get(language="en")


def test_rss(release, bake, edition, site):
    """An RSS feed has the shape of one: language, self address, dates by RFC 822, creators, source and licence."""
    story = Story.objects.create(
        slugline="x",
        site=site,
        source_language="en",
        carried=True,
        provider=Provider.objects.create(name="Wire"),
        source_url="https://wire.test/1",
        licence=Licence.objects.create(code="by", name="CC BY", url="https://licence.test/"),
    )
    moment = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
    placement = release(story=story, released_at=moment)
    release()
    for key in ("", placement.section_id):
        _, feed = bake("rss", edition.pk, key)
        RSS.assertValid(feed)
    item = feed.xpath(f"//item[link='{placement.url}']")[0]
    assert parsedate_to_datetime(item.findtext("pubDate")) == moment
    assert item.xpath("dc:source/text()", namespaces=NAMES) == ["Wire", "https://wire.test/1"]
    assert item.xpath("cc:license/text()", namespaces=NAMES) == ["https://licence.test/"]
    assert "twelve minutes" in item.xpath("string(content:encoded)", namespaces=NAMES)


def test_identity_outlives_the_address(release, bake, edition, site):
    """The identity of an article in a feed stays when its headline, path and host change."""
    placement = release()
    before = bake("rss", edition.pk)[1].findtext("channel/item/guid")
    placement.path, placement.headline = "/en/world/2026/11/other.html", "Other"
    placement.save()
    site.host = "other.test"
    site.save()
    _, feed = bake("rss", edition.pk)
    assert feed.findtext("channel/item/guid") == before
    assert feed.findtext("channel/item/title") == "Other"
    assert bake("atom", edition.pk)[1].xpath("string(a:entry/a:id)", namespaces=NAMES) == before


def test_atom_and_tombstones(release, bake, edition):
    """An Atom feed has what the standard asks for, and a withdrawn story becomes a deleted entry without its words."""
    gone, kept = release(headline="Withdrawn words"), release()
    identity = bake("atom", edition.pk)[1].xpath(f"string(//a:entry[a:link/@href='{gone.url}']/a:id)", namespaces=NAMES)
    gone.withdrawn_at = timezone.now()
    gone.save()
    baked, feed = bake("atom", edition.pk)
    for part in (
        "id",
        "title",
        "updated",
        "link[@rel='self']",
        "entry/a:id",
        "entry/a:updated",
        "entry/a:author/a:name",
    ):
        assert feed.xpath(f"a:{part}", namespaces=NAMES), part
    assert feed.xpath("a:entry/a:link[@rel='alternate']/@href", namespaces=NAMES) == [kept.url]
    assert feed.xpath("at:deleted-entry/@ref", namespaces=NAMES) == [identity]
    assert feed.xpath("at:deleted-entry/@when", namespaces=NAMES)
    assert b"Withdrawn words" not in baked.body


def test_embargoed_stories_are_in_no_document(release, bake, edition, site):
    """What is not public yet, or no longer, is in no feed and no sitemap."""
    later, gone = release(), release()
    type(later).objects.filter(pk=later.pk).update(released_at=timezone.now() + dt.timedelta(hours=2))
    type(later).objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
    count_all()
    day = f"{timezone.now():%Y-%m-%d}"
    for kind, owner, key in [("rss", edition.pk, ""), ("atom", edition.pk, ""), ("sitemap", edition.pk, day)]:
        baked, _ = bake(kind, owner, key)
        assert baked is None or later.path.encode() not in baked.body
        assert baked is None or b"pier" not in baked.body
    assert b"<loc>" not in bake("sitemaps", site.pk)[0].body


def test_hostile_words_stay_words(release, bake, edition):
    """Markup and characters XML forbids do no harm in feeds."""
    evil = "]]></title><script>alert(1)</script>\x0b\x1f\ufffe"
    body = [
        {"type": "paragraph", "id": "p", "value": f'<p>{evil}<a href="javascript:alert(1)">x</a></p>'},
        {"type": "turn", "id": "t", "value": {"role": "answer", "speaker": evil, "text": f"<p>{evil}</p>"}},
        {"type": "crosshead", "id": "c", "value": evil},
        {"type": "embed", "id": "e", "value": {"url": "javascript:alert(1)", "title": evil}},
        {"type": "table", "id": "b", "value": {"cells": f"{evil}|b", "caption": evil}},
    ]
    release(headline=evil, standfirst=evil, body=body)
    for kind, place in (("rss", "//content:encoded"), ("atom", "//a:content")):
        _, feed = bake(kind, edition.pk)
        shown = html.fromstring(f"<div>{feed.xpath(f'string({place})', namespaces=NAMES)}</div>")
        assert not shown.xpath(".//script | .//a[starts-with(@href, 'javascript')] | .//@onclick")


def test_days_and_hours_are_the_editions(release, bake, site):
    """Live entries and corrections tell moments and days in the edition's zone and language, corrections what they are."""
    body = [
        {"type": "entry", "id": "e", "value": {"at": "2026-11-29T12:53:16.752Z", "headline": "Xuất phát", "text": ""}},
        {"type": "correction", "id": "k", "value": {"kind": "correction", "on": "2026-11-29", "text": "Mười bốn."}},
    ]
    release("vi", body=body)
    _, feed = bake("rss", site.editions.get(language="vi").pk)
    shown = html.fromstring(f"<div>{feed.xpath('string(//content:encoded)', namespaces=NAMES)}</div>").text_content()
    assert "19:53 ngày 29 tháng 11, 2026 (Giờ Việt Nam) · Xuất phát" in shown
    assert "Đính chính 29 tháng 11, 2026" in shown
    assert "2026-11-29" not in shown


def test_tables_have_their_caption_and_heads(release, bake, edition):
    """A table in a feed says what it shows, and which cells are heads."""
    release(body=[{"type": "table", "id": "t", "value": {"cells": "Pier|Ferries\nOld|6", "caption": "Ferries a day"}}])
    _, feed = bake("rss", edition.pk)
    table = html.fromstring(feed.xpath("string(//content:encoded)", namespaces=NAMES))
    assert table.xpath("string(.//caption)") == "Ferries a day"
    assert table.xpath(".//th/text()") == ["Pier", "Ferries"]
    assert table.xpath(".//td/text()") == ["Old", "6"]


def test_a_withdrawal_is_a_change(release, bake, edition):
    """An RSS feed that lost its newest story says that it changed then, not before."""
    release(released_at=timezone.now() - dt.timedelta(days=2))
    gone = release()
    gone.withdrawn_at = timezone.now() + dt.timedelta(minutes=5)
    gone.save()
    _, feed = bake("rss", edition.pk)
    built = parsedate_to_datetime(feed.findtext("channel/lastBuildDate"))
    assert built == gone.withdrawn_at.replace(microsecond=0)


def test_machine_words_are_labelled(release, bake, site):
    """The label of a machine translation travels with the words, in their language."""
    release("vi", origin="machine")
    _, feed = bake("rss", site.editions.get(language="vi").pk)
    assert "Bản dịch máy, chưa có người kiểm tra" in feed.xpath("string(//content:encoded)", namespaces=NAMES)


def test_feeds_ask_little(release, bake, edition, django_assert_max_num_queries):
    """A feed needs as few queries for many stories as for one."""
    for _ in range(6):
        release()
    bake("atom", edition.pk)
    with django_assert_max_num_queries(5):
        bake("atom", edition.pk)
