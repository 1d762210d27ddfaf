"""Copy comes in as a draft on hold, its bytes kept."""

import hashlib

import pytest

from tintuc.intake.actions.take_in import take_in
from tintuc.intake.copy import Unreadable
from tintuc.intake.models import SourceCopy
from tintuc.integrity.queries import inspect
from tintuc.network.permissions import NotAllowed
from tintuc.stories.models import Story

pytestmark = pytest.mark.django_db

PAGE = (
    "<html lang='vi'><h1>Cầu tàu mới mở cửa</h1><p>Ngày đăng: 2031-05-05 06:30</p><p>Thị trấn mở cầu tàu mới hôm thứ Hai.</p>"
    "<p>Phóng viên: Bao giờ thì xong?</p><p>Bà Sen: Sang năm sẽ xong.</p><p>Phóng viên: Ai trả tiền?</p></html>"
).encode()


@pytest.fixture
def edition(site):
    return site.editions.get(language="vi")


def test_a_page_becomes_a_draft_on_hold(edition, people):
    """A page becomes a story with one article: a draft, placed, dated in the edition's zone, and on hold."""
    taken = take_in(
        raw=PAGE, filename="page.html", edition=edition, by=people["reporter"], address="https://a.example/1"
    )
    article = taken.article
    assert (article.live, article.language, article.story.carried, article.story.format) == (
        False,
        "vi",
        True,
        "interview",
    )
    assert article.released_at.isoformat() == "2031-05-05T06:30:00+07:00"
    assert [block["type"] for block in article.raw_body()] == ["paragraph", "paragraph", "turn", "turn", "turn"]
    assert len({block["id"] for block in article.raw_body()}) == 5
    assert article.placements.get().edition == edition
    assert inspect(article.newest()).verdict == "hold"


def test_the_bytes_are_kept(edition):
    """The raw bytes lie under their hash, exactly as they came."""
    taken = take_in(raw=PAGE, filename="../../etc/page.html", edition=edition)
    assert taken.source_copy.place.read_bytes() == PAGE
    assert taken.source_copy.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert taken.source_copy.filename == "page.html"


def test_the_same_bytes_make_one_story(edition):
    """Taking the same page in again gives the story that is there."""
    first = take_in(raw=PAGE, filename="a.html", edition=edition)
    again = take_in(raw=PAGE, filename="b.html", edition=edition)
    assert again.again
    assert again.story == first.story
    assert Story.objects.count() == SourceCopy.objects.count() == 1


def test_what_cannot_be_read_leaves_nothing(edition):
    """A file that cannot be read makes no story."""
    with pytest.raises(Unreadable):
        take_in(raw=b"\x00\x01" * 5000, filename="a.html", edition=edition)
    assert not Story.objects.exists()


def test_strangers_take_nothing_in(edition, people):
    """Whoever works elsewhere takes nothing in here."""
    with pytest.raises(NotAllowed):
        take_in(raw=PAGE, filename="a.html", edition=edition, by=people["stranger"])
