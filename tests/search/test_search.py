"""Stories are found in every language, and only those that are public."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from tintuc.network.models import Edition, Section
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.search.actions.write import rebuild
from tintuc.search.queries import find, related
from tintuc.search.shadow import exact, fold
from tintuc.stories.models import Contributor, Credit, Placement, Story
from writing import paragraph

pytestmark = pytest.mark.django_db

TEXTS = {
    "vi": [
        "Hai tỉnh ký thỏa thuận hợp tác về nước sạch cho vùng Đông Á và các đảo xa bờ.",
        "Người dân mang hộp tắc ra chợ bán từ sáng sớm để kịp chuyến phà đầu tiên.",
    ],
    "zh-Hans": ["两省就净水签署合作协议，代表来自中国和日本，会议讨论了海上安全问题。"],
    "ja": ["二つの県は安全保障と水の協力について日本で話し合い、合意に達した。"],
    "ko": ["두 지방은 깨끗한 물을 위한 협력 조약을 맺고 대한민국 국민에게 알렸다."],
}


@pytest.fixture
def editions(site):
    found = {edition.language: edition for edition in site.editions.all()}
    for language in ("zh-Hans", "ja", "ko"):
        found[language] = Edition.objects.create(site=site, language=language)
        Section.objects.create(edition=found[language], key="world", name="x", slug="world")
    return found


@pytest.fixture
def stories(editions, site, make_article):
    """One released article a text."""
    person = Contributor.objects.create(slug="x", name="An Lê")
    made = {}
    for language, texts in TEXTS.items():
        for number, text in enumerate(texts):
            story = Story.objects.create(slugline=f"{language}{number}", site=site, source_language=language)
            Credit.objects.create(story=story, contributor=person)
            article = make_article(
                language=language,
                story=story,
                body=[paragraph("p1", text)],
                headline=f"{number}",
                standfirst="",
                slug="s",
            )
            made[language, number] = release(article=article, by=None)
    return made


@pytest.mark.parametrize(
    ("language", "query", "numbers"),
    [
        ("vi", "hợp tác", {0}),
        ("vi", "hop tac", {0, 1}),
        ("vi", "HỢP TÁC", {0}),
        ("vi", "hộp tắc", {1}),
        ("vi", "dong a", {0}),
        ("vi", "Đông Á", {0}),
        ("vi", "khong co", set()),
        ("vi", "An Lê", {0, 1}),
        ("zh-Hans", "合作", {0}),
        ("zh-Hans", "日本", {0}),
        ("zh-Hans", "国", {0}),
        ("zh-Hans", "合作 协议", {0}),
        ("zh-Hans", "作合", set()),
        ("ja", "安全保障", {0}),
        ("ja", "協力", {0}),
        ("ko", "협력", {0}),
        ("ko", "조약", {0}),
        ("ko", "국", {0}),
    ],
)
def test_words_are_found_as_they_are_typed(stories, editions, language, query, numbers):
    """With diacritics a word is taken at itself, without it finds both; parts of runs are found."""
    hits = {placement.article_id for placement in find(editions[language], query).hits}
    assert hits == {stories[language, number].pk for number in numbers}


def test_only_this_edition(stories, editions):
    """A search finds nothing of another edition."""
    assert find(editions["en"], "合作").total == 0


def test_withdrawn_and_embargoed_stories_are_never_found(stories, editions):
    """What was withdrawn, and what is not out yet here, is not found."""
    withdraw(article=stories["vi", 0], by=None)
    assert find(editions["vi"], "hợp tác").total == 0
    soon = timezone.now() + dt.timedelta(hours=1)
    Placement.objects.filter(article=stories["vi", 1]).update(released_at=soon)
    assert find(editions["vi"], "hộp tắc").total == 0


def test_a_draft_is_not_found(stories, editions):
    """Words of an unreleased version are not found; those of the release are."""
    article = stories["vi", 0].newest()
    article.body = [paragraph("p1", "Chỉ có trong bản nháp.")]
    article.save_revision()
    assert find(editions["vi"], "bản nháp").total == 0
    assert find(editions["vi"], "hợp tác").total == 1


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "* OR 1",
        "NEAR(",
        "exact:",
        "a" * 10_000,
        "\x00",
        "\ud800",
        "合" * 5000,
        "^$()|&!:*<->",
        "- -",
        "",
        "  ",
    ],
)
def test_no_query_can_break_it(stories, editions, query):
    """Whatever is typed, the answer is a list."""
    assert find(editions["vi"], query).total >= 0


def test_pages(stories, editions):
    """A page that is not there is empty."""
    assert find(editions["vi"], "hop tac", page=99).hits == []


def test_rebuilding_gives_the_same(stories, editions):
    """The table can be written anew from the releases."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_shadow")
    assert find(editions["vi"], "hop tac").total == 0
    assert rebuild() == 5
    assert find(editions["vi"], "hop tac").total == 2


def test_related_stories_share_telling_words(site, make_article):
    """Stories that share names are related and say which; a story is not related to its own translation."""
    edition = site.editions.get(language="en")
    made = []
    for number, text in enumerate(
        [
            "Gannet Rock lighthouse keeper Varga counted the turns of the lens for forty years.",
            "The lens of Gannet Rock lighthouse was made by hand, keeper Varga remembers.",
            "Coffee growers dry their beans on bamboo beds a metre above the ground this year.",
        ]
    ):
        story = Story.objects.create(slugline=f"s{number}", site=site, source_language="en")
        article = make_article(
            story=story, body=[paragraph("p1", text)], headline=f"Story {number}", standfirst="", slug="s"
        )
        made.append(release(article=article, by=None))
    found = related(made[0], edition)
    assert [placement.article_id for placement, _ in found] == [made[1].pk]
    assert {"gannet", "varga"} & set(found[0][1])
    assert related(made[2], edition) == []


def test_shadow_text():
    """Runs become pairs and a last character; letters are small; diacritics fold, đ too."""
    assert exact("Đông Á") == "đông á"
    assert fold("đông á ợ ß ø") == "dong a o ss o"
    assert exact("来自中国 NATO") == "来自 自中 中国 国 nato"
