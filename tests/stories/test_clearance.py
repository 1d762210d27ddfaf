"""Nothing goes out uncleared, whatever road it takes."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.actions.publish_revision import PublishRevisionAction

from tintuc.stories import signals
from tintuc.stories.errors import NotCleared
from tintuc.stories.models import Article, Clearance, Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(make_article, monkeypatch):
    """An article nobody answers for."""
    monkeypatch.setattr(signals.clearing, "receivers", [])
    signals.clearing.sender_receivers_cache.clear()
    return make_article()


@pytest.fixture
def answered(make_article, monkeypatch):
    """An article whose every text is cleared."""

    def clear(sender, article, by, **_):
        Clearance.objects.create(article_id=article.pk, digest=article.digest(), rule_set="test")

    monkeypatch.setattr(signals.clearing, "receivers", [])
    monkeypatch.setattr(signals.released, "receivers", [])
    signals.clearing.connect(clear, weak=False)
    signals.clearing.sender_receivers_cache.clear()
    signals.released.sender_receivers_cache.clear()
    return make_article()


def live() -> bool:
    return Article.objects.filter(live=True).exists() or Release.objects.exists()


def test_publish_refused(refused):
    """Wagtail's publish, which buttons, workflow and bulk actions call, is refused without a clearance."""
    with pytest.raises(NotCleared):
        refused.latest_revision.publish()
    assert not live()


def test_action_refused(refused):
    """Wagtail's publish action, which its API calls past the model's own method, is refused too."""
    with pytest.raises(NotCleared):
        PublishRevisionAction(refused.latest_revision).execute(skip_permission_checks=True)
    assert not live()


def test_plain_save_refused(refused):
    """Code that sets an article live and saves it is refused."""
    refused.live = True
    with pytest.raises(NotCleared):
        refused.save()


def test_bulk_and_sql_refused(refused):
    """Bulk updates, bulk inserts and plain SQL are stopped by the database."""
    for write in (
        lambda: Article.objects.update(live=True),
        lambda: Article.objects.bulk_create([Article(story=refused.story, language="ja", live=True)]),
        lambda: connection.cursor().execute("UPDATE stories_article SET live = true"),
        lambda: Release.objects.create(
            article=refused,
            number=1,
            clearance=Clearance.objects.create(article=refused, digest="0" * 64, rule_set="x"),
            digest="1" * 64,
            content={},
            released_at=timezone.now(),
        ),
    ):
        with pytest.raises((IntegrityError, NotCleared)), transaction.atomic():
            write()
    assert not live()


def test_release_is_frozen(answered):
    """What readers were given cannot be changed afterwards, and a draft does not touch it."""
    answered.latest_revision.publish()
    answered.refresh_from_db()
    release = answered.current_release
    assert answered.live
    assert release.content["headline"] == "New pier shortens the crossing"
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(content={"headline": "else"})
    with pytest.raises(IntegrityError), transaction.atomic():
        Clearance.objects.update(digest="f" * 64)
    answered.headline = "A draft headline"
    answered.save_revision()
    answered.refresh_from_db()
    assert answered.current_release == release
    assert answered.has_unpublished_changes


def test_update_needs_its_own_clearance(answered):
    """A live article's next version needs a clearance of its own; the old release stays public without one."""
    answered.latest_revision.publish()
    answered.refresh_from_db()
    first = answered.current_release_id
    answered.headline = "Changed"
    revision = answered.save_revision()
    with pytest.raises(NotCleared):
        PublishRevisionAction(revision).execute(skip_permission_checks=True)
    answered.refresh_from_db()
    assert answered.current_release_id == first
    revision.publish()
    answered.refresh_from_db()
    assert answered.current_release.number == 2
    assert answered.current_release.content["headline"] == "Changed"


def test_another_articles_release_refused(answered, make_article):
    """An article cannot show another article's release."""
    answered.latest_revision.publish()
    answered.refresh_from_db()
    other = make_article(language="vi", story=answered.story)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=other.pk).update(live=True, current_release=answered.current_release_id)


def test_embargo_schedules(answered):
    """Before the embargo ends, releasing schedules the version and nothing becomes public."""
    answered.story.embargoed_until = timezone.now() + dt.timedelta(hours=1)
    answered.story.save()
    answered = Article.objects.get(pk=answered.pk)
    answered.latest_revision.publish()
    assert not live()
    answered.refresh_from_db()
    assert answered.scheduled_revision.approved_go_live_at == answered.story.embargoed_until


def test_unpublish_takes_the_release_away(answered):
    """An article that is taken down has no current release, keeps its history, and says so to the other rooms."""
    heard = []
    signals.withdrawn.connect(lambda article, **_: heard.append(article.pk), weak=False)
    answered.latest_revision.publish()
    answered.refresh_from_db()
    answered.unpublish()
    answered.refresh_from_db()
    assert not answered.live
    assert answered.current_release is None
    assert Release.objects.count() == 1
    assert heard == [answered.pk]


def test_the_database_still_holds_the_rule(db):
    """No migration has lost a trigger: SQLite drops those of a table that is made anew."""
    from importlib import import_module

    from django.db import connection

    rules = import_module("tintuc.stories.migrations.0002_clearance_triggers").RULES
    postgresql = connection.vendor == "postgresql"
    wanted = {name if postgresql else f"{name}_{event.lower()}" for name, events, *_ in rules for event in events}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger" if postgresql else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        assert wanted <= {row[0] for row in cursor.fetchall()}
