"""Pages from outside are read whole, within bounds, and nothing the desk might ask about is lost."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tintuc.intake.copy import Copy, Unreadable
from tintuc.intake.page import read_page
from tintuc.intake.text import read_text

PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cầu tàu_Tin</title>
<meta name="author" content="An Lê"><script type="application/ld+json">{"datePublished": "2031-05-04T08:00:00+07:00"}
</script></head><body><nav><ul><li><a href="/">Trang chủ</a></li></ul></nav><h1>Cầu tàu mới mở cửa</h1>
<div>Ngày đăng: 2031-05-05 06:30 · Lượt xem: 1.204</div><div class="text">
<p>Đoạn <b>đầu</b> của bài, có <a href="https://a.example/x?b=1&amp;c=2" onclick="evil()">liên kết</a> và dài hơn một câu.</p>
<p>Phóng viên: Bao giờ thì xong, thưa bà?</p><p><b>Bà Sen:</b> Sang năm, nếu trời yên biển lặng và đủ người làm.</p>
<p>Phóng viên: Ai trả tiền cho việc ấy?</p><p>Bà Sen: Hợp tác xã trả, không ai phải góp thêm đồng nào.</p>
<h2>Giá vé</h2><ul><li>Người lớn: tám nghìn</li><li>Trẻ em: miễn phí</li></ul>
<table><tr><th>Giờ</th><th>Chuyến</th></tr><tr><td>6</td><td>Đầu</td></tr></table>
<figure><img src="https://a.example/p.jpg" alt="Bến phà"><figcaption>Bến lúc sáng</figcaption></figure>
<blockquote lang="en">We waited long.</blockquote><p style="display:none">từ khóa giấu kín</p>
<p>Dòng một<br><br>Dòng hai</p></div>
<h3>Tin nóng</h3><ul></ul><footer>Bản đồ RSS · <a href="/m">bản đồ HTML</a></footer></body></html>"""


def read(page: str) -> Copy:
    return read_page(page.encode())


def test_a_page_becomes_blocks():
    """Headline, paragraphs with their inline marks, turns, crosshead, list, table, picture and quote are told apart."""
    copy = read(PAGE)
    assert copy.headline == "Cầu tàu mới mở cửa"
    kinds = [block.kind for block in copy.blocks]
    assert kinds == [
        "paragraph", "turn", "turn", "turn", "turn", "crosshead", "list", "table", "picture", "quote", "paragraph",
        "paragraph",
    ]  # fmt: skip
    assert copy.blocks[0].html == (
        'Đoạn <b>đầu</b> của bài, có <a href="https://a.example/x?b=1&amp;c=2">liên kết</a> và dài hơn một câu.'
    )
    assert [(block.speaker, block.role) for block in copy.blocks[1:3]] == [
        ("Phóng viên", "question"),
        ("Bà Sen", "answer"),
    ]
    assert copy.blocks[2].text == "Sang năm, nếu trời yên biển lặng và đủ người làm."
    assert copy.blocks[6].entries == ("Người lớn: tám nghìn", "Trẻ em: miễn phí")
    assert copy.blocks[7].text == "Giờ | Chuyến\n6 | Đầu"
    assert (copy.blocks[8].text, copy.blocks[8].caption) == ("Bến phà", "Bến lúc sáng")
    assert copy.blocks[9].language == "en"


def test_what_a_page_says_about_itself():
    """Every release date with its origin, the click count, the author and the dead lists are kept."""
    copy = read(PAGE)
    assert copy.released == dt.datetime(2031, 5, 5, 6, 30)
    assert [claim.origin for claim in copy.dates] == ["visible", "JSON-LD"]
    assert (copy.clicks, copy.byline, copy.language) == (1204, ("An Lê",), "vi")
    assert copy.sections == (("Tin nóng", 0), ("bản đồ rss", 0))


def test_hidden_words_are_evidence_and_no_text():
    """Words a page hides are recorded with how, and stand in no block."""
    copy = read(PAGE)
    assert [(piece.text, piece.technique, piece.characters) for piece in copy.hidden] == [
        ("từ khóa giấu kín", "display:none", 16)
    ]
    assert not any("giấu" in block.text for block in copy.blocks)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>Tiếng Việt</p>".encode("utf-16"), "Tiếng Việt"),
        ("<p>Tiếng Việt</p>".encode("utf-16-le"), "Tiếng Việt"),
        ("<p>Tiếng Việt</p>".encode("utf-16-be"), "Tiếng Việt"),
        ('<meta charset="utf-16"><p>Tiếng Việt</p>'.encode(), "Tiếng Việt"),
        ("\ufeff<p>中文</p>".encode(), "中文"),
        ('<meta charset="gb2312"><p>简体中文</p>'.encode("gb18030"), "简体中文"),
        ('<meta charset="shift_jis"><p>日本語</p>'.encode("shift_jis"), "日本語"),
        ('<meta charset="euc-kr"><p>한국어</p>'.encode("euc-kr"), "한국어"),
        (b"<p>caf\xe9</p>", "café"),
    ],
)
def test_encodings(raw, text):
    """A page is read in the encoding it has."""
    assert read_page(raw).blocks[0].text == text


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (bytes(range(256)) * 50, "not text"),
        (b"<p>x</p>" * 400_000, "not read"),
        (b"<div>" * 100_000, "nests"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 5000, "not text"),
    ],
)
def test_what_cannot_be_read_says_why(raw, why):
    """What is no page is refused with a sentence, quickly."""
    begun = time.monotonic()
    with pytest.raises(Unreadable, match=why):
        read_page(raw)
    assert time.monotonic() - begun < 2


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=3000), st.text(max_size=1500).map(lambda text: f"<p>{text}".encode("utf-8", "replace"))
    )
)
def test_nothing_breaks_the_reader(raw):
    """Whatever the bytes, they are read or refused."""
    with contextlib.suppress(Unreadable):
        assert isinstance(read_page(raw), Copy)
    with contextlib.suppress(Unreadable):
        assert isinstance(read_text(raw), Copy)


def test_nothing_dangerous_comes_in():
    """Scripts, handlers and addresses that are none of the web do not survive."""
    copy = read(
        '<p onclick="x">Hi <script>alert(1)</script><a href="javascript:alert(1)">a</a><i onload=x>b</i>&lt;b&gt;</p>'
    )
    assert copy.blocks[0].html == "Hi a<i>b</i>&lt;b&gt;"


def test_plain_text_and_markdown():
    """A text file is a headline and paragraphs; Markdown's headings are crossheads."""
    copy = read_text(b"# A headline\n\nFirst paragraph\ngoes on.\n\n## A crosshead\n\nQ: Why?\n\nA: Because.\n")
    assert copy.headline == "A headline"
    assert [block.kind for block in copy.blocks] == ["paragraph", "crosshead", "turn", "turn"]
    assert copy.blocks[0].text == "First paragraph goes on."


def test_real_pages_are_read(shared):
    """Every one of 181 real news pages is read, or refused with a sentence."""
    pages = sorted((shared / "data" / "news-pages" / "html").glob("*.gz"))
    read_well = 0
    for page in pages:
        try:
            read_well += bool(read_page(gzip.decompress(page.read_bytes())).blocks)
        except Unreadable:
            continue
    assert read_well >= len(pages) - 3


def test_every_date_of_a_page_is_kept_with_its_place():
    """The day in the page's own address counts as a date it gives, last of all; its last change is kept apart."""
    page = read_page(
        b"<html><head><link rel='canonical' href='https://reef.example/2031/05/04/pier'>"
        b"<meta property='article:published_time' content='2031-05-04T22:00:00Z'>"
        b"<meta property='article:modified_time' content='2031-06-01'>"
        b'<script type="application/ld+json">{"datePublished": "0001-01-01T00:00:00", "dateModified": "2031-06-01"}</script>'
        b"</head><h1>Pier</h1><p>The pier is open.</p></html>"
    )
    assert [(claim.origin, f"{claim.moment:%m-%d}") for claim in page.dates] == [
        ("meta", "05-04"),
        ("address", "05-04"),
    ]
    assert {f"{claim.moment:%m-%d}" for claim in page.changed} == {"06-01"}


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("/news/2031-05-04-pier", "2031-05-04"),
        ("/news/pier-20310504.html", "2031-05-04"),
        ("/2031/13/40/pier", None),
        ("/news/1203105044", None),
        ("/2031/05/pier", None),
    ],
)
def test_days_in_addresses(address, day):
    """Days are read in the forms news sites use, and numbers that are none are not."""
    page = read_page(f"<html><link rel='canonical' href='https://reef.example{address}'><p>Open.</p></html>".encode())
    assert [f"{claim.moment:%Y-%m-%d}" for claim in page.dates] == ([day] if day else [])
