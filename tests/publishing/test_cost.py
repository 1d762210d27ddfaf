"""How much the desk's actions ask of the database, the checks' own questions apart: pinned, so that it cannot creep up."""

import pytest
from django.db import connection

from tintuc.integrity.actions import clear
from tintuc.integrity.queries import Report
from tintuc.jobs.models import Job
from tintuc.network.models import Edition, Section
from tintuc.publishing.actions.bake_marked import bake_marked
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.release_together import plan_release
from tintuc.stories.actions.begin import begin
from tintuc.stories.models import Article, Story
from tintuc.translation.models import Progress
from writing import paragraph

pytestmark = pytest.mark.django_db

#: One more where rows are locked: SQLite has one writer at a time.
HOLD = int(connection.features.has_select_for_update)
MORE = {"ja": "Asia/Tokyo", "ko": "Asia/Seoul", "zh-Hans": "Asia/Shanghai"}


@pytest.fixture
def cleared(monkeypatch):
    """The checks find nothing, and ask nothing."""
    monkeypatch.setattr(clear, "inspect", lambda _: Report("go"))


@pytest.fixture
def five(make_article, site):
    """A source with four translations, each placed on an edition of its own."""
    for language, zone in MORE.items():
        edition = Edition.objects.create(site=site, language=language, time_zone=zone)
        Section.objects.create(edition=edition, key="world", name="x", slug="world")
    source = make_article()
    return [source, *(make_article(language, story=source.story) for language in ("vi", *MORE))]


def change(article):
    """A version with another second paragraph."""
    version = article.newest()
    version.body = [*version.raw_body()[:1], paragraph("p2", f"Other words than {version.latest_revision_id}.")]
    version.save_revision(clean=False)


def test_beginning_a_story(site, people, django_assert_max_num_queries):
    """A new story with its article, first version and place asks 24 times at most, and is counted and looked at once."""
    edition = site.editions.get(language="en")
    words = {"headline": "New pier", "slug": "new-pier", "body": [paragraph("p1", "The pier opened on Monday.")]}
    with django_assert_max_num_queries(24):
        begin(story=Story(slugline="pier"), article=Article(**words), edition=edition, by=people["reporter"])
    assert Progress.objects.count() == 2
    assert Job.objects.filter(kind="integrity.look").count() == 1


def test_saving_a_version(make_article, people, django_assert_max_num_queries):
    """A new version, and one over it as the editor's autosave writes it, ask 13 times at most."""
    article = make_article()
    for last in (None, True):
        article.headline = f"New pier {last}"
        with django_assert_max_num_queries(13):
            overwritten = article.latest_revision if last else None
            article.save_revision(user=people["reporter"], clean=False, overwrite_revision=overwritten)


@pytest.mark.usefixtures("cleared")
def test_releasing_a_language(five, people, django_assert_max_num_queries):
    """A first release, and a later one, asks 26 times at most."""
    release(article=five[1], by=people["editor"])
    with django_assert_max_num_queries(26 + HOLD):
        release(article=five[0], by=people["editor"])
    change(five[0])
    with django_assert_max_num_queries(26 + HOLD):
        release(article=five[0], by=people["editor"])


@pytest.mark.usefixtures("cleared")
def test_releasing_five_languages(five, people, django_assert_max_num_queries):
    """Five languages together ask 34 times at most, a third more than one."""
    with django_assert_max_num_queries(34 + HOLD):
        plan_release(story=five[0].story, articles=five, by=people["editor"])
    assert Article.objects.filter(live=True).count() == 5
    for article in five:
        change(article)
    with django_assert_max_num_queries(34 + HOLD):
        plan_release(story=five[0].story, articles=five, by=people["editor"])
    assert [article.releases.count() for article in five] == [2] * 5


@pytest.mark.usefixtures("cleared")
def test_baking_five_languages(five, people, django_assert_max_num_queries):
    """Five languages' pages and the lists of their editions ask 54 times at most after another headline."""
    plan_release(story=five[0].story, articles=five, by=people["editor"])
    bake_marked()
    for article in five:
        version = article.newest()
        version.headline = f"{version.headline} again"
        version.save_revision(clean=False)
    bake_marked()
    plan_release(story=five[0].story, articles=five, by=people["editor"])
    with django_assert_max_num_queries(54 + 2 * HOLD):
        bake_marked()
