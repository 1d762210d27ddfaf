"""Dates the archive knows better."""

import datetime as dt

import pytest

from tintuc.integrity.queries import inspect
from writing import paragraph

pytestmark = pytest.mark.django_db

MAY = dt.datetime(2031, 5, 4, 6, 30, tzinfo=dt.UTC)


@pytest.fixture
def out(make_article):
    """An article that was released in May."""
    article = make_article(released_at=MAY)
    article.latest_revision.publish()
    return article.newest()


def freshened(article):
    return [one.message for one in inspect(article).findings if one.check == "dates.freshened"]


def test_an_old_text_with_a_new_date_is_asked_about(out):
    """A release date moved by two days over the same words is a query with both dates."""
    out.released_at = MAY + dt.timedelta(days=2)
    assert "from 2031-05-04 to 2031-05-06" in freshened(out)[0]


def test_a_story_told_anew_may_have_a_new_date(out):
    """A new date over other words is none."""
    out.released_at = MAY + dt.timedelta(days=2)
    out.body = [*out.raw_body(), paragraph("p3", "The first ferry of the night sailed with forty people on Tuesday.")]
    assert freshened(out) == []


def test_an_update_keeps_its_date(out):
    """An article whose date nobody sets keeps that of its first release, however late the update."""
    out.released_at = None
    assert freshened(out) == []
