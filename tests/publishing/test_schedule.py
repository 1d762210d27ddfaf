"""Releases come at their moment, refusals stop nobody else, and withdrawals show everywhere."""

import datetime as dt

import pytest
from django.utils import timezone

from tintuc.publishing import queries, tree
from tintuc.publishing.actions.bake_marked import bake_marked
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.publishing.duties import release_due
from tintuc.stories.errors import StoryError
from tintuc.stories.models import Article, Placement, Story
from writing import paragraph

pytestmark = pytest.mark.django_db

SOON = dt.timedelta(hours=1)


def pass_time(monkeypatch, by: dt.timedelta) -> None:
    """Move the clock of every room ahead."""
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + by)


def test_a_scheduled_release_comes_at_its_moment(make_article, people, monkeypatch):
    """A release for later is refused nothing now, shows nothing before, and is public at its moment."""
    article = release(article=make_article(), by=people["editor"], at=timezone.now() + SOON)
    release_due()
    article.refresh_from_db()
    assert not article.live
    assert not queries.all_public().exists()
    pass_time(monkeypatch, SOON)
    release_due()
    article.refresh_from_db()
    assert article.live
    assert queries.all_public().get().article == article


def test_a_held_article_cannot_be_scheduled(make_article, people):
    """Scheduling asks for the clearance too, so that nobody is refused in the night."""
    article = make_article(
        body=[paragraph("p1", "港口新码头星期一正式启用,渡轮往返海岛只需十二分钟,居民对此表示欢迎。")]
    )
    with pytest.raises(StoryError):
        release(article=article, by=people["editor"], at=timezone.now() + SOON)


def test_one_refusal_does_not_stop_the_others(make_article, people, monkeypatch, site):
    """A scheduled version that may not go out any more is left as a draft; the next one goes out."""
    first = release(article=make_article(), by=people["editor"], at=timezone.now() + SOON)
    other = Story.objects.create(slugline="other", site=site, source_language="en")
    second = release(article=make_article(story=other), by=people["editor"], at=timezone.now() + SOON + SOON / 2)
    Story.objects.filter(pk=first.story_id).update(carried=True)
    pass_time(monkeypatch, SOON * 2)
    release_due()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.live, second.live) == (False, True)
    assert first.scheduled_revision is None


def test_an_embargo_holds_and_ends(make_article, people, monkeypatch):
    """Under embargo a release is only scheduled; when the embargo ends it goes out."""
    article = make_article()
    Story.objects.filter(pk=article.story_id).update(embargoed_until=timezone.now() + SOON)
    release(article=article, by=people["editor"])
    bake_marked()
    assert not queries.all_public().exists()
    assert not list(tree.root().rglob("*new-pier*"))
    pass_time(monkeypatch, SOON)
    release_due()
    assert queries.all_public().exists()


def test_a_placement_may_come_later(make_article, people, site, monkeypatch):
    """An edition may show an article later than the others."""
    article = make_article()
    Placement.objects.update(release_at=timezone.now() + SOON)
    release(article=article, by=people["editor"])
    assert not queries.all_public().exists()
    pass_time(monkeypatch, SOON)
    release_due()
    placement = queries.all_public().get()
    assert placement.path.endswith(f"-{article.pk}.html")


def test_an_address_once_public_stays(make_article, people):
    """A changed headline, slug or section does not move a released page."""
    article = release(article=make_article(), by=people["editor"])
    path = article.placements.get().path
    version = article.newest()
    version.slug, version.headline = "another", "Another headline"
    version.save_revision()
    release(article=article, by=people["editor"])
    assert article.placements.get().path == path
    withdraw(article=article, by=people["editor"])
    release(article=article, by=people["editor"])
    assert article.placements.get().path == path
    assert article.placements.get().withdrawn_at is None


def test_an_expired_article_is_taken_down(make_article, people, monkeypatch):
    """An article that expires is taken down at its moment."""
    article = make_article()
    version = article.newest()
    version.expire_at = timezone.now() + SOON
    version.save_revision()
    release(article=article, by=people["editor"])
    pass_time(monkeypatch, SOON)
    release_due()
    article.refresh_from_db()
    assert not article.live


def test_who_may_release_and_withdraw(make_article, people):
    """Reporters, translators and strangers neither release nor withdraw."""
    article = make_article()
    for role in ("reporter", "translator", "stranger"):
        with pytest.raises(Exception, match="may not"):
            release(article=article, by=people[role])
    release(article=article, by=people["chief"])
    for role in ("reporter", "translator", "stranger"):
        with pytest.raises(Exception, match="may not"):
            withdraw(article=article, by=people[role])
    assert Article.objects.get().live


def test_nowhere_to_go_is_said(make_article, people):
    """An article on no edition is not released, and the sentence says why."""
    with pytest.raises(StoryError, match="nowhere to go"):
        release(article=make_article(place=False), by=people["editor"])


def test_taking_a_live_article_off_an_edition_takes_its_page(make_article, people, django_capture_on_commit_callbacks):
    """Deleting a placement takes its baked page away."""
    from tintuc.jobs.worker import run_due

    with django_capture_on_commit_callbacks(execute=True):
        article = release(article=make_article(), by=people["editor"])
    placement = article.placements.get()
    file = tree.file_for(placement.edition.site.host, placement.path)
    assert file.exists()
    placement.delete()
    run_due()
    assert not file.exists()
