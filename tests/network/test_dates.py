"""Moments in the form of an edition's language and in its time zone."""

import datetime as dt

import pytest

from tintuc.network.dates import moment
from tintuc.network.models import Edition


def test_two_moments_of_one_clock():
    """When summer time ends, an hour comes twice, and each moment keeps its own zone."""
    edition = Edition(language="en", time_zone="Europe/London")
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    summer, winter = moment(first, edition), moment(first + dt.timedelta(hours=1), edition)
    assert (summer.clock, winter.clock) == ("01:30", "01:30")
    assert summer.iso == "2026-10-25T01:30:00+01:00"
    assert winter.iso == "2026-10-25T01:30:00+00:00"
    assert "British Summer Time" in summer.text
    assert "Greenwich Mean Time" in winter.text


@pytest.mark.parametrize(
    ("language", "zone", "said"),
    [
        ("vi", "Asia/Ho_Chi_Minh", "07:30 ngày 5 tháng 3, 2026 (Giờ Việt Nam)"),
        ("ja", "Asia/Tokyo", "2026年3月5日 09:30 (日本標準時)"),
        ("en", "UTC", "5 March 2026, 00:30 (UTC)"),
    ],
)
def test_a_moment_as_its_readers_write_it(language, zone, said):
    """Day, clock and the name of the zone stand in the order and the words of the language."""
    edition = Edition(language=language, time_zone=zone)
    assert moment(dt.datetime(2026, 3, 5, 0, 30, tzinfo=dt.UTC), edition).text == said
