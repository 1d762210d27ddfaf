"""The board: what it finds, in what order, for whom, and what it costs."""

import datetime as dt
import re
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tintuc.counting.models import Heat
from tintuc.network.models import Edition, Membership, Section, Site
from tintuc.newsroom.board import A_PAGE
from tintuc.publishing.actions.release import release
from tintuc.stories.models import Article, Story
from tintuc.translation.actions.assign import assign
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.models import Progress
from writing import paragraph

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    return reverse(name, args=args, urlconf="tintuc.config.urls")


def shown(client, **query) -> str:
    answer = client.get(url("newsroom_board"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def titles(page: str) -> list[str]:
    return [title.strip() for title in re.findall(r"data-open>([^<]*)</a>", page)]


def test_an_empty_board_says_so(desk):
    """A newsroom without stories is told how to begin one, and a filter that matches nothing how to lift it."""
    page = shown(desk("reporter"))
    assert "There is no story yet." in page
    assert "Begin a story" in page
    assert "Nothing on the board is like that." in shown(desk("reporter"), words="nothing")


def test_the_board_shows_every_language_with_its_state(desk, make_article, people):
    """A line has the source and each language of the site, with links to work on them and a way to begin what is missing."""
    article = make_article()
    page = shown(desk("translator"))
    assert titles(page) == ["New pier shortens the crossing"]
    assert "missing" in page
    assert f'value="{article.story_id} vi"' in page
    target = translate_into(story=article.story, language="vi", by=people["translator"])
    page = shown(desk("translator"))
    assert "0 of 4" in page
    assert f"/{target.pk}/" in page


def test_words_are_found_by_the_tables_of_the_search(desk, make_article, people, site):
    """What readers have is found by any of its words, without tone marks and by parts of Chinese; drafts by headline."""
    edition = site.editions.create(language="zh-Hans", time_zone="Asia/Shanghai")
    edition.sections.create(key="world", name="国际", slug="guoji")
    heads = {"headline": "Bến tàu mới ra đảo", "standfirst": "Phà ra đảo nay chỉ mất mười hai phút."}
    out = make_article("vi", body=[paragraph("p1", "Chuyến phà đầu tiên chở theo đàn ong.")], **heads)
    out.save_revision()
    release(article=out, by=people["editor"])
    make_article("zh-Hans", headline="新码头缩短航程", standfirst="渡轮只需十二分钟。")
    client = desk("editor")
    for words in ("đàn ong", "dan ong", "BEN TAU moi"):
        assert titles(shown(client, words=words)) == ["Bến tàu mới ra đảo"], words
    for words in ("码头", "头缩短", "新"):
        assert titles(shown(client, words=words)) == ["新码头缩短航程"], words
    for words in ("đạn ong", "缩头", "' OR 1=1 --", '"*', "%"):
        assert titles(shown(client, words=words)) == [], words


def test_a_headline_is_found_before_readers_have_it(desk, make_article, people):
    """What is live is found by the headline readers have and by the one it is to get."""
    body = [paragraph("p1", "Chuyến phà đầu tiên chở theo đàn ong.")]
    out = make_article(
        "vi", headline="Bến tàu mới ra đảo", standfirst="Phà ra đảo nay chỉ mất mười hai phút.", body=body
    )
    out.save_revision()
    release(article=out, by=people["editor"])
    version = out.newest()
    version.headline = "Cầu cảng dài nhất vịnh"
    version.save_revision()
    client = desk("editor")
    for words in ("cầu cảng", "cau cang", "bến tàu"):
        assert titles(shown(client, words=words)) == ["Cầu cảng dài nhất vịnh"], words


def test_filters_narrow_and_stand_in_the_address(desk, make_article, people, site):
    """State, language, edition, section, format, person, words and age narrow the board; counts follow."""
    one = make_article(headline="Alpha pier")
    two = make_article(headline="Beta pier")
    two.story.format = "interview"
    two.story.save()
    target = translate_into(story=two.story, language="vi", by=people["translator"])
    assign(article=target, person=people["translator"], by=people["editor"])
    client = desk("editor")
    edition = site.editions.get(language="vi")
    assert titles(shown(client)) == ["Beta pier", "Alpha pier"]
    assert titles(shown(client, sort="old")) == ["Alpha pier", "Beta pier"]
    assert titles(shown(client, stage="", language="", words="")) == ["Beta pier", "Alpha pier"]
    assert titles(shown(client, words="alpha")) == ["Alpha pier"]
    assert titles(shown(client, words="lph")) == ["Alpha pier"]
    assert titles(shown(client, format="interview")) == ["Beta pier"]
    assert titles(shown(client, stage="missing", language="vi")) == ["Alpha pier"]
    assert titles(shown(client, person=people["translator"].pk)) == ["Beta pier"]
    assert titles(shown(client, person=people["chief"].pk)) == []
    assert titles(shown(client, edition=edition.pk, stage="work")) == ["Beta pier"]
    assert titles(shown(client, edition=edition.pk)) == ["Beta pier", "Alpha pier"]
    assert titles(shown(client, section="world")) == ["Beta pier", "Alpha pier"]
    assert titles(shown(client, age="7")) == []
    Progress.objects.filter(story=one.story_id).update(since=timezone.now() - dt.timedelta(days=9))
    page = shown(client, age="7", language="vi", stage="missing")
    assert titles(page) == ["Alpha pier"]
    assert re.search(r"missing <b>1</b>", page)
    assert 'name="stage" value="missing"' in page, "a filter set by a link is kept by the form"


@pytest.mark.parametrize(
    "query",
    [
        {"site": "999999"},
        {"edition": "x"},
        {"stage": "gone"},
        {"language": "' OR 1=1 --"},
        {"sort": "rank"},
        {"after": "~~~~"},
        {"after": "9" * 40},
        {"after": "0~nonsense~1~2~vi", "sort": "urgent"},
        {"after": "0~2026-01-01T00:00:00~1~2~vi", "sort": "urgent"},
        {"words": "%_\x00"},
        {"age": "-1"},
    ],
)
def test_nonsense_in_the_address_breaks_nothing(desk, make_article, query):
    """An address that was mangled or invented shows a board, never an error."""
    make_article()
    shown(desk("editor"), **query)


def test_nobody_sees_another_sites_stories(desk, make_article, people, django_user_model):
    """A person sees, counts, opens, plans and assigns only what is on their sites."""
    article = make_article(headline="Ours alone")
    other = Site.objects.create(key="two", masthead="Two", host="two.test")
    edition = Edition.objects.create(site=other, language="en")
    Section.objects.create(edition=edition, key="world", name="World", slug="world")
    people["outsider"] = django_user_model.objects.create_user("outsider", password="a long password")
    Membership.objects.create(user=people["outsider"], site=other, role="chief")
    client = desk("outsider")
    page = shown(client)
    assert "Ours alone" not in page
    assert not re.search(r"<b>[1-9]", page)
    assert "Ours alone" not in shown(client, site=article.story.site_id, words="Ours")
    assert client.get(url("newsroom_story_languages", article.story_id)).status_code in {302, 403}
    for name in ("newsroom_give", "newsroom_plan", "newsroom_plan_undo"):
        answer = client.post(url(name, article.story_id), {"article": article.pk, "now": "1"})
        assert answer.status_code in {302, 403}
    client.post(url("newsroom_board_translate"), {"story": article.story_id, "language": "vi"})
    assert Article.objects.count() == 1
    assert not article.story.plans.exists()
    assert desk("stranger").get(url("newsroom_board")).status_code == 302


def test_missing_languages_are_opened_one_by_one_or_together(desk, make_article):
    """A cell's button opens one language; ticked stories are opened together, and refusals are named."""
    first, second, third = make_article(), make_article(), make_article()
    client = desk("translator")
    client.post(url("newsroom_board_translate"), {"open": f"{first.story_id} vi", "here": "?sort=old"})
    assert first.story.articles.filter(language="vi").exists()
    assert not second.story.articles.filter(language="vi").exists()
    ticked = [one.story_id for one in (first, second, third)]
    answer = client.post(
        url("newsroom_board_translate"), {"story": ticked, "language": "vi", "here": "?sort=old"}, follow=True
    )
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0].endswith("?sort=old")
    assert "2 stories are opened" in page
    assert "has an article in this language already" in page
    assert Article.objects.filter(language="vi").count() == 3
    answer = client.post(url("newsroom_board_translate"), {"here": "//elsewhere.example/"})
    assert answer.headers["Location"] == url("newsroom_board")


def test_urgent_first_then_moment_then_reads(desk, make_article, people):
    """Live and stale comes first, then what is due soonest, then what is read most."""
    from tintuc.translation.actions.note_progress import note_reads

    _plain, read, due, live = (make_article(headline=f"Story {name}") for name in ("plain", "read", "due", "live"))
    target = translate_into(story=due.story, language="vi", by=people["translator"])
    soon = timezone.now() + dt.timedelta(hours=2)
    assign(article=target, person=people["translator"], by=people["editor"], due_at=soon)
    Heat.objects.create(article_id=read.pk, readers=1200)
    note_reads(reads={read.pk: 1200})
    Progress.objects.filter(article=live.pk).update(stage="live-stale", rank=0)
    found = titles(shown(desk("editor"), sort="urgent"))
    assert found.index("Story live") < found.index("Story due") < found.index("Story read") < found.index("Story plain")
    assert "1,200 reads" in shown(desk("editor"))
    assert titles(shown(desk("editor"), sort="reads"))[0] == "Story read"


@pytest.fixture
def many(site):
    """Ten thousand stories that miss a language; the newest three hundred have a source."""
    stories = Story.objects.bulk_create(
        Story(slugline=f"story-{n}", site=site, source_language="en") for n in range(10_000)
    )
    last = stories[-300:]
    articles = Article.objects.bulk_create(Article(story=one, language="en", headline="A headline") for one in last)
    rows = [Progress(story=story, language="vi", site=site, stage="missing") for story in stories]
    rows += [
        Progress(story=one.story, article=one, language="en", site=site, stage="ready", rank=2, reads=one.pk % 97)
        for one in articles
    ]
    Progress.objects.bulk_create(rows)
    return stories


def test_the_board_keeps_to_its_budget_of_queries(desk, many):
    """With ten thousand stories a page of the board takes at most 25 queries and reads no text of an article."""
    client = desk("editor")
    shown(client)
    for query in ({}, {"stage": "missing", "language": "vi"}, {"sort": "urgent"}, {"sort": "reads"}, {"words": "y-99"}):
        with CaptureQueriesContext(connection) as seen:
            page = shown(client, **query)
        assert len(titles(page)) == A_PAGE
        assert len(seen) <= 25, "\n".join(one["sql"][:200] for one in seen)
        statements = " ".join(one["sql"] for one in seen)
        assert '"stories_article"."body"' not in statements
        assert '"wagtailcore_revision"."content",' not in statements


@pytest.mark.parametrize("sort", ["new", "old", "urgent", "waiting", "reads"])
def test_paging_meets_every_line_once(desk, site, sort):
    """From page to page every line comes once, in every order, whatever values repeat."""
    stories = Story.objects.bulk_create(
        Story(slugline=f"story-{n}", site=site, source_language="en") for n in range(2 * A_PAGE + 7)
    )
    Progress.objects.bulk_create(
        Progress(story=story, language="en", site=site, stage="work", reads=n % 3) for n, story in enumerate(stories)
    )
    client, query, met = desk("editor"), {"sort": sort}, []
    while True:
        page = shown(client, **query)
        met += titles(page)
        further = re.search(r'href="\?([^"]*)" rel="next"', page)
        if not further:
            break
        query = dict(parse_qsl(further[1].replace("&amp;", "&")))
    assert sorted(met) == sorted(story.slugline for story in stories)


def test_live_and_stale_is_on_the_board_at_once(desk, make_article, people):
    """After a source edit the board counts the translation as live and stale, with its blocks."""
    source = make_article()
    target = translate_into(story=source.story, language="vi", by=people["translator"])
    target = target.newest()
    target.headline, target.standfirst = "Cầu tàu mới rút ngắn chuyến đi", "Chuyến phà ra đảo nay mất mười hai phút."
    target.body = [
        paragraph("p1", "Thị trấn cảng đã mở cầu tàu mới hôm thứ Hai sau hai năm xây dựng."),
        paragraph("p2", "Người dân nói chuyến đi ra đảo nay mất mười hai phút thay vì bốn mươi."),
    ]
    target.save_revision(user=people["translator"])
    release(article=source, by=people["editor"])
    release(article=target, by=people["editor"])
    source = source.newest()
    source.body = [
        paragraph("p1", "The harbour town did not open its new ferry pier on Monday."),
        paragraph("p2", "Residents said the crossing to the island now takes twelve minutes instead of forty."),
    ]
    source.save_revision(user=people["reporter"])
    page = shown(desk("editor"), stage="live-stale")
    assert titles(page) == ["New pier shortens the crossing"]
    assert "1 block" in page


@pytest.mark.parametrize(
    "at", ["", "soon", "0001-01-01T00:00", "9999-12-31T23:59", "2027-03-28T01:30", "2020-01-01T00:00"]
)
def test_moments_that_are_none(desk, make_article, at):
    """A moment that is no moment, is over, or falls where the clocks are put forward is refused in a sentence."""
    article = make_article()
    sent = {"article": article.pk, "later": "1", "at": at}
    answer = desk("editor").post(url("newsroom_plan", article.story_id), sent, follow=True)
    assert answer.status_code == 200
    assert article.story.plans.exists() is (at == "9999-12-31T23:59")


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 30, "²"])
def test_numbers_that_are_none(desk, make_article, value):
    """Numbers that name nothing are answered with not found or a sentence, never with an error of the machine."""
    article, client = make_article(), desk("editor")
    assert client.post(url("newsroom_plan_undo", article.story_id), {"plan": value}).status_code == 404
    assert client.post(url("newsroom_give", article.story_id), {"article": value}).status_code == 404
    answer = client.post(url("newsroom_give", article.story_id), {"article": article.pk, "person": value or "x"})
    assert answer.status_code == 302
    assert client.post(url("newsroom_plan", article.story_id), {"article": value, "now": "1"}).status_code == 302
    assert not Article.objects.filter(live=True).exists()


def test_moments_read_the_same_in_every_country(desk, make_article, people):
    """An English desk writes a day before its month's name and twenty-four hours; what is new is just that."""
    article = make_article()
    target = translate_into(story=article.story, language="vi", by=people["translator"])
    due = dt.datetime(2031, 12, 11, 14, 5, tzinfo=dt.UTC)
    assign(article=target, person=people["translator"], by=people["editor"], due_at=due)
    page = shown(desk("editor"))
    assert "due 11 Dec 2031, 14:05" in page
    assert "just now" in page
    assert "0\xa0minutes" not in page


def test_a_cell_names_the_editions_that_do_not_have_it(desk, make_article, people, site):
    """Of an article on several editions the cell says on which of them readers do not have it yet, or any more."""
    article = make_article()
    other = Site.objects.create(key="two", masthead="Two", host="two.test")
    edition = Edition.objects.create(site=other, language="en")
    section = Section.objects.create(edition=edition, key="world", name="World", slug="world")
    later = timezone.now() + dt.timedelta(days=3)
    placement = article.placements.create(edition=edition, section=section, release_at=later)
    release(article=article, by=people["editor"])
    assert f"{edition.name} (not yet)" in shown(desk("editor"))
    article.placements.filter(pk=placement.pk).update(withdrawn_at=timezone.now())
    assert f"{edition.name} (withdrawn)" in shown(desk("editor"))


def test_no_two_doors_of_the_desk_look_alike(desk, rf, people):
    """Every entry at the top of the menu has a picture of its own."""
    from wagtail.admin.menu import admin_menu

    request = rf.get("/", HTTP_HOST="desk.localhost")
    request.user = people["chief"]
    icons = [item.icon_name for item in admin_menu.menu_items_for_request(request) if item.icon_name]
    assert sorted(icons) == sorted(set(icons))
