"""Stories are found in every language, and only those that are public."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from tintuc.network.models import Edition, Section
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.publishing.shown import placed
from tintuc.reading.relations import related
from tintuc.search.actions.write import forget, write_new
from tintuc.search.queries import find
from tintuc.search.shadow import exact, fold
from tintuc.search.telling import distinct, telling
from tintuc.stories.models import Article, Contributor, Credit, Placement, Story
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
    hits = Placement.objects.filter(pk__in=find(editions[language], query).hits)
    assert set(hits.values_list("article_id", flat=True)) == {stories[language, number].pk for number in numbers}


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


def test_writing_anew_gives_the_same(stories, editions, monkeypatch):
    """The table can be written anew from the releases: what was lost is found, what is not live is not."""
    monkeypatch.setattr("tintuc.search.actions.write.BATCH", 2)
    gone = stories["vi", 1]
    Article.objects.filter(pk=gone.pk).update(live=False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_shadow WHERE NOT rowid = %s", [gone.pk])
    assert find(editions["vi"], "hop tac").total == 0
    call_command("index_archive")
    assert find(editions["vi"], "hop tac").total == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_shadow")
        assert cursor.fetchone() == (4,)


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
    first, second, third = (placed((article.pk, edition.pk)) for article in made)
    (found,) = related(first)
    assert found.entry.url == second.path
    assert "Gannet Rock" in found.words, "as the article writes it"
    assert related(third) == []


#: Pairs of stories about different things that share everyday words, and what the first is about.
STRANGERS = {
    "vi": (
        "Bốn mươi học viên của chúng tôi đếm cá voi. Chúng tôi có bốn mươi kính, và cá voi chỉ hiện lúc mười hai giờ.",
        "Chúng tôi mua bốn mươi bao lúa. Lúa của chúng tôi nặng hơn năm ngoái, mười hai giờ thì cân xong bốn mươi bao.",
        "cá voi",
    ),
    "zh-Hans": (
        "什么时候能看到彗星？天文馆说，没有什么比彗星更难预报，可以知道的只有时间。",
        "什么时候收稻子？农民说，没有什么比稻子更要紧，可以知道的只有时间。",
        "彗星",
    ),
    "ja": (
        "その彗星は、なぜ明るくなったのか。彗星の一つがあったことを、ここでは十年も記録している。",
        "その稲は、なぜ実ったのか。稲の一つがあったことを、ここでは十年も記憶している。",
        "彗星",
    ),
    "ko": (
        "혜성은 언제 보이는가. 우리는 혜성을 지난 십 년 동안 지켜보고 있다고 말했다.",
        "벼는 언제 거두는가. 우리는 벼를 지난 십 년 동안 지켜보고 있다고 말했다.",
        "혜성",
    ),
}


@pytest.mark.parametrize("language", STRANGERS)
def test_everyday_words_make_no_relation(language):
    """Words that stand in any story are not what a story is about; what it says again and again is."""
    one, other, about = STRANGERS[language]
    words = [
        {told.word for told in telling({"headline": "", "body": [paragraph("p1", text)]}, language)}
        for text in (one, other)
    ]
    assert about in words[0]
    assert words[0] & words[1] == set()


def test_a_telling_word_is_whole():
    """Of words that are always said together the longest is taken, and two that overlap say one thing."""
    text = "珊瑚礁又白了。潜水员数珊瑚礁，珊瑚礁下有鱼。"
    told = telling({"headline": "", "body": [paragraph("p1", text)]}, "zh-Hans")
    assert [one.word for one in told] == ["珊瑚礁"]
    text = "Bến phà mới đông. Bến phà mới xa. Phà lớn chạy, phà lớn nghỉ."
    told = telling({"headline": "", "body": [paragraph("p1", text)]}, "vi")
    assert [one.word for one in distinct(told)] == ["bến phà"]


def test_a_name_in_other_letters_stays_apart():
    """Latin names in a Chinese story are looked for as words, and a mark in a name parts it as it does in the index."""
    told = telling({"headline": "", "body": [paragraph("p1", "电台叫 Reef Radio。Reef Radio 播报风浪。")]}, "zh-Hans")
    assert "reef radio" in {one.word for one in told}
    told = telling({"headline": "", "body": [paragraph("p1", "The Moon's pull, and the Moon's path.")]}, "en")
    assert "moon" in {one.word for one in told}


@pytest.mark.parametrize("text", ["", "…", "\ud800", "的" * 20_000, "a " * 20_000, "Gấu " * 20_000])
@pytest.mark.parametrize("language", ["vi", "zh-Hans", "ja", "ko", "th", "en"])
def test_no_text_can_break_it(text, language):
    """Whatever an article holds, it is read through in bounded time and answered with a list."""
    assert len(telling({"headline": text, "body": []}, language)) <= 25


def test_shadow_text():
    """Runs become pairs and a last character; letters are small; diacritics fold, đ too."""
    assert exact("Đông Á") == "đông á"
    assert fold("đông á ợ ß ø") == "dong a o ss o"
    assert exact("来自中国 NATO") == "来自 自中 中国 国 nato"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has one index")
def test_the_index_is_kept_in_few_pieces(stories, editions):
    """Pieces that releases left are merged until nothing is left to do, and the same is found as before."""
    from tintuc.search.actions.merge import merge

    def pieces():
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(DISTINCT segid) FROM search_shadow_idx")
            return cursor.fetchone()[0]

    for article in stories.values():
        with transaction.atomic():
            forget(article_ids=[article.pk])
            write_new(releases=[article.current_release])
    before, found = pieces(), find(editions["vi"], "nước sạch").hits
    assert before > 1
    assert merge(seconds=0)
    assert not merge(seconds=10)
    assert pieces() == 1
    assert found
    assert find(editions["vi"], "nước sạch").hits == found
