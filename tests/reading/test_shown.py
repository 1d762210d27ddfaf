"""What pages are made from is read together, and is what the rule of visibility lets through."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tintuc.publishing.actions.bake import bake_pages
from tintuc.publishing.bakery import PageRef
from tintuc.publishing.queries import all_public
from tintuc.publishing.shown import by_key, languages_of, on, under
from tintuc.stories.models import Article, Placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(site):
    return site.editions.get(language="en")


def test_shown_is_what_is_public(release, edition):
    """The one sentence of SQL lets through what the rule of visibility lets through, with the same facts."""
    changes = (
        {},
        {"withdrawn_at": timezone.now()},
        {"released_at": None},
        {"path": ""},
        {"released_at": timezone.now() + dt.timedelta(hours=1)},
        {"headline": "Another headline", "canonical": True, "front_place": 2, "front_until": timezone.now()},
    )
    made = [release(slug=f"story-{number}") for number in range(len(changes) + 1)]
    for placement, change in zip(made, changes, strict=False):
        Placement.objects.filter(pk=placement.pk).update(**change)
    Article.objects.filter(pk=made[-1].article_id).update(live=False)
    public = {placement.pk: placement for placement in all_public()}
    assert set(public) == {made[0].pk, made[5].pk}
    assert {one.pk for one in on(edition).found()} == set(public)
    for pk, placement in public.items():
        one = by_key(pk)
        for name in ("headline", "path", "canonical", "released_at", "shown_at", "front_place", "front_until"):
            assert getattr(one, name) == getattr(placement, name), name
        for name in ("pk", "language", "updated_at", "story_id", "is_source", "current_release_id"):
            assert getattr(one.article, name) == getattr(placement.article, name), name
        assert one.article.story.created_at == placement.article.story.created_at
        assert one.article.current_release.content == placement.article.current_release.content
        assert (one.edition, one.section) == (placement.edition, placement.section)


def test_newest_first_and_one_a_language(release, edition):
    """Lists run from the newest on; of a language the canonical address is told, else the oldest."""
    now = timezone.now()
    made = [release(slug=f"s{number}", released_at=now - dt.timedelta(hours=number)) for number in (2, 1, 3)]
    assert [one.pk for one in on(edition).newest(2)] == [made[1].pk, made[0].pk]
    assert [one.pk for one in under(made[0].section).newest(5)] == [made[1].pk, made[0].pk, made[2].pk]
    choice = on(edition)
    assert [one.pk for one in choice.newest(9, now - dt.timedelta(hours=3), now - dt.timedelta(hours=1))] == [
        made[0].pk,
        made[2].pk,
    ]
    assert choice.moment() == made[1].released_at
    assert choice.moment(before=made[1].released_at) == made[0].released_at
    assert choice.moment(since=made[0].released_at) == made[0].released_at
    assert [one.pk for one in languages_of(made[0].article.story_id)] == [made[0].pk]


def test_many_pages_ask_as_little_as_one(release, edition, monkeypatch):
    """Ten articles are baked together with the queries of two."""
    from tintuc.reading import relations

    monkeypatch.setattr(relations.queries, "nearest", lambda *_, **__: [])
    placements = [release(slug=f"story-{number}") for number in range(12)]
    asked = []
    for some in (placements[:2], placements[:2], placements[2:]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert bake_pages([PageRef("article", edition.pk, str(one.pk)) for one in some]) in {0, len(some)}
        asked.append(len(queries))
    assert asked[2] <= asked[0] + 2


def test_one_broken_row_keeps_no_other_page(release, edition, monkeypatch):
    """If what pages need cannot be read together, each is made from what it reads itself."""
    placement = release()

    def broken(refs):
        raise ValueError("broken")

    monkeypatch.setattr("tintuc.publishing.actions.bake.gather", broken)
    assert bake_pages([PageRef("article", edition.pk, str(placement.pk))]) == 1
