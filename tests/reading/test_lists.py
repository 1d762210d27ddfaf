"""Fronts, sections, the hot list and the site map."""

import datetime as dt

import pytest
from django.utils import timezone

from tintuc.publishing.bakery import OVENS, PageRef

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(site):
    return site.editions.get(language="en")


def links(page):
    return set(page.xpath("//main//a/@href"))


def test_front(release, bake, edition):
    """The front leads with the newest story and bakes the hot list in."""
    placements = [release(released_at=timezone.now() - dt.timedelta(hours=n)) for n in range(7)]
    baked, page = bake("front", edition.pk)
    assert baked.path == "/en/"
    assert page.xpath("//section[@class='front-lead']//h2/a/@href")[0] == placements[0].path
    assert {placement.path for placement in placements} <= links(page)
    assert page.xpath("//ol[@class='hot-list']/li")
    assert page.xpath("//link[@hreflang='vi']/@href") == ["http://bac-dau.test/vi/"]


def test_empty_editions_have_pages(bake, edition):
    """An edition without stories says so and breaks nothing."""
    for kind, key in [("front", ""), ("section", edition.sections.get().pk), ("hot", ""), ("hotlist", ""), ("map", "")]:
        baked, page = bake(kind, edition.pk, key)
        assert baked.status == 200
        assert page is not None
    assert bake("map", edition.pk, "2026/11")[0] is None


def test_hidden_stories_are_nowhere(release, bake, edition):
    """A withdrawn and an embargoed story appear in no list."""
    gone, later = release(), release()
    type(gone).objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
    type(gone).objects.filter(pk=later.pk).update(released_at=timezone.now() + dt.timedelta(hours=1))
    for kind, key in [("front", ""), ("section", gone.section_id), ("hot", ""), ("hotlist", ""), ("map", "")]:
        baked, _ = bake(kind, edition.pk, key)
        assert gone.path.encode() not in baked.body
        assert later.path.encode() not in baked.body
        assert b"pier" not in baked.body


def test_map_by_the_editions_own_days(release, bake, site):
    """A story released late in the evening, London time, stands on the next day in Vietnam."""
    edition = site.editions.get(language="vi")
    placement = release("vi", released_at=dt.datetime(2026, 10, 31, 18, 30, tzinfo=dt.UTC))
    keys = {ref.key for ref in OVENS["map"].refs(f"alt:{placement.article.story_id}")}
    assert keys == {"", "2026/11", "2026/11/01"}
    assert {ref.key for ref in OVENS["map"].refs(f"shown:{placement.article_id}")} == {"2026/11/01"}
    assert "/vi/map/2026/11/" in links(bake("map", edition.pk)[1])
    assert "/vi/map/2026/11/01/" in links(bake("map", edition.pk, "2026/11")[1])
    assert placement.path in links(bake("map", edition.pk, "2026/11/01")[1])
    assert set(keys) == {ref.key for ref in OVENS["map"].refs("all") if ref.owner == edition.pk}


def test_a_day_leads_to_the_days_with_stories_beside_it(release, bake, edition):
    """A day of the site map leads to the nearest days that have stories, across months, and to none where none is."""
    for month, day in ((8, 30), (9, 30), (11, 1), (11, 2)):
        release(released_at=dt.datetime(2026, month, day, 9, tzinfo=dt.UTC))
    ways = {}
    for key in ("2026/08/30", "2026/09/30", "2026/11/01", "2026/11/02"):
        _, page = bake("map", edition.pk, key)
        ways[key] = page.xpath("//a[@rel='prev']/@href"), page.xpath("//a[@rel='next']/@href")
    assert ways == {
        "2026/08/30": ([], ["/en/map/2026/09/30/"]),
        "2026/09/30": (["/en/map/2026/08/30/"], ["/en/map/2026/11/01/"]),
        "2026/11/01": (["/en/map/2026/09/30/"], ["/en/map/2026/11/02/"]),
        "2026/11/02": (["/en/map/2026/11/01/"], []),
    }


@pytest.mark.parametrize("usual", [2, 4, 40])
def test_the_map_of_today_has_all_of_today(release, bake, edition, monkeypatch, usual):
    """Today's page lists what was released today, however many lists usually show, and nothing of yesterday."""
    from tintuc.reading import maps

    monkeypatch.setattr(maps, "USUAL", usual)
    noon = dt.datetime(2026, 11, 24, 12, tzinfo=edition.zone)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    placements = [release(released_at=noon - dt.timedelta(hours=hours)) for hours in (1, 2, 3, 13, -1)]
    _, page = bake("map", edition.pk, "2026/11/24")
    assert page.xpath("//ul[@class='day']//a/@href") == [one.path for one in placements[:3]]


def test_tags_reach_the_right_pages(release, edition, site):
    """A story touches its own pages, a count one page, a list the edition's lists, the brand everything."""
    placement = release()
    article = PageRef("article", edition.pk, str(placement.pk))
    oven = OVENS["article"]
    for tag in (f"story:{placement.article.story_id}", f"count:{placement.article_id}", f"brand:{site.pk}", "all"):
        assert article in list(oven.refs(tag)), tag
    assert not list(oven.refs(f"list:{edition.pk}"))
    assert list(OVENS["front"].refs(f"hot:{edition.pk}")) == [PageRef("front", edition.pk)]
    assert not list(OVENS["standing"].refs(f"list:{edition.pk}"))
    assert PageRef("home", site.pk) in list(OVENS["home"].refs(f"brand:{site.pk}"))


def test_root_leads_to_the_first_edition(bake, site):
    """The root of a site is a redirect to its first edition."""
    baked, _ = bake("home", site.pk)
    assert (baked.status, baked.location, baked.path) == (302, "/vi/", "/")


def test_lists_ask_little(release, bake, bake_article, edition, monkeypatch, django_assert_max_num_queries):
    """A front of many stories needs six queries at most; an article's page, but for its related list, twelve."""
    from tintuc.reading import relations

    monkeypatch.setattr(relations.queries, "nearest", lambda *_, **__: [])
    for _ in range(8):
        placement = release()
    for make, most in ((lambda: bake("front", edition.pk), 6), (lambda: bake_article(placement), 12)):
        make()
        with django_assert_max_num_queries(most):
            make()


def test_related_says_why(release, bake_article, monkeypatch):
    """Each related story is offered with the words both mention."""
    from tintuc.reading import relations

    other, placement = release(headline="Ferries everywhere"), release()
    monkeypatch.setattr(relations.queries, "nearest", lambda *_: [(other.article_id, ["ferry", "pier"])])
    _, page = bake_article(placement)
    assert page.xpath("//section[@class='related']//a/@href") == [other.path]
    assert "ferry · pier" in page.xpath("string(//small[@class='reason'])")


def test_missing_pages(rf, site):
    """An address where nothing is answers 404 in the language of its edition, with a search box."""
    from tintuc.reading.views import not_found

    request = rf.get("/vi/the-gioi/2026/11/ben-pha-moi.html")
    request.site_id = site.pk
    answer = not_found(request)
    assert answer.status_code == 404
    page = answer.content.decode()
    assert 'lang="vi"' in page
    assert "Không có trang nào ở địa chỉ này" in page
    assert 'value="ben pha moi"' in page


def test_search_page(release, rf, site, monkeypatch):
    """A search shows what was found, in the edition's language, and survives any text."""
    from tintuc.reading import results
    from tintuc.reading.views import search

    placement = release("vi")
    found = results.queries.Results([placement.pk], 1)
    monkeypatch.setattr(results.queries, "find", lambda *_, **__: found)
    for text in ("bến phà", '"><script>alert(1)</script>', "\0" * 3, "x" * 5000, "' OR 1=1 --"):
        request = rf.get("/vi/search/", {"q": text, "page": "²"})
        request.site_id = site.pk
        answer = search(request, "vi").content.decode()
        assert "<script>alert" not in answer
        assert ("noindex" in answer) == bool(text.strip("\0")), "the empty page alone may be listed"
        assert ("Tìm thấy 1 bài" in answer) == bool(text.strip("\0"))
