"""The pages beside the article: formats, history, pairs of languages, corrections, topics, people, standing pages."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from tintuc.network.models import StandingPage, Topic
from tintuc.publishing.actions.record_corrections import record_corrections
from tintuc.publishing.bakery import OVENS, PageRef
from tintuc.publishing.models import BakedFile
from tintuc.stories.models import Article, Contributor, Correction, Credit, Placement, Release, Story
from tintuc.translation.models import Unit

pytestmark = pytest.mark.django_db


def text(page, path):
    return " ".join(page.xpath(f"string({path})").split())


def told(ident, words):
    return {"type": "paragraph", "id": ident, "value": f"<p>{words}</p>"}


def note(ident, words, kind="correction", on="2026-11-24"):
    return {"type": "correction", "id": ident, "value": {"kind": kind, "on": on, "text": words}}


@pytest.fixture
def again(cleared):
    """Releases other words of a placement's article; answers with the placement as it is then."""

    def go(placement, **words):
        article = Article.objects.get(pk=placement.article_id)
        for name, value in words.items():
            setattr(article, name, value)
        article.save_revision().publish()
        article = Article.objects.get(pk=article.pk)
        record_corrections([(article, article.current_release, None)])
        return Placement.objects.get(pk=placement.pk)

    return go


@pytest.fixture
def of_format(release, site):
    """Releases an article of a format."""

    def go(form, body, language="en", **story):
        made = Story.objects.create(slugline=form, site=site, source_language=language, format=form, **story)
        return release(language, story=made, body=body)

    return go


ENTRIES = [
    told("p1", "Boats race today."),
    {"type": "list", "id": "k1", "value": [{"type": "item", "id": "x", "value": "Start at nine"}]},
    {
        "type": "entry",
        "id": "e1",
        "value": {"at": "2026-11-23T09:00:00Z", "headline": "Start", "text": "<p>They are off.</p>"},
    },
    {
        "type": "entry",
        "id": "e2",
        "value": {"at": "2026-11-23T09:40:00Z", "headline": "Finish", "text": "<p>The blue boat wins.</p>"},
    },
    {"type": "quote", "id": "q2", "value": {"text": "We rowed hard.", "attribution": "The helmsman", "language": ""}},
]


def test_live_story(of_format, bake_article):
    """A live story has its newest entry first, each with its moment and link, and key points; it asks for news by itself."""
    _, page = bake_article(of_format("live", ENTRIES))
    assert page.xpath("//article[@class='live-entry']/@id") == ["b-e2", "b-e1"]
    assert "We rowed hard." in text(page, "//*[@id='b-e2']/..")
    assert page.xpath("//*[@id='b-e1']//a[@href='#b-e1']/time/@datetime") == ["2026-11-23T09:00:00+00:00"]
    assert text(page, "//ul[contains(@class, 'points')]") == "Start at nine"
    assert "Greenwich Mean Time" in text(page, "//div[@class='live-state']")
    assert len(page.xpath("//script[@defer]/@src")) == 2


def test_live_story_that_ended(of_format, bake_article):
    """An ended live story says when it ended and asks for nothing any more."""
    ended = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    _, page = bake_article(of_format("live", ENTRIES, ended_at=ended))
    assert "This live report has ended" in text(page, "//*[@id='live-entries']")
    assert "12:00" in text(page, "//div[@class='live-state']")
    assert len(page.xpath("//script[@defer]/@src")) == 1
    assert not page.xpath("//*[@data-new]")


def test_live_story_without_entries(of_format, bake_article):
    """A live story that has only begun says so."""
    _, page = bake_article(of_format("live", [told("p1", "Boats race today.")]))
    assert "There is no entry yet." in text(page, "//section[@class='live']")


def test_contents(of_format, bake_article):
    """An interview lists its questions, an explainer its parts, each as a link; other pages list nothing."""
    turns = [
        {"type": "turn", "id": f"t{n}", "value": {"role": role, "speaker": "S", "text": f"<p>{words}</p>"}}
        for n, (role, words) in enumerate(
            [("question", "Why?"), ("answer", "So."), ("question", "When?"), ("answer", "Now.")]
        )
    ]
    _, page = bake_article(of_format("interview", turns))
    assert page.xpath("//nav[@class='contents']//a/@href") == ["#b-t0", "#b-t2"]
    heads = [{"type": "crosshead", "id": f"c{n}", "value": f"Part {n}"} for n in range(2)]
    _, page = bake_article(of_format("explainer", [*heads, told("p", "So it is.")]))
    assert page.xpath("//nav[@class='contents']//a/text()") == ["Part 0", "Part 1"]
    _, page = bake_article(of_format("news", [*heads, told("p", "So it is.")]))
    assert not page.xpath("//nav[@class='contents']")


def test_long_contents_fold(of_format, bake_article):
    """A hundred questions stand behind one line that says how many there are."""
    turns = [
        {"type": "turn", "id": f"t{n}", "value": {"role": "question", "speaker": "S", "text": "<p>Why?</p>"}}
        for n in range(100)
    ]
    _, page = bake_article(of_format("interview", turns))
    assert text(page, "//nav[@class='contents']/details[not(@open)]/summary/h2") == "The questions (100)"
    assert len(page.xpath("//nav[@class='contents']/details/ol/li/a")) == 100


def test_correction_marks_its_paragraph(release, again, bake_article):
    """A correction marks the paragraphs its release reworded, and no other; the mark leads to the note."""
    placement = release(body=[told("p1", "It takes forty minutes."), told("p2", "The fare stays.")])
    placement = again(
        placement,
        body=[told("p1", "It takes twelve minutes."), told("p2", "The fare stays."), note("k1", "It was twelve.")],
    )
    _, page = bake_article(placement)
    assert [mark.get("href") for mark in page.xpath("//p[@class='mark']/a")] == ["#b-k1"]
    assert text(page, "//p[@class='mark']") == "This passage was corrected on 24 November 2026"
    assert page.xpath("//p[@class='mark']/preceding-sibling::p[1]/@id") == ["b-p1"]
    placement = again(
        placement,
        body=[told("p1", "It takes twelve minutes."), told("p2", "The fare rises."), note("k1", "It was twelve.")],
    )
    assert Correction.objects.get().blocks == ["p1"]
    assert Correction.objects.get().release.number == 2


def test_history(release, again, bake):
    """The history shows what each release changed, by words; the first release is only named."""
    placement = release(body=[told("p1", "It takes forty minutes."), told("p2", "Old fares.")])
    assert bake("history", placement.edition_id, placement.pk)[0] is None
    placement = again(
        placement, body=[told("p1", "It takes twelve minutes."), told("p3", "New fares."), note("k1", "It was twelve.")]
    )
    baked, page = bake("history", placement.edition_id, placement.pk)
    assert baked.path == placement.path.removesuffix(".html") + "/history.html"
    assert page.xpath("//section/@id") == ["r2", "r1"]
    assert page.xpath("//del/text()") == ["forty", "Old fares."]
    assert page.xpath("//ins/text()") == ["twelve", "New fares."]
    assert "It was twelve." in text(page, "//*[@id='r2']")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_history_keeps_silent(release, again, bake, bake_article, people):
    """Words taken out of the public history are shown nowhere, and a reason is asked for."""
    from tintuc.network.permissions import NotAllowed
    from tintuc.publishing.actions.close_release import close_release
    from tintuc.stories.errors import StoryError

    placement = release(body=[told("p1", "A name that must not stand here.")])
    placement = again(placement, body=[told("p1", "No name.")])
    first = placement.article.releases.get(number=1)
    with pytest.raises(NotAllowed):
        close_release(release=first, by=people["reporter"], reason="libel")
    with pytest.raises(StoryError):
        close_release(release=first, by=people["editor"], reason=" ")
    with pytest.raises(StoryError):
        close_release(release=placement.article.current_release, by=people["editor"], reason="libel")
    close_release(release=first, by=people["editor"], reason="libel")
    assert bake("history", placement.edition_id, placement.pk)[0] is None
    _, page = bake_article(placement)
    assert not page.xpath("//a[contains(@href, 'history.html')]")


def test_withdrawal_closes_the_history(release, again, bake, site):
    """What was withdrawn stays out of the history even after the article is released anew."""
    from tintuc.publishing import listeners
    from tintuc.stories import signals

    placement = release(body=[told("p1", "What should not have stood.")])
    signals.withdrawn.connect(listeners.on_withdrawal, sender=Article)
    Article.objects.get(pk=placement.article_id).unpublish()
    assert not Release.objects.filter(closed_at=None).exists()
    placement = again(placement, body=[told("p1", "What is right.")])
    placement = again(placement, body=[told("p1", "What is right now.")])
    Placement.objects.filter(pk=placement.pk).update(withdrawn_at=None)
    baked, page = bake("history", placement.edition_id, placement.pk)
    assert page.xpath("//section/@id") == ["r3", "r2"]
    assert b"should not" not in baked.body


def pair_of(release, languages):
    source = release("en", body=[told("p1", "One."), told("p2", "Two."), told("p3", "Three.")])
    other = release("vi", story=source.article.story, body=[told("p1", "Một."), told("px", "Thêm."), told("p3", "Ba.")])
    return source, other


def test_parallel(release, bake, languages):
    """Two languages stand side by side by block; what only one has is said, and the article stays canonical."""
    source, other = pair_of(release, languages)
    baked, page = bake("parallel", other.edition_id, f"{other.pk}:en")
    assert baked.path == other.path.removesuffix(".html") + "/vi+en.html"
    assert page.xpath("//div[@class='pair'][@id]/@id") == ["b-p1", "b-px", "b-p2", "b-p3"]
    row = page.xpath("//*[@id='b-p1']/div")
    assert [(side.get("lang"), side.text_content().strip()) for side in row] == [("vi", "Một."), ("en", "One.")]
    assert len(page.xpath("//p[@class='pair-gap'][@lang='vi']")) == 2
    assert page.xpath("//link[@rel='canonical']/@href") == [other.url]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//*[@id='b-p3']/a/@href") == ["#b-p3"]
    swapped = page.xpath("//nav[@class='parallel-more']//a/@href")[0]
    assert swapped == source.url.removesuffix(".html") + "/en+vi.html"


def test_parallel_is_offered(release, bake_article, languages):
    """The article's head offers each other language beside this one, without asking search engines to follow."""
    _, other = pair_of(release, languages)
    _, page = bake_article(other)
    links = page.xpath("//details[@class='pairs']//a")
    assert [(link.get("href"), link.get("rel")) for link in links] == [
        (other.path.removesuffix(".html") + "/vi+en.html", "nofollow")
    ]


@pytest.mark.urls("tintuc.config.public_urls")
def test_parallel_for_its_first_reader(release, languages, settings, site):
    """The first reader of a pair gets it made; it is a file from then on, baked again with the story, gone with it."""
    _, other = pair_of(release, languages)
    path = other.path.removesuffix(".html") + "/vi+en.html"
    assert not list(OVENS["parallel"].refs(f"story:{other.article.story_id}"))
    assert Client(headers={"host": site.host}).get(path).status_code == 200
    assert (settings.BAKED_ROOT / site.host / path[1:]).exists()
    ref = PageRef("parallel", other.edition_id, f"{other.pk}:en")
    for tag in (f"story:{other.article.story_id}", f"brand:{site.pk}", "all"):
        assert list(OVENS["parallel"].refs(tag)) == [ref]
    Placement.objects.filter(article__language="en").update(withdrawn_at=timezone.now())
    assert OVENS["parallel"].bake(ref) is None
    for wrong in ("/vi+ja.html", "/en+vi.html", "/vi+vi.html", "/vi+xx.html", "/../vi+en.html"):
        assert Client(headers={"host": site.host}).get(other.path.removesuffix(".html") + wrong).status_code == 404
    assert BakedFile.objects.filter(kind="parallel").count() == 1


def translated(release, source):
    """A translation whose units were made from the source as it is."""
    other = release(
        "vi", story=source.article.story, body=[told("p1", "Mất bốn mươi phút."), told("p2", "Giá vé giữ nguyên.")]
    )
    there = {passage.key: passage for passage in other.article.passages()}
    for passage in source.article.newest().passages():
        if passage.text and passage.key in there:
            values = {
                "source_digest": passage.digest,
                "source_text": passage.text,
                "target_digest": there[passage.key].digest,
            }
            Unit.objects.update_or_create(article=other.article, key=passage.key, defaults=values)
    return other


def test_translation_says_that_its_original_changed(release, again, bake_article, languages):
    """A changed original shows on the translation at once, and no longer when somebody confirmed it or it was redone."""
    source = release("en", body=[told("p1", "It takes forty minutes."), told("p2", "The fare stays.")])
    other = translated(release, source)
    notice = "//p[contains(@class, 'moved-on')]"
    assert not bake_article(other)[1].xpath(notice)
    source = again(source, body=[told("p1", "It takes twelve minutes."), told("p2", "The fare stays.")])
    _, page = bake_article(other)
    assert "Bản gốc đã thay đổi" in text(page, notice)
    assert "1 đoạn khác đi" in text(page, notice)
    assert page.xpath(f"{notice}/a/@href") == [source.url]
    assert not bake_article(source)[1].xpath(notice)

    other.edition.tell_changed = False
    other.edition.save()
    assert not bake_article(other)[1].xpath(notice)
    other.edition.tell_changed = True
    other.edition.save()
    now = {passage.key: passage for passage in source.article.newest().passages()}["p1"]
    Unit.objects.filter(article=other.article, key="p1").update(source_digest=now.digest)
    assert not bake_article(other)[1].xpath(notice)
    Unit.objects.filter(article=other.article, key="p1").update(source_digest="0" * 64)
    assert bake_article(other)[1].xpath(notice)
    assert not bake_article(again(other, body=[told("p1", "Mất mười hai phút."), told("p2", "Giá vé giữ nguyên.")]))[
        1
    ].xpath(notice)


def test_a_draft_of_the_original_is_no_change(release, bake_article, languages):
    """Words of the original that are not public yet say nothing about its translation."""
    source = release("en", body=[told("p1", "It takes forty minutes.")])
    other = translated(release, source)
    article = Article.objects.get(pk=source.article_id)
    article.body = [told("p1", "It takes no time.")]
    article.save_revision()
    assert not bake_article(other)[1].xpath("//p[contains(@class, 'moved-on')]")


def test_who_stands_behind_it(release, again, bake_article):
    """The trail names who did what and when, how many checks looked, and each release, newest first."""
    placement = again(release(), body=[told("p1", "Other words."), note("k", "They were others.")])
    clearance = placement.article.current_release.clearance
    type(clearance).objects.filter(pk=clearance.pk).update(checks=61, waivers=[{"reason": "A secret."}])
    baked, page = bake_article(Placement.objects.get(pk=placement.pk))
    trail = text(page, "//details[@id='behind']")
    assert "Reported by An Lê" in trail
    assert (
        "Checked 61 checks looked at exactly this text. 1 objection was answered by an editor with a reason." in trail
    )
    assert [
        " ".join(step.text_content().split()).rsplit(") ")[1] for step in page.xpath("//ol[@class='steps']/li")
    ] == ["corrected", "first published"]
    assert page.xpath("//details[@id='behind']//a/@href")[0] == "/en/checking/"
    assert b"A secret." not in baked.body


def test_corrections_page(release, again, bake, languages):
    """Every correction stands at one fixed address with its story, its words and the languages it was made in."""
    edition = languages["en"]
    assert "Nothing has had to be corrected yet." in text(bake("corrections", edition.pk)[1], "//main")
    source = release("en", body=[told("p1", "It takes forty minutes.")])
    other = release("vi", story=source.article.story, body=[told("p1", "Mất bốn mươi phút.")])
    source = again(
        source, body=[told("p1", "It takes twelve minutes."), note("k1", "It takes twelve minutes, not forty.")]
    )
    again(other, body=[told("p1", "Mất mười hai phút."), note("k1", "Mười hai phút, không phải bốn mươi.")])
    again(release("en"), body=[told("p1", "More news."), note("u1", "More was added.", kind="update")])
    _, page = bake("corrections", edition.pk)
    assert len(page.xpath("//article")) == 1
    assert page.xpath("//article//h2/a/@href") == [f"{source.path}#b-k1"]
    assert "twelve minutes, not forty" in text(page, "//article")
    assert page.xpath("//article//a[@lang='vi']/@href") == [other.edition.address(f"{other.path}#b-k1")]
    assert page.xpath("//article//a[contains(@href, 'history.html#r2')]")
    assert bake("corrections", edition.pk, "2026")[0].path == "/en/corrections/2026/"
    assert bake("corrections", edition.pk, "2025")[0] is None
    feed = OVENS["corrections-atom"].bake(PageRef("corrections-atom", edition.pk)).body
    assert b"twelve minutes, not forty" in feed
    assert b"More was added" not in feed
    Release.objects.filter(article=source.article, number=1).update(closed_at=timezone.now())
    assert not bake("corrections", edition.pk)[1].xpath("//article//a[contains(@href, 'history.html')]")
    Placement.objects.filter(pk=source.pk).update(withdrawn_at=timezone.now())
    assert not bake("corrections", edition.pk)[1].xpath("//article")


def test_corrections_are_one_click_away(release, bake, bake_article, languages):
    """Every kind of page links the corrections."""
    placement = release("en")
    edition = languages["en"]
    pages = [bake_article(placement)[1]] + [
        bake(kind, edition.pk, key)[1]
        for kind, key in (
            ("front", ""),
            ("hot", ""),
            ("map", ""),
            ("standing", "about"),
            ("section", placement.section_id),
            ("error", ""),
        )
    ]
    for page in pages:
        assert "/en/corrections/" in page.xpath("//footer//a/@href")


def test_topics(release, bake, bake_article, languages):
    """A topic has a page where the edition can name it and has something of it, and its stories link it."""
    topic = Topic.objects.create(key="ferries", names={"en": "Ferries", "vi": "Phà"}, about={"en": "Boats that cross."})
    source = release("en")
    other = release("ja", story=source.article.story)
    edition = languages["en"]
    assert bake("topic", edition.pk, topic.pk)[0] is None
    source.article.story.topics.add(topic)
    _, page = bake("topic", edition.pk, topic.pk)
    assert text(page, "//h1") == "Ferries"
    assert "Boats that cross." in text(page, "//main")
    assert source.path in page.xpath("//article//h2/a/@href")
    assert bake("topic", languages["ja"].pk, topic.pk)[0] is None
    assert bake_article(source)[1].xpath("//nav[@class='topics']//a/@href") == ["/en/topics/ferries/"]
    assert not bake_article(other)[1].xpath("//nav[@class='topics']")
    assert "/en/topics/ferries/" in bake("topics", edition.pk)[1].xpath("//main//a/@href")
    assert "No story" not in text(bake("topics", edition.pk)[1], "//main")
    assert bake("topics", languages["ja"].pk)[0].status == 200
    refs = {(ref.owner, ref.key) for ref in OVENS["topic"].refs(f"story:{source.article.story_id}")}
    assert (edition.pk, str(topic.pk)) in refs
    assert PageRef("atom", edition.pk, f"t{topic.pk}") in set(OVENS["atom"].refs(f"topic:{topic.pk}"))
    assert source.path.encode() in OVENS["atom"].bake(PageRef("atom", edition.pk, f"t{topic.pk}")).body


def test_filing_marks_what_changes(release, site):
    """Filing a story under a topic, renaming the topic and deleting it all mark the pages concerned."""
    from tintuc.publishing.models import Mark

    placement, topic = release("en"), Topic.objects.create(key="ferries", names={"en": "Ferries"})
    both = {f"topic:{topic.pk}", f"story:{placement.article.story_id}"}
    for act in (
        lambda: placement.article.story.topics.add(topic),
        lambda: topic.save(),
        lambda: placement.article.story.topics.clear(),
        lambda: topic.stories.add(placement.article.story),
        lambda: topic.delete(),
    ):
        Mark.objects.all().delete()
        act()
        assert both <= set(Mark.objects.values_list("tag", flat=True))


def test_people(release, bake, bake_article, languages):
    """A person has a page on each edition with something of theirs, in that language's form of the name."""
    person = Contributor.objects.create(
        slug="an-le", name="An Lê", forms={"ja": "アン・レ"}, about={"en": "Reports from harbours."}
    )
    source = release("en")
    other = release("ja", story=source.article.story)
    translator = Contributor.objects.create(slug="nao", name="佐藤直")
    Credit.objects.create(story=source.article.story, article=other.article, contributor=translator, role="translator")
    edition = languages["en"]
    baked, page = bake("person", edition.pk, person.pk)
    assert baked.path == "/en/people/an-le/"
    assert "Reports from harbours." in text(page, "//main")
    assert source.path in page.xpath("//article//h2/a/@href")
    assert text(bake("person", languages["ja"].pk, person.pk)[1], "//h1") == "アン・レ"
    assert bake("person", edition.pk, translator.pk)[0] is None
    assert bake("person", languages["ja"].pk, translator.pk)[0] is not None
    assert "/en/people/an-le/" in bake_article(source)[1].xpath("//ul[@class='byline']//a/@href")


def test_sections_have_months(release, bake, languages, site):
    """A section's older stories stand on pages of months that lead to each other, and a release touches few of them."""
    placed = [release("en", released_at=dt.datetime(2026, month, 3, 12, tzinfo=dt.UTC)) for month in (3, 5, 9)]
    section = placed[0].section
    _, page = bake("section-month", section.edition_id, f"{section.pk}/2026/05")
    assert page.xpath("//main//ul//a/@href") == [placed[1].path]
    assert page.xpath("//nav[@class='pages']/a/@href") == ["/en/world/2026/03/", "/en/world/2026/09/"]
    assert bake("section-month", section.edition_id, f"{section.pk}/2026/04")[0] is None
    keys = {ref.key for ref in OVENS["section-month"].refs(f"alt:{placed[2].article.story_id}")}
    assert keys == {f"{section.pk}/2026/05", f"{section.pk}/2026/09"}


def test_section_leads_to_older_stories(release, bake, languages, monkeypatch):
    """A section with more than one page's stories leads to the month in which the older ones begin."""
    from tintuc.reading import shelf

    monkeypatch.setattr(shelf, "LISTED", 2)
    placed = [release("en", released_at=dt.datetime(2026, month, 3, 12, tzinfo=dt.UTC)) for month in (3, 5, 9)]
    _, page = bake("section", placed[0].edition_id, placed[0].section_id)
    assert page.xpath("//a[@rel='next']/@href") == ["/en/world/2026/03/"]


def test_front_by_editors(release, bake, languages, people):
    """What editors put at the top of the front leads it, in their order, until its moment has passed."""
    from tintuc.network.permissions import NotAllowed
    from tintuc.publishing.actions.arrange_front import arrange_front
    from tintuc.stories.errors import StoryError

    edition, now = languages["en"], timezone.now()
    placed = [release("en", released_at=now - dt.timedelta(hours=n)) for n in range(4)]

    def shown():
        return bake("front", edition.pk)[1].xpath("//main//article//*[self::h2 or self::h3]/a/@href")

    assert shown() == [one.path for one in placed]
    with pytest.raises(NotAllowed):
        arrange_front(edition=edition, places=[(placed[3].pk, None)], by=people["reporter"])
    with pytest.raises(StoryError):
        arrange_front(edition=edition, places=[(10**6, None)], by=people["editor"])
    arrange_front(
        edition=edition, places=[(placed[3].pk, None), (placed[2].pk, now + dt.timedelta(hours=1))], by=people["editor"]
    )
    assert shown() == [placed[number].path for number in (3, 2, 0, 1)]
    Placement.objects.filter(pk=placed[2].pk).update(front_until=now - dt.timedelta(hours=1))
    assert shown() == [placed[number].path for number in (3, 0, 1, 2)]
    from tintuc.publishing.duties import clear_front

    clear_front()
    assert Placement.objects.filter(front_place__isnull=False).count() == 1
    arrange_front(edition=edition, places=[], by=people["chief"])
    assert shown() == [one.path for one in placed]


def test_standing_pages_in_the_newsrooms_own_words(bake, languages):
    """A newsroom's own text takes the place of the usual one, without anything that could do harm."""
    edition = languages["vi"]
    assert "Nguyên tắc" in text(bake("standing", edition.pk, "principles")[1], "//h1")
    words = '<h2>Của chúng tôi</h2><p onclick="x()">Lời <a href="javascript:x">riêng</a> <a href="/vi/about/">đây</a></p><script>x</script>'
    StandingPage.objects.create(edition=edition, key="principles", body=words)
    baked, page = bake("standing", edition.pk, "principles")
    assert text(page, "//div[@class='own-text']") == "Của chúng tôiLời riêng đây"
    assert page.xpath("//div[@class='own-text']//a/@href") == ["/vi/about/"]
    assert b"onclick" not in baked.body
    assert "Của chúng tôi" not in text(bake("standing", languages["en"].pk, "principles")[1], "//main")


def test_languages_page(bake, languages):
    """The page of languages leads to every front of the network, in each language's own name."""
    _, page = bake("standing", languages["ja"].pk, "languages")
    assert page.xpath("//section[@class='tongue']/h2/text()") == [
        "Tiếng Việt",
        "English",
        "简体中文",
        "日本語",
        "한국어",
    ]
    assert "http://bac-dau.test/ko/" in page.xpath("//section[@class='tongue']//a/@href")


@pytest.mark.urls("tintuc.config.public_urls")
def test_breakdown(bake, languages, site, rf, monkeypatch):
    """When the application breaks, readers get the baked page in their language; without one a plain sentence."""
    from tintuc.publishing.actions.bake import bake_pages
    from tintuc.reading import views

    client = Client(headers={"host": site.host}, raise_request_exception=False)
    monkeypatch.setattr(views, "hits", lambda *_: 1 / 0)
    assert client.get("/ja/search/?q=x").status_code == 500
    bake_pages([PageRef("error", languages["ja"].pk)])
    answer = client.get("/ja/search/?q=x")
    assert answer.status_code == 500
    assert "こちら側で問題が起きた" in html.document_fromstring(answer.content).text_content()


@pytest.mark.urls("tintuc.config.public_urls")
def test_search_by_days(release, site, languages, monkeypatch):
    """A search may be narrowed to days of release, in the edition's own days, and be taken to another language."""
    from tintuc.reading import results

    asked = {}
    monkeypatch.setattr(results.queries, "find", lambda *_, **limits: asked.update(limits) or results.queries.Results())
    answer = Client(headers={"host": site.host}).get("/vi/search/?q=phà&from=2026-11-01&to=2026-11-02").content.decode()
    assert asked["since"].isoformat() == "2026-11-01T00:00:00+07:00"
    assert asked["before"].isoformat() == "2026-11-03T00:00:00+07:00"
    assert 'value="2026-11-01"' in answer
    assert 'href="/en/search/?q=ph%C3%A0&amp;from=2026-11-01&amp;to=2026-11-02"' in answer
    Client(headers={"host": site.host}).get("/vi/search/?q=x&from=9999-12-31&to=yesterday")
    assert (asked["since"], asked["before"]) == (None, None)


@pytest.mark.urls("tintuc.config.public_urls")
def test_search_engines_find_the_search_but_no_results(release, site, languages):
    """The empty search page may be listed by search engines; a page of results tells them not to."""
    reader = Client(headers={"host": site.host})
    assert 'content="noindex"' not in reader.get("/vi/search/").content.decode()
    assert f'rel="canonical" href="http://{site.host}/vi/search/"' in reader.get("/vi/search/?from=x").content.decode()
    assert 'content="noindex"' in reader.get("/vi/search/?q=phà").content.decode()


def test_readers_words_are_their_own(of_format, bake_article, languages):
    """A word the desk uses otherwise (*Live*, of a state) is said on the pages as readers mean it."""
    _, page = bake_article(of_format("live", ENTRIES, language="vi"))
    assert text(page, "//*[@id='live-entries']") == "Trực tiếp"


def test_a_preview_of_a_translation_says_nothing_of_its_original(release, again, languages):
    """What is previewed would be released now, so its original cannot have moved on since."""
    from tintuc.newsroom.preview import _as_if_released
    from tintuc.reading.article_page import article_page

    source = release("en", body=[told("p1", "It takes forty minutes.")])
    other = translated(release, source)
    again(source, body=[told("p1", "It takes twelve minutes.")])
    page = html.document_fromstring(article_page(_as_if_released(other.article.newest(), other)))
    assert not page.xpath("//p[contains(@class, 'moved-on')]")
    assert page.xpath("//details[@id='behind']")


def test_what_is_withdrawn_goes_with_all_that_shows_it(make_article, site, settings, people):
    """Withdrawing one language takes its history and every pair with it away at once, before any worker runs."""
    from tintuc.publishing.actions.bake_at import bake_at
    from tintuc.publishing.actions.release import release as release_article
    from tintuc.publishing.actions.withdraw import withdraw
    from tintuc.stories import signals
    from tintuc.stories.models import Clearance

    def clear(sender, article, **_):
        Clearance.objects.create(article_id=article.pk, digest=article.digest(), rule_set="test")

    kept = list(signals.clearing.receivers)
    signals.clearing.receivers = []
    signals.clearing.sender_receivers_cache.clear()
    signals.clearing.connect(clear, weak=False)
    try:
        source = make_article("en", body=[told("p1", "It takes forty minutes.")])
        other = make_article("vi", story=source.story, headline="Bến phà mới", body=[told("p1", "Mất bốn mươi phút.")])
        for article in (source, other):
            release_article(article=article, by=None)
        version = other.newest()
        version.body = [told("p1", "Mất mười hai phút.")]
        version.save_revision()
        release_article(article=other, by=None)
    finally:
        signals.clearing.receivers = kept
        signals.clearing.sender_receivers_cache.clear()
    mine, theirs = (Placement.objects.get(article=article) for article in (source, other))
    beside = [
        theirs.path.removesuffix(".html") + "/history.html",
        theirs.path.removesuffix(".html") + "/vi+en.html",
        mine.path.removesuffix(".html") + "/en+vi.html",
    ]
    for path in beside:
        assert bake_at(site.host, path)[0] == 200
        assert (settings.BAKED_ROOT / site.host / path[1:]).exists()
    from tintuc.publishing.actions.bake import bake_pages
    from tintuc.publishing.bakery import refs_for

    withdraw(article=other, by=people["editor"], reason="wrong")
    bake_pages(refs_for([f"article:{other.pk}"]))  # what is done once the transaction is kept
    for path in beside:
        assert not (settings.BAKED_ROOT / site.host / path[1:]).exists()
        assert bake_at(site.host, path) is None


def test_corrections_are_baked_only_where_there_are_some(release, again, languages):
    """A release without corrections leaves the page of corrections alone; taking the last note out does not."""
    from tintuc.publishing.models import Mark

    placement = release("en", body=[told("p1", "It takes forty minutes.")])
    oven, story = OVENS["corrections"], f"story:{placement.article.story_id}"
    assert list(oven.refs(story)) == []
    again(placement, body=[told("p1", "It takes twelve minutes."), note("k1", "It was twelve.")])
    assert {ref.key for ref in oven.refs(story)} == {"", "2026"}
    Mark.objects.all().delete()
    again(placement, body=[told("p1", "It takes twelve minutes.")])
    assert list(oven.refs(story)) == []
    marked = Mark.objects.get(tag__startswith="corrections:").tag
    assert PageRef("corrections", placement.edition_id, "") in list(oven.refs(marked))


@pytest.mark.parametrize("near", [0, 1, 2, 2000])
def test_few_and_many_are_found_alike(release, languages, monkeypatch, near):
    """A person's stories are the same whether they are looked up one by one, met among the newest or far behind them."""
    from tintuc.publishing import shelves

    monkeypatch.setattr(shelves, "NEAR", near)
    placed = [release("en", released_at=timezone.now() - dt.timedelta(hours=n)) for n in range(3)]
    person, edition = Contributor.objects.get(slug="an-le"), languages["en"]
    few = shelves.of_person(edition, person)
    monkeypatch.setattr(shelves, "FEW", 1)
    many = shelves.of_person(edition, person)
    assert type(few) is not type(many)
    keys = [placement.pk for placement in placed]
    middle = placed[1].released_at
    for shelf in (few, many):
        assert shelf.any()
        assert [one.pk for one in shelf.newest(5)] == keys
        assert [one.pk for one in shelf.newest(1)] == keys[:1]
        assert [one.pk for one in shelf.newest(5, middle)] == keys[:2]
        assert [one.pk for one in shelf.newest(5, None, middle)] == keys[2:]
        assert shelf.moment() == placed[0].released_at
        assert shelf.moment(before=middle) == placed[2].released_at
        assert shelf.moment(since=middle) == middle
        assert shelf.moment(before=placed[2].released_at) is None
    for shelf in (shelves.of_person(languages["vi"], person),):
        assert not shelf.any()
        assert shelf.newest(5) == []


def test_old_stories_of_many_are_not_sought_among_all_the_newest(release, languages, monkeypatch):
    """A topic whose stories are all old is looked for among some of the newest, and then named story by story."""
    from tintuc.publishing import shelves

    now = timezone.now()
    old = [release("en", released_at=now - dt.timedelta(days=30 + n)) for n in range(2)]
    for n in range(4):
        release("en", released_at=now - dt.timedelta(hours=n))
    topic = Topic.objects.create(key="pier", names={"en": "Pier"})
    topic.stories.set([one.article.story_id for one in old])
    monkeypatch.setattr(shelves, "FEW", 1)
    monkeypatch.setattr(shelves, "NEAR", 2)
    shelf = shelves.of_topic(languages["en"], topic)
    with CaptureQueriesContext(connection) as asked:
        assert [one.pk for one in shelf.newest(5)] == [one.pk for one in old]
    walks = [one["sql"] for one in asked if "EXISTS" in one["sql"]]
    assert len(walks) == 1
    assert "p.shown_at >=" in walks[0]
    assert shelf.any()
    assert shelf.moment(before=old[0].released_at) == old[1].released_at
    assert shelf.moment(since=old[1].released_at) == old[1].released_at


def test_a_month_far_back_is_not_walked_to_from_now(release, languages):
    """What was released before a moment is asked for by one bound alone: of two, SQLite would walk from the later."""
    from tintuc.publishing.shown import on

    now = timezone.now()
    placed = [release("en", released_at=now - dt.timedelta(days=n)) for n in range(3)]
    with CaptureQueriesContext(connection) as asked:
        found = on(languages["en"]).newest(5, placed[2].released_at, placed[1].released_at)
    assert [one.pk for one in found] == [placed[2].pk]
    listing = next(one["sql"] for one in asked if "ORDER BY p.shown_at" in one["sql"])
    assert listing.count("p.shown_at <") == 1
    assert on(languages["en"]).newest(5, None, now + dt.timedelta(days=1)) == on(languages["en"]).newest(5)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps statistics")
def test_articles_on_an_edition_are_not_sought_through_all_of_it(languages):
    """Many articles at once, as a page of corrections lists them, are looked up by their keys."""
    from tintuc.publishing.shown import placed

    with CaptureQueriesContext(connection) as asked:
        placed.read((number, languages["en"].pk) for number in range(400))
    with connection.cursor() as cursor:
        sought = next(one["sql"] for one in asked if "p.article_id IN" in one["sql"])
        cursor.execute(f"EXPLAIN QUERY PLAN {sought}")
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert "(article_id=?" in plan
    assert "placement_shown" not in plan
