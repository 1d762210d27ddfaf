"""Texts that the archive holds already are seen, and copies found in no time."""

import pytest
from django.core.management import call_command

from tintuc.checks import Level
from tintuc.integrity.dossiers import dossier_of
from tintuc.integrity.queries import inspect
from tintuc.jobs.models import Job
from tintuc.network.models import Edition, Section
from tintuc.search.duties import know
from tintuc.search.models import Shingle
from tintuc.stories.models import Contributor, Credit, Provider, Story
from writing import paragraph

pytestmark = pytest.mark.django_db

ENGLISH = [
    "The harbour town opened its new ferry pier on Monday after two years of building and one of waiting for a permit.",
    "Residents said that the crossing to the island now takes twelve minutes, while the old boats had needed forty.",
    "The harbour company has bought two electric ferries, which sail every half hour until ten in the evening.",
    "Pulling out the old piles cost more than planned, the treasurer said, because nobody had drawn where they stood.",
    "Shopkeepers near the old landing fear for their custom and ask for a footpath along the sea wall to the new one.",
    "The school on the island will send its older pupils to the town from autumn, so that classes can be joined again.",
]
CHINESE = [
    "港口小镇的新渡轮码头历时两年建成，星期一正式启用，镇长和几百名岛上居民一起登上了第一班船。",
    "居民们说，从前坐旧船到岛上要四十分钟，如今只要十二分钟，老人看病、学生上学都比过去方便得多。",
    "港务公司买了两艘电动渡轮，每半小时开一班，晚上十点收船，夜里如有急病，另有一艘小艇随时待命。",
    "司库解释说，旧桩的位置没有图纸，拔桩花的钱比预计的多出三成，差额由港口基金补足，不向乘客加价。",
]


def body(texts):
    return [paragraph(f"p{number}", text) for number, text in enumerate(texts)]


@pytest.fixture
def other_story(site):
    """Makes a story by somebody else."""

    def make(language="en", **fields):
        story = Story.objects.create(slugline="other", site=site, source_language=language, **fields)
        person, _ = Contributor.objects.get_or_create(slug="sen-orita", defaults={"name": "Sen Orita"})
        Credit.objects.create(story=story, contributor=person)
        return story

    return make


@pytest.fixture
def make_article(make_article):
    """Makes an article whose words the worker has read."""

    def make(**fields):
        article = make_article(**fields)
        know(article.pk)
        return article

    return make


def near(article):
    return [one for one in inspect(article.newest()).findings if one.check == "duplicates.near"]


def test_a_copy_is_held_with_its_longest_run(make_article, other_story):
    """A copy cut to its first half without credit is held, with the other story and the longest run of its words."""
    make_article(body=body(ENGLISH), headline="New pier shortens the crossing")
    copy = make_article(body=body(ENGLISH[:5]), story=other_story(), headline="Pier opens")
    (finding,) = near(copy)
    assert (finding.level, finding.reason) == ("hold", "uncredited")
    assert "New pier shortens the crossing" in finding.message
    assert finding.quote in ENGLISH


def test_only_the_later_of_two_is_asked(make_article, other_story):
    """The article that was there first is not asked about its copy, whichever was released."""
    first = make_article(body=body(ENGLISH))
    copy = make_article(body=body(ENGLISH), story=other_story())
    assert near(first) == []
    assert near(copy)


def test_what_was_released_first_was_there_first(make_article, other_story):
    """A released article was there before a draft that was begun earlier."""
    draft = make_article(body=body(ENGLISH))
    out = make_article(body=body(ENGLISH[::-1]), story=other_story())
    draft.latest_revision.publish()
    assert near(draft.newest()) == []
    assert [one.reason for one in near(out)] == ["uncredited"]


def test_reworded_copy_is_found(make_article, other_story):
    """A copy in which every twentieth word is another is found all the same."""
    make_article(body=body(ENGLISH))
    words = "\n".join(ENGLISH).split(" ")
    changed = " ".join("somehow" if number % 20 == 7 else word for number, word in enumerate(words))
    assert near(make_article(body=body(changed.split("\n")), story=other_story()))


def test_credited_copy_is_noted(make_article, other_story):
    """Copy that says whom it is carried from is only noted."""
    make_article(body=body(ENGLISH))
    story = other_story(carried=True, provider=Provider.objects.create(name="Reef Radio"))
    (finding,) = near(make_article(body=body(ENGLISH), story=story))
    assert (finding.level, finding.reason) == ("note", "credited")


def test_own_words_used_again_are_asked_about(make_article):
    """A text that the same people wrote twice is a query."""
    make_article(body=body(ENGLISH))
    (finding,) = near(make_article(body=body(ENGLISH)))
    assert (finding.level, finding.reason) == ("query", "same-hand")


def test_versions_of_a_story_do_not_count(make_article, site):
    """Neither a new version nor another language of the same story is a copy."""
    article = make_article(body=body(ENGLISH))
    article.body = body(ENGLISH)
    article.save_revision()
    other = make_article(body=body(ENGLISH), story=article.story, language="vi")
    assert near(article) == near(other) == []


def test_scripts_without_spaces(make_article, other_story, site):
    """Chinese is compared by characters."""
    edition = Edition.objects.create(site=site, language="zh-Hans")
    Section.objects.create(edition=edition, key="world", name="x", slug="world")
    make_article(body=body(CHINESE), language="zh-Hans", story=other_story("zh-Hans"))
    copy = make_article(body=body(CHINESE[1:]), language="zh-Hans", story=Story.objects.create(
        slugline="copy", site=site, source_language="zh-Hans"))  # fmt: skip
    assert [finding.level for finding in near(copy)] == ["hold"]


def test_another_text_and_a_short_one_are_silent(make_article, other_story):
    """A text of its own and a short notice are not asked about; the desk has looked all the same."""
    make_article(body=body(ENGLISH))
    make_article(body=body(ENGLISH[:1]), story=other_story())
    article = make_article(body=body(ENGLISH[:1]), story=other_story())
    assert dossier_of(article).near == ()
    assert "duplicates.near" not in dict(inspect(article).skipped)


def test_a_set_phrase_hides_no_copy(make_article, other_story):
    """Words that a great many articles share tell nothing, but a text copied many times over is still found."""
    made = [make_article(body=body(ENGLISH), story=other_story()) for _ in range(42)]
    assert dossier_of(made[-1]).near
    notice = ENGLISH[5]
    texts = [f"{number} " + " ".join(f"{word}{number}" for word in " ".join(ENGLISH).split()) for number in range(42)]
    for text in texts:
        article = make_article(body=body([text, notice]), story=other_story())
    assert dossier_of(article).near == ()


def test_shingles_follow_the_text(make_article):
    """They are written soon after a saved version, by one job for many, and go with their article."""
    article = make_article(body=body(ENGLISH))
    before = set(Shingle.objects.filter(article=article).values_list("key", flat=True))
    article.body = body(ENGLISH[3:])
    article.save_revision()
    job = Job.objects.get(kind="search.know", key=str(article.pk))
    know(**job.arguments)
    after = set(Shingle.objects.filter(article=article).values_list("key", flat=True))
    assert before - after
    article.delete()
    assert not Shingle.objects.exists()


def test_an_archive_is_made_findable_at_once(make_article, other_story, capsys):
    """The command writes them for articles that have none, and a second time changes nothing."""
    make_article(body=body(ENGLISH))
    Shingle.objects.all().delete()
    call_command("index_archive")
    assert "1 articles" in capsys.readouterr().out
    keys = set(Shingle.objects.values_list("pk", "key"))
    call_command("index_archive")
    assert set(Shingle.objects.values_list("pk", "key")) == keys
    assert near(make_article(body=body(ENGLISH), story=other_story()))


def test_a_file_from_outside_has_no_archive():
    """Of a file that no archive stands behind, the check is skipped and says why."""
    from tintuc.checks import Dossier, run

    report = run(Dossier())
    assert ("duplicates.near", "no archive to look at") in report.skipped
    assert all(seen.level < Level.HOLD for seen in report.seen)
