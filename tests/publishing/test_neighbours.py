"""Pages that offer an article as related are baked again when it shows otherwise."""

import pytest
from django.utils import timezone

from tintuc.jobs.models import Job
from tintuc.publishing import tree
from tintuc.publishing.actions.bake import BakingFailed, bake_tags
from tintuc.publishing.actions.bake_marked import PATIENCE, bake_marked
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.publishing.duties import _Last, bake
from tintuc.publishing.marks import JOB, mark
from tintuc.publishing.models import BakedFile, Mark, Neighbour
from tintuc.reading import relations
from tintuc.reading.ovens.front import FrontOven
from tintuc.stories.models import Article

pytestmark = pytest.mark.django_db

HOST = "bac-dau.test"


@pytest.fixture
def pair(make_article, people, kept, monkeypatch):
    """Two released articles, the second of which offers the first as related."""
    first, second = (make_article(headline=headline) for headline in ("Ferries everywhere", "New pier opens on Monday"))
    near = {second.pk: [(first.pk, ["ferry", "pier"])]}
    asked = []
    monkeypatch.setattr(relations, "_telling_of", lambda placement: asked.append(placement.article_id) or [])
    monkeypatch.setattr(relations.queries, "nearest", lambda *_: near.get(asked[-1], []))
    for article in (first, second):
        kept(lambda article=article: release(article=article, by=people["editor"]))
    bake_marked()
    return first, second


@pytest.fixture
def baker(monkeypatch):
    """The baker's job, which has not run lately."""

    def go():
        monkeypatch.setattr(_Last, "at", float("-inf"))
        bake()

    return go


def page(article):
    return tree.file_for(HOST, article.placements.get().path).read_text()


def test_what_a_page_shows_beside_its_article_is_known(pair):
    """A row a page and article, and none for a page that shows nothing."""
    first, second = pair
    assert "Ferries everywhere" in page(second)
    assert list(Neighbour.objects.values_list("placement", "article")) == [(second.placements.get().pk, first.pk)]


def test_a_withdrawn_article_is_offered_nowhere(pair, people, kept):
    """Its headline is gone from the pages that offered it as soon as everything is baked, and so is the row."""
    first, second = pair
    kept(lambda: withdraw(article=first, by=people["editor"]))
    bake_marked()
    assert "Ferries everywhere" not in page(second)
    assert not Neighbour.objects.exists()


def test_another_headline_is_shown_wherever_it_is_offered(pair, people, kept):
    """The pages that offer it are baked after those that somebody waits for."""
    first, second = pair
    version = Article.objects.get(pk=first.pk).newest()
    version.headline = "Ferries on every line"
    version.save_revision(user=people["editor"])
    kept(lambda: release(article=first, by=people["editor"]))
    assert Mark.objects.filter(tag=f"offered:{first.pk}").exists()
    bake_marked()
    assert "Ferries on every line" in page(second)
    assert "Ferries everywhere" not in page(second)


def test_what_offers_another_headline_waits_a_while(pair, people, kept, baker):
    """The baker leaves these pages for ten seconds after the first change, however often it changes, then bakes them."""
    first, second = pair
    for number, headline in enumerate(("Ferries at last", "Ferries on every line")):
        version = Article.objects.get(pk=first.pk).newest()
        version.headline = headline
        version.save_revision(user=people["editor"])
        kept(lambda: release(article=first, by=people["editor"]))
        if number == 0:
            Mark.objects.update(marked_at=timezone.now() - PATIENCE / 2)
    since = Mark.objects.get(tag=f"offered:{first.pk}").marked_at
    Job.objects.all().delete()
    baker()
    assert [mark.tag for mark in Mark.objects.all()] == [f"offered:{first.pk}"]
    assert "Ferries everywhere" in page(second)
    assert Job.objects.get(kind=JOB).run_at == since + PATIENCE
    Mark.objects.update(marked_at=timezone.now() - PATIENCE)
    baker()
    assert not Mark.objects.exists()
    assert "Ferries on every line" in page(second)


def test_what_offers_a_withdrawn_article_does_not_wait(pair, people, kept, baker):
    """The baker bakes these pages with the rest: their link would lead to a notice."""
    first, second = pair
    kept(lambda: withdraw(article=first, by=people["editor"]))
    baker()
    assert "Ferries everywhere" not in page(second)
    assert not Mark.objects.exists()


def test_pages_of_before_are_known_once_they_are_of_todays_make(pair):
    """A page that is baked again and is the same is noted all the same, if it was made with other templates."""
    Neighbour.objects.all().delete()
    BakedFile.objects.update(generation="old")
    bake_tags([f"article:{article.pk}" for article in pair])
    assert Neighbour.objects.count() == 1


def test_what_a_page_offers_is_noted_though_the_machine_died(pair, people, kept, baker, monkeypatch):
    """If a page was put and what it offers was not noted, the next baking notes it, and a withdrawal reaches the page."""
    from tintuc.publishing import neighbours

    first, second = pair
    Neighbour.objects.all().delete()
    BakedFile.objects.filter(kind="article").update(digest="other")
    tags = [f"article:{article.pk}" for article in pair]
    with monkeypatch.context() as dying:
        dying.setattr(neighbours, "note", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            bake_tags(tags)
    bake_tags(tags)
    assert Neighbour.objects.count() == 1
    kept(lambda: withdraw(article=first, by=people["editor"]))
    baker()
    assert "Ferries everywhere" not in page(second)


def test_the_same_page_writes_no_rows(pair, monkeypatch):
    """A page that is baked again and stays as it was asks nothing about its neighbours."""
    from tintuc.publishing import neighbours

    monkeypatch.setattr(neighbours, "note", lambda _: pytest.fail("noted"))
    bake_tags([f"article:{article.pk}" for article in pair])


def test_a_page_that_fails_keeps_no_neighbours(pair, monkeypatch, baker):
    """Pages that offer an article are baked though another page cannot be; the failure is told, and its mark stays."""
    first, second = pair

    def fail(_self, _ref):
        raise RuntimeError("no flour")

    place = tree.file_for(HOST, second.placements.get().path)
    for go in (baker, bake_marked):
        monkeypatch.setattr(FrontOven, "bake", fail)
        place.unlink()
        mark([f"list:{second.placements.get().edition_id}", f"beside:{first.pk}"])
        with pytest.raises(BakingFailed, match="no flour"):
            go()
        assert place.exists()
        assert [one.tag.partition(":")[0] for one in Mark.objects.all()] == ["list"]
