"""Text, Markdown, feeds, exports and files of pairs are read for what they hold."""

import datetime as dt

import pytest

from tintuc.intake.copy import Unreadable
from tintuc.intake.feed import is_feed, read_feed
from tintuc.intake.pairs import is_pairs, read_pairs
from tintuc.intake.reading import read_named
from tintuc.intake.text import text_of

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Bến</title><language>vi</language><item><title>Cầu tàu &amp; phà</title><link>https://a.example/1</link>
<guid>g1</guid><pubDate>Mon, 05 May 2031 06:30:00 +0700</pubDate><content:encoded><![CDATA[<p>Bến phà mở cửa.</p>
<p>Vé giá tám nghìn.</p>]]></content:encoded></item><item><title>Hai</title><description>Tin ngắn.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>T</title><id>f</id><entry><id>e1</id>
<title>A pier</title><updated>2031-05-05T06:30:00Z</updated><content type="html">&lt;p&gt;It opened.&lt;/p&gt;</content>
</entry></feed>"""
WXR = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Blog</title>
<language>en</language><wp:wxr_version>1.2</wp:wxr_version>
<item><title>A pier opens</title><link>https://b.example/pier</link><dc:creator>maki</dc:creator><content:encoded>
<![CDATA[The pier opened on Monday.

<strong>Tickets</strong> cost eight crowns.]]></content:encoded><wp:post_id>12</wp:post_id>
<wp:post_date>2031-05-05 06:30:00</wp:post_date><wp:post_type>post</wp:post_type></item>
<item><title>pier.jpg</title><wp:post_id>13</wp:post_id><wp:post_type>attachment</wp:post_type></item></channel></rss>"""
XLIFF_12 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a.html"
source-language="en" target-language="vi"><body><trans-unit id="1"><source>It cost <g id="g">20</g> crowns.</source>
<target>Giá <g id="g">20</g> cua-ron.</target></trans-unit><trans-unit id="2"><source>Two</source></trans-unit></body>
</file></xliff>"""
XLIFF_21 = """<xliff version="2.1" srcLang="en" trgLang="ja" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f">
<unit id="u1"><segment id="s1" state="translated"><source>It <pc id="1">rained</pc>.</source><target>雨が降った。</target>
</segment><segment id="s2" state="initial"><source>Then sun.</source><target>Then sun.</target></segment></unit></file></xliff>"""
PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: vi\\n"

msgid "The pier opened."
msgstr "Bến tàu đã mở."

#, fuzzy
msgid "It rained."
msgstr "Trời nắng."
"""


def test_a_text_without_empty_lines_is_a_paragraph_a_line():
    """Lines are paragraphs where no empty line parts them; a long first line is no headline."""
    first = "The harbour town opened its new ferry pier on Monday after two years of building."
    copy = text_of(f"{first}\nResidents said the crossing takes twelve minutes.\nTickets cost eight crowns.")
    assert copy.headline == ""
    assert copy.blocks[0].text == first
    assert len(copy.blocks) == 3


def test_lines_broken_at_a_column_are_joined():
    """A mail's lines become paragraphs again."""
    text = "A pier opens\n\nThe harbour town opened its new ferry pier on Monday after two\nyears of building and waiting.\n\nTickets cost\neight crowns."
    copy = text_of(text)
    assert copy.headline == "A pier opens"
    assert [block.text for block in copy.blocks] == [
        "The harbour town opened its new ferry pier on Monday after two years of building and waiting.",
        "Tickets cost eight crowns.",
    ]


def test_markdown():
    """Front matter gives headline, date, language and author; the body its blocks, and no script gets in."""
    raw = """---
title: "Cầu tàu mới"
date: 2031-05-05 06:30
lang: vi
author: An Lê
---
Bến phà **mới** mở cửa.

## Giá vé

- Người lớn
- Trẻ em

| Giờ | Chuyến |
|---|---|
| 6 | Đầu |

<script>alert(1)</script>

> Chúng tôi chờ lâu lắm rồi.
"""
    copy = read_named(raw.encode(), "story.md")
    assert (copy.headline, copy.language, copy.byline) == ("Cầu tàu mới", "vi", ("An Lê",))
    assert copy.released == dt.datetime(2031, 5, 5, 6, 30)
    assert [block.kind for block in copy.blocks] == ["paragraph", "crosshead", "list", "table", "quote"]
    assert copy.blocks[0].html == "Bến phà <b>mới</b> mở cửa."


def test_markdown_takes_its_first_heading_for_the_headline():
    """Without front matter the first heading is the headline and is not repeated."""
    copy = read_named(b"# A pier opens\n\nIt opened on Monday.\n", "story.md")
    assert (copy.headline, [block.text for block in copy.blocks]) == ("A pier opens", ["It opened on Monday."])


def test_feeds():
    """Each entry of a feed is an article with its id, language, date and address."""
    assert is_feed(RSS.encode())
    (ident, copy), (_, short) = read_feed(RSS.encode())
    assert (ident, copy.headline, copy.language, copy.source_url) == (
        "g1",
        "Cầu tàu & phà",
        "vi",
        "https://a.example/1",
    )
    assert [block.text for block in copy.blocks] == ["Bến phà mở cửa.", "Vé giá tám nghìn."]
    assert copy.released == dt.datetime(2031, 5, 4, 23, 30, tzinfo=dt.UTC)
    assert short.blocks[0].text == "Tin ngắn."
    [(ident, copy)] = read_feed(ATOM.encode())
    assert (ident, copy.headline, copy.blocks[0].text) == ("e1", "A pier", "It opened.")


def test_wordpress_exports():
    """Posts of an export are read with their paragraphs, author and date; attachments are passed over."""
    [(ident, copy)] = read_feed(WXR.encode())
    assert (ident, copy.headline, copy.byline) == ("12", "A pier opens", ("maki",))
    assert [block.text for block in copy.blocks] == ["The pier opened on Monday.", "Tickets cost eight crowns."]
    assert copy.released == dt.datetime(2031, 5, 5, 6, 30)


def test_xliff():
    """Units of XLIFF 1.2 and 2.1 are read with their words and whether they are translated."""
    file = read_pairs(XLIFF_12.encode())
    assert (file.source_language, file.language) == ("en", "vi")
    assert [(unit.source, unit.target, unit.state) for unit in file.units] == [
        ("It cost 20 crowns.", "Giá 20 cua-ron.", ""),
        ("Two", "", "untranslated"),
    ]
    file = read_pairs(XLIFF_21.encode())
    assert [(unit.id, unit.source, unit.state) for unit in file.units] == [
        ("u1/s1", "It rained.", ""),
        ("u1/s2", "Then sun.", "untranslated"),
    ]


def test_po():
    """Messages of a PO file are pairs; a fuzzy one is not translated."""
    assert is_pairs(PO.encode())
    file = read_pairs(PO.encode())
    assert (file.source_language, file.language) == ("en", "vi")
    assert [(unit.target, unit.state) for unit in file.units] == [
        ("Bến tàu đã mở.", ""),
        ("Trời nắng.", "untranslated"),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"<xliff><file>",
        b"<xliff version='2.1'/>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xliff><file><unit><segment><source>&b;',
        b'msgid "a',
        b'msgid ""\nmsgstr ""\n',
        b"<rss><channel></channel></rss>",
        b"<rss xmlns:wp='x'><channel><item><title>a</title><wp:post_type>nav</wp:post_type></item>",
        b"<feed " + b"<a>" * 5000,
    ],
)
def test_broken_files_are_refused(raw):
    """A file that is broken or holds nothing is refused with a sentence, never an exception of a parser."""
    with pytest.raises(Unreadable):
        list(read_feed(raw)) if is_feed(raw) else read_pairs(raw)


def test_outer_entities_are_not_followed(tmp_path):
    """A file's text never gets in by way of an entity."""
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    text = f"""<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]><xliff version="2.1" srcLang="en" trgLang="vi">
    <file id="f"><unit id="u"><segment><source>a &s;</source><target>b &s;</target></segment></unit></file></xliff>"""
    assert "SECRET" not in str(read_pairs(text.encode()))
