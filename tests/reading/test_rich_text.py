"""Editors' words as safe pieces of a page."""

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintuc.reading.rich_text import INLINE, paragraphs

SIGNS = st.text(st.sampled_from("ab é漢\u00a0&<>;'\"\n\r\t\x00\x7f\u2028\ud800 =/p"), max_size=12)


@given(st.lists(SIGNS, max_size=4))
def test_words_without_marks_are_what_the_sanitiser_makes_of_them(pieces):
    """What is let through as plain is, sign by sign, what a parser of HTML reads and writes."""
    rich = "".join(f"<p>{piece}</p>" for piece in pieces)
    try:
        nh3.clean(rich)
    except UnicodeEncodeError:  # a lone surrogate is no text
        with pytest.raises(UnicodeEncodeError):
            paragraphs(rich)
        return
    for piece in paragraphs(rich):
        assert nh3.clean(piece, tags=INLINE, link_rel=None).strip() == piece


@pytest.mark.parametrize(
    ("rich", "shown"),
    [
        ("<p>one</p><p> two </p><p></p>", ["one", "two"]),
        ("<p>3 < 4 & 5</p>", ["3 &lt; 4 &amp; 5"]),
        ("<p><b>one</p><p>two</b></p>", ["<b>one</b>", "<b>two</b>"]),
        ('<p><a linktype="page" id="3">three</a> <a href="javascript:x()">four</a></p>', ["three four"]),
        ("<p>five<script>alert(1)</script></p>", ["five"]),
    ],
)
def test_paragraphs_of_rich_text(rich, shown):
    """Each paragraph stands alone, its marks closed, and nothing but words and their marks comes through."""
    assert paragraphs(rich) == shown
