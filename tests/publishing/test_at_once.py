"""Releases, withdrawals and fronts while somebody else does something in the same moment."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Revision

from meeting import Meanwhile, needs_two_writers
from tintuc.integrity.actions import clear
from tintuc.integrity.queries import Report
from tintuc.network.models import Edition, Section
from tintuc.publishing import duties, queries
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.publishing.duties import release_due
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
    meanwhile = Meanwhile(
        monkeypatch, duties, "_release_one", lambda: withdraw(article=article, by=people["editor"])
    )
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
    meanwhile = Meanwhile(
        monkeypatch, duties, "open_placement", lambda: withdraw(article=article, by=people["editor"])
    )
    release_due()
    meanwhile.end()
    assert not Placement.objects.filter(shown_at__isnull=False).exists()
