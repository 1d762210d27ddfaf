"""Releases, withdrawals and fronts while somebody else does something in the same moment."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Revision

from meeting import Act, Meanwhile, needs_two_writers
from tintuc.integrity.actions import clear
from tintuc.integrity.queries import Report
from tintuc.network.models import Edition, Section, Site
from tintuc.publishing import duties, listeners, queries
from tintuc.publishing.actions import arrange_front as fronts
from tintuc.publishing.actions import bake_marked as baking
from tintuc.publishing.actions import count as counting
from tintuc.publishing.actions import release_together
from tintuc.publishing.actions.bake_marked import bake_marked
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.release_together import plan_release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.publishing.duties import release_due
from tintuc.publishing.marks import mark
from tintuc.publishing.models import Mark, Plan, Tally
from tintuc.stories.models import Article, Placement

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_writers, pytest.mark.usefixtures("cleared")]

SOON = dt.timedelta(hours=1)


@pytest.fixture
def cleared(monkeypatch):
    """The checks find nothing."""
    monkeypatch.setattr(clear, "inspect", lambda _: Report("go"))


@pytest.fixture
def edition(site):
    """The English edition."""
    return site.editions.get(language="en")


def due(article: Article) -> Revision:
    """A version of the article whose moment has just come."""
    version = article.newest()
    version.headline = "A later pier"
    revision = version.save_revision(clean=False)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - dt.timedelta(seconds=1))
    return revision


def test_a_version_saved_while_the_article_is_withdrawn_is_kept(make_article, people, monkeypatch):
    """Withdrawing takes down what is there, and leaves a version that somebody saves in the same moment the newest."""
    article = release(article=make_article(), by=people["editor"])

    def save() -> int:
        version = article.newest()
        version.headline = "Words of the last second"
        return version.save_revision(clean=False).pk

    meanwhile = Meanwhile(monkeypatch, UnpublishAction, "execute", save)
    withdraw(article=article, by=people["editor"])
    saved = meanwhile.end()
    row = Article.objects.get(pk=article.pk)
    assert not row.live
    assert row.latest_revision_id == saved
    assert row.newest().headline == "Words of the last second"


def test_a_version_saved_while_the_article_expires_is_kept(make_article, people, monkeypatch):
    """What expires takes no version with it."""
    article = release(article=make_article(), by=people["editor"])
    Article.objects.filter(pk=article.pk).update(expire_at=timezone.now() - dt.timedelta(seconds=1))

    def save() -> int:
        return Article.objects.get(pk=article.pk).newest().save_revision(clean=False).pk

    meanwhile = Meanwhile(monkeypatch, UnpublishAction, "execute", save)
    release_due()
    saved = meanwhile.end()
    row = Article.objects.get(pk=article.pk)
    assert not row.live
    assert row.latest_revision_id == saved


def test_what_was_withdrawn_does_not_come_back_by_a_schedule(make_article, people, monkeypatch):
    """An article withdrawn while the scheduler begins to release a version of it stays withdrawn."""
    article = release(article=make_article(), by=people["editor"])
    due(article)
    meanwhile = Meanwhile(monkeypatch, duties, "_release_one", lambda: withdraw(article=article, by=people["editor"]))
    release_due()
    meanwhile.end()
    assert not Article.objects.get(pk=article.pk).live
    assert not queries.all_public().exists()


def test_what_was_called_off_does_not_go_out(make_article, monkeypatch):
    """A version whose schedule is taken off while the scheduler begins to release it does not go out."""
    article = make_article()
    revision = due(article)
    meanwhile = Meanwhile(
        monkeypatch,
        duties,
        "_release_one",
        lambda: Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None),
    )
    release_due()
    meanwhile.end()
    assert not Article.objects.get(pk=article.pk).live


def test_a_placement_whose_moment_comes_while_its_article_is_withdrawn_is_not_shown(
    make_article, people, monkeypatch, site
):
    """A placement that is to open just when the article is withdrawn is withdrawn, too."""
    article = release(article=make_article(), by=people["editor"])
    other = Edition.objects.create(site=site, language="ja")
    section = Section.objects.create(edition=other, key="world", name="x", slug="world")
    Placement.objects.bulk_create(
        [Placement(article=article, edition=other, section=section, release_at=timezone.now() - SOON)]
    )
    meanwhile = Meanwhile(monkeypatch, duties, "open_placement", lambda: withdraw(article=article, by=people["editor"]))
    release_due()
    meanwhile.end()
    assert not Placement.objects.filter(shown_at__isnull=False).exists()


@pytest.fixture
def pair(make_article, site):
    """Two stories of the same edition."""
    return [make_article(headline=name, slug=name, place=True) for name in ("First pier", "Second pier")]


def test_two_releases_of_one_day_are_two(pair, people, monkeypatch, edition):
    """Two stories released in the same moment count as two on their day, for the site map."""
    meanwhile = Meanwhile(
        monkeypatch, counting, "_numbers", lambda: release(article=pair[1], by=people["editor"]), after=True
    )
    release(article=pair[0], by=people["editor"])
    meanwhile.end()
    assert set(Tally.objects.filter(edition=edition).values_list("number", flat=True)) == {2}


def test_a_correction_and_another_release_do_not_wait_for_each_other(pair, people, monkeypatch, edition):
    """A release that takes a correction out and one of another story, in the same moment, both go out."""
    version = pair[0].newest()
    words = version.raw_body()
    note = {"type": "correction", "id": "c1", "value": {"kind": "correction", "text": "It was Tuesday."}}
    for body in ([*words, note], words):
        version.body = body
        version.save_revision(clean=False)
        if body is not words:
            release(article=pair[0], by=people["editor"])
    bake_marked()
    meanwhile = Meanwhile(
        monkeypatch, listeners, "record_corrections", lambda: release(article=pair[1], by=people["editor"]), after=True
    )
    release(article=pair[0], by=people["editor"])
    meanwhile.end()
    assert queries.public(edition).count() == 2


def test_a_baker_and_a_release_do_not_wait_for_each_other(monkeypatch):
    """Taking marks away passes over those that a release is setting anew, and a release never waits for a baker."""
    mark(["topic:2"])
    mark(["topic:1"])
    monkeypatch.setattr(baking, "bake_pages", lambda _: 0)
    with transaction.atomic():
        mark(["topic:1"])
        baker = Act(baking.bake_marked)
        baker.go_on()
        mark(["topic:2"])
    baker.end()
    assert set(Mark.objects.values_list("tag", flat=True)) == {"topic:1", "topic:2"}


def test_of_two_who_arrange_a_front_one_stands(pair, people, monkeypatch, edition):
    """Two who arrange a front in the same moment leave one of the two arrangements, not both mixed."""
    for article in pair:
        release(article=article, by=people["editor"])
    first, second = (article.placements.get().pk for article in pair)
    meanwhile = Meanwhile(
        monkeypatch,
        fronts,
        "log",
        lambda: fronts.arrange_front(edition=edition, places=[(second, None)], by=people["chief"]),
    )
    fronts.arrange_front(edition=edition, places=[(first, None)], by=people["editor"])
    meanwhile.end()
    top = Placement.objects.filter(edition=edition, front_place__isnull=False)
    assert list(top.values_list("pk", "front_place")) == [(second, 1)]


@pytest.fixture
def elsewhere(site):
    """Another edition in English, with its section."""
    other = Site.objects.create(key="other", masthead="Other", host="other.test")
    edition = Edition.objects.create(site=other, language="en")
    return edition, Section.objects.create(edition=edition, key="world", name="World", slug="world")


def placing(article, elsewhere):
    """Placing the article on another edition, by somebody who sees it as it is now."""
    edition, section = elsewhere
    stale = Article.objects.get(pk=article.pk)
    return lambda: Placement.objects.create(article=stale, edition=edition, section=section)


def test_a_place_given_while_the_article_is_released_shows(make_article, people, monkeypatch, elsewhere):
    """An article placed on another edition by somebody who saw it unreleased is public there, too."""
    article = make_article()
    meanwhile = Meanwhile(monkeypatch, listeners, "record_corrections", placing(article, elsewhere))
    release(article=article, by=people["editor"])
    meanwhile.end()
    assert queries.public(elsewhere[0]).count() == 1


def test_a_place_given_while_the_article_is_withdrawn_does_not_show(make_article, people, monkeypatch, elsewhere):
    """An article placed on another edition by somebody who saw it live is not shown there once it is withdrawn."""
    article = release(article=make_article(), by=people["editor"])
    meanwhile = Meanwhile(monkeypatch, listeners, "changed", placing(article, elsewhere))
    withdraw(article=article, by=people["editor"])
    meanwhile.end()
    assert not Placement.objects.filter(shown_at__isnull=False).exists()


def test_a_plan_that_was_called_off_is_not_given_up(make_article, people, monkeypatch):
    """A plan that fails for the last time while it is called off stays called off."""
    article = make_article()
    plan = plan_release(story=article.story, articles=[article], by=people["editor"], at=timezone.now() + SOON)
    Plan.objects.filter(pk=plan.pk).update(at=timezone.now(), attempts=release_together.ATTEMPTS - 1)

    def carry_out(_: Plan) -> None:
        release_together.call_off(plan=plan, by=people["editor"])
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(release_together, "carry_out", carry_out)
    release_together.carry_out_due(timezone.now())
    plan.refresh_from_db()
    assert plan.state == Plan.State.UNDONE
