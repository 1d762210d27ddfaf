"""A release bakes what shows something else than before, and nothing that readers see is left as it was."""

import pytest

from tintuc.network.models import Topic
from tintuc.publishing import tree
from tintuc.publishing.actions.bake import bake_tags
from tintuc.publishing.actions.bake_at import bake_at
from tintuc.publishing.actions.bake_marked import bake_marked
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.publishing.bakery import ref_at
from tintuc.publishing.models import BakedFile, Mark
from tintuc.stories.models import Article
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.write import write
from writing import paragraph

pytestmark = pytest.mark.django_db

FIRST = "The harbour town opened its new ferry pier on Monday after two years of building."
LAST = "Residents said the crossing to the island now takes twelve minutes instead of forty."
VI = {
    "headline": "Cầu tàu mới rút ngắn chuyến đi",
    "standfirst": "Chuyến phà ra đảo nay mất mười hai phút.",
    "p1": "<p>Thị trấn cảng đã mở cầu tàu mới hôm thứ Hai sau hai năm xây dựng.</p>",
    "p2": "<p>Người dân nói chuyến đi ra đảo nay mất mười hai phút thay vì bốn mươi.</p>",
}


@pytest.fixture
def story(make_article, people, kept):
    """A story in two languages with a topic and a reporter, public and baked; its source."""
    source = make_article()
    topic = Topic.objects.create(key="ferries", names={"en": "Ferries", "vi": "Phà"})
    source.story.topics.add(topic)
    target = translate_into(story=source.story, language="vi", by=people["translator"])
    write(article=target, words=VI, by=people["translator"])
    for article in (source, target):
        kept(lambda article=article: release(article=article, by=people["editor"]))
    bake_tags(["all"])
    bake_marked()
    return source


@pytest.fixture
def again(people, kept):
    """Releases an article in other words; answers with the kinds of the tags that are left for the baker."""

    def go(article, **words):
        version = Article.objects.get(pk=article.pk).newest()
        for name, value in words.items():
            setattr(version, name, value)
        version.save_revision(user=people["editor"])
        Mark.objects.all().delete()
        kept(lambda: release(article=article, by=people["editor"]))
        return {tag.partition(":")[0] for tag in Mark.objects.values_list("tag", flat=True)}

    return go


def stale() -> set[tuple[str, str]]:
    """The addresses where readers get anything else than after a whole new baking."""
    for row in BakedFile.objects.filter(digest=""):
        bake_at(row.host, row.path)
    before = {(row.host, row.path): row.digest for row in BakedFile.objects.all()}
    bake_tags(["all"])
    after = {(row.host, row.path): row.digest for row in BakedFile.objects.all()}
    unread = {page for page in after.keys() - before.keys() if ref_at(*page)}
    return {page for page in before.keys() | after.keys() - unread if before.get(page) != after.get(page)}


def test_words_of_the_body_leave_lists_alone(story, again):
    """A release that changes words of the body alone marks no list, and after its baking no file is stale."""
    marked = again(story, body=[paragraph("p1", FIRST), paragraph("p2", LAST.replace("Residents", "People"))])
    assert marked == {"told"}
    kinds = set(BakedFile.objects.values_list("kind", flat=True))
    assert {"article", "person", "topic", "front", "section", "rss", "map", "sitemap"} <= kinds
    bake_marked()
    assert stale() == set()


@pytest.mark.parametrize(
    "words",
    [
        {"headline": "A new pier makes the island trip much shorter"},
        {"standfirst": "The ferry to the island now takes only twelve minutes."},
        {
            "body": [
                paragraph("p1", FIRST),
                paragraph("p2", LAST),
                {
                    "type": "correction",
                    "id": "k1",
                    "value": {"kind": "correction", "on": "2026-11-24", "text": "The trip takes twelve minutes."},
                },
            ]
        },
    ],
)
def test_what_lists_show_marks_them(story, again, words):
    """Another headline, standfirst or correction marks the lists, and after their baking no file is stale."""
    assert {"list", "section", "shown"} <= again(story, **words)
    bake_marked()
    assert stale() == set()


def test_a_correction_taken_out_leaves_no_page_of_its_year(story, again):
    """A note of another year has a page there, which goes when the note is taken out; nothing else is stale then."""
    note = {"kind": "correction", "on": "2024-11-24", "text": "The trip takes twelve minutes."}
    words = [paragraph("p1", FIRST), paragraph("p2", LAST)]
    year = BakedFile.objects.filter(kind="corrections", key="2024")
    assert "corrected" in again(story, body=[*words, {"type": "correction", "id": "k1", "value": note}])
    bake_marked()
    assert year.exists()
    assert {"corrected", "corrections"} <= again(story, body=words)
    bake_marked()
    row = year.get()
    assert not tree.file_for(row.host, row.path).exists()
    assert bake_at(row.host, row.path) is None
    assert not year.exists()
    assert stale() == set()


def test_own_pages_are_baked_once(story, again):
    """What was baked as soon as the release was kept is not left for the baker to do again."""
    assert not {"article", "text"} & again(story, headline="A new pier makes the island trip much shorter")


def test_no_page_is_sought_that_offers_what_readers_never_had(make_article, people, again, story):
    """A first release marks no pages beside which the article might stand; one after a withdrawal does."""
    new = make_article()
    assert "beside" not in again(new)
    withdraw(article=new, by=people["editor"], reason="Another headline was meant.")
    assert "beside" in again(new, headline="A new pier makes the island trip much shorter")


def test_filing_what_was_never_released_changes_no_page(make_article, story):
    """A story that is filed under a topic before its first release has none of the topic's pages baked again."""
    topic = Topic.objects.get(key="ferries")
    draft = make_article(slug="draft").story
    Mark.objects.all().delete()
    draft.topics.add(topic)
    assert not Mark.objects.exists()
    topic.stories.remove(draft)
    assert not Mark.objects.exists()
    story.story.topics.remove(topic)
    assert {mark.tag for mark in Mark.objects.all()} == {f"story:{story.story_id}", f"topic:{topic.pk}"}
