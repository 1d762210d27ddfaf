"""Spans of time in one unit or another."""

import pytest

from tintuc.text.durations import told_otherwise
from tintuc.text.numbers import numbers

CASES = [
    ("Within 60 days.", "en", "两个月之内。", "zh-Hans", True),
    ("Within 60 days.", "en", "三个月之内。", "zh-Hans", False),
    ("Within 60 days.", "en", "60 ngày.", "vi", False),
    ("After 24 hours.", "en", "Sau một ngày.", "vi", True),
    ("After 7 days.", "en", "1週間後。", "ja", True),
    ("Nach 12 Monaten.", "de", "After a year.", "en", True),
    ("After 18 months.", "en", "Sau một năm rưỡi.", "vi", True),
    ("After 18 months.", "en", "一年半之后。", "zh-Hans", True),
    ("После 18 месяцев.", "ru", "After a year and a half.", "en", True),
    ("After 12 months.", "en", "Sau một năm rưỡi.", "vi", False),
    ("After 12 men.", "en", "Sau một năm.", "vi", False),
]


@pytest.mark.parametrize(("text", "language", "other", "other_language", "told"), CASES)
def test_the_same_span(text, language, other, other_language, told):
    """A number is explained by the same span in another unit, and by nothing else."""
    hard = {one for one in numbers(text, language) if one.hard}
    assert told_otherwise(text, language, other, other_language) == (hard if told else set())
