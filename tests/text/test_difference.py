"""What changed between two texts is told by words, or by characters where no spaces are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintuc.text.difference import IN, OUT, SAME, difference


def told(before, after):
    return [(piece.kind, piece.text) for piece in difference(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "It takes forty minutes.",
            "It takes twelve minutes.",
            [(SAME, "It takes "), (OUT, "forty"), (IN, "twelve"), (SAME, " minutes.")],
        ),
        (
            "Mất bốn mươi phút.",
            "Mất mười hai phút.",
            [(SAME, "Mất "), (OUT, "bốn mươi"), (IN, "mười hai"), (SAME, " phút.")],
        ),
        ("渡轮只需四十分钟。", "渡轮只需二十分钟。", [(SAME, "渡轮只需"), (OUT, "四"), (IN, "二"), (SAME, "十分钟。")]),
        ("", "New", [(IN, "New")]),
        ("Old", "", [(OUT, "Old")]),
        ("Same", "Same", [(SAME, "Same")]),
        ("One thing entirely", "Другое совсем дело", [(OUT, "One thing entirely"), (IN, "Другое совсем дело")]),
    ],
)
def test_the_difference_reads_well(before, after, expected):
    """Neighbouring words that changed stand together, and unlike texts are not cut into crumbs."""
    assert told(before, after) == expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_is_lost(before, after):
    """What is same and out is the earlier text, what is same and in the later, whatever the texts."""
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != IN) == before
    assert "".join(piece.text for piece in pieces if piece.kind != OUT) == after
