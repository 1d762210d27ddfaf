"""Pages that few read are taken away when they are out of date, and baked when somebody asks for them."""

import gzip
import os
import signal
import threading

import pytest
from django.core.cache import cache

from tintuc.jobs.worker import run_due
from tintuc.network.models import Topic
from tintuc.publishing import tree
from tintuc.publishing.actions import bake, put_off, repair
from tintuc.publishing.actions import bake_at as bake_at_module
from tintuc.publishing.actions.bake import bake_tags
from tintuc.publishing.actions.bake_at import bake_at
from tintuc.publishing.actions.bake_marked import bake_marked
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.publishing.answers import BUSY
from tintuc.publishing.bakery import OVENS, PageRef, is_cold
from tintuc.publishing.marks import mark
from tintuc.publishing.models import BakedFile, Stale
from tintuc.reading import views
from tintuc.stories.models import Article

pytestmark = pytest.mark.django_db

HOST = "bac-dau.test"
TOPIC = "/en/topics/ferries/"


@pytest.fixture
def article(make_article, people, django_capture_on_commit_callbacks):
    """A released article with a topic, of which everything is baked."""
    article = make_article()
    article.story.topics.add(Topic.objects.create(key="ferries", names={"en": "Ferries"}))
    with django_capture_on_commit_callbacks(execute=True):
        release(article=article, by=people["editor"])
    bake_tags(["all"])
    bake_marked()
    run_due()
    return article


@pytest.fixture
def again(article, people, django_capture_on_commit_callbacks):
    """Releases it with another headline, up to the moment when the baker would begin."""

    def go(headline="A new pier makes the island trip much shorter"):
        version = Article.objects.get(pk=article.pk).newest()
        version.headline = headline
        version.save_revision(user=people["editor"])
        with django_capture_on_commit_callbacks(execute=True):
            release(article=article, by=people["editor"])

    return go


@pytest.fixture
def client(client, site):
    client.defaults["HTTP_HOST"] = HOST
    return client


def place(path=TOPIC):
    return tree.file_for(HOST, path)


def forms(path=TOPIC):
    return [place(path), *(place(path).with_name(place(path).name + ending) for ending in tree.BESIDE)]


def test_a_release_takes_cold_pages_away_and_bakes_the_others(article, again):
    """Fronts, sections and the feed of the edition are new at once; the topic's page is away in all its forms."""
    again()
    bake_marked()
    assert not any(form.exists() for form in forms())
    assert not place("/en/topics/ferries/rss.xml").exists()
    for path in ("/en/", "/en/world/", "/en/rss.xml", article.placements.get().path):
        assert b"A new pier makes" in place(path).read_bytes(), path


def test_the_next_reader_has_a_cold_page_baked(again, client):
    """Whoever asks gets the page as it is now, and it lies in the tree again, unpacked."""
    again()
    bake_marked()
    answer = client.get(TOPIC)
    assert answer.status_code == 200
    assert b"A new pier makes" in answer.content
    assert [form.exists() for form in forms()] == [True, False, False]
    assert not BakedFile.objects.get(path=TOPIC).cold
    assert repair.repair() == repair.look_over(60) == 0


def test_packed_forms_of_an_older_tree_go_with_their_page(again, client):
    """What an older version packed beside a cold page is neither left when the page goes nor when it comes."""
    for form in forms():
        form.write_bytes(b"old")
    again()
    bake_marked()
    assert not any(form.exists() for form in forms())
    for form in forms()[1:]:
        form.write_bytes(b"old")
    assert client.get(TOPIC).status_code == 200
    assert [form.exists() for form in forms()] == [True, False, False]


def test_a_packed_form_that_says_something_else_is_mended(article):
    """Beside a cold page need not lie a packed form, but one that does must hold the same page."""
    forms()[2].write_bytes(gzip.compress(b"old"))
    assert repair.repair() == 1
    assert [form.exists() for form in forms()] == [True, False, False]


def test_a_cold_page_costs_a_release_nothing(again, monkeypatch):
    """While nobody asks for it, further releases neither bake it nor touch its files."""
    again()
    bake_marked()
    baked = []
    monkeypatch.setattr(OVENS["topic"], "bake", lambda ref: baked.append(ref))
    again("The island trip is much shorter with the new pier")
    bake_marked()
    assert baked == []
    assert BakedFile.objects.get(path=TOPIC).cold


def test_a_page_nobody_could_find_is_baked_first(article, people, make_article, django_capture_on_commit_callbacks):
    """A new topic's page is baked with the first release that it shows, so that its address is known."""
    other = make_article()
    other.story.topics.add(Topic.objects.create(key="islands", names={"en": "Islands"}))
    with django_capture_on_commit_callbacks(execute=True):
        release(article=other, by=people["editor"])
    bake_marked()
    assert place("/en/topics/islands/").exists()


def test_two_readers_at_once_have_it_baked_once(again, monkeypatch):
    """Who waited while another had the page baked gets that one."""
    again()
    bake_marked()
    first = bake_at(HOST, TOPIC)
    monkeypatch.setattr(OVENS["topic"], "bake", lambda _: pytest.fail("baked twice"))
    assert bake_at(HOST, TOPIC) == first


def test_a_reader_gets_the_page_though_it_goes_cold_again(again, client, monkeypatch):
    """A release between the baking and the reading of a page is no reason to say that there is none."""
    again()
    bake_marked()
    real, met = bake_at_module.bake_pages, []

    def meet(refs):
        changed = real(refs)
        if not met:
            met.append(changed)
            again("The island trip is much shorter with the new pier")
            bake_marked()
        return changed

    monkeypatch.setattr(bake_at_module, "bake_pages", meet)
    answer = client.get(TOPIC)
    assert met == [1]
    assert answer.status_code == 200
    assert b"The island trip is much shorter" in answer.content


def test_a_page_that_cannot_be_made_is_unavailable(again, client, monkeypatch):
    """On a full disk, say: it is there, and robots must not forget it."""
    again()
    bake_marked()
    with monkeypatch.context() as patched:
        patched.setattr(
            tree.Tray, "write", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device"))
        )
        answer = client.get(TOPIC)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "no-store")
    assert b"<html" in answer.content
    assert client.get(TOPIC).status_code == 200


def test_a_cold_page_is_found_without_its_last_slash(again, client):
    """As one that lies in the tree is; what is no page either way stays missing."""
    again()
    bake_marked()
    answer = client.get("/en/topics/ferries?from=mail")
    assert (answer.status_code, answer["Location"]) == (301, f"{TOPIC}?from=mail")
    assert client.get("/en/map").status_code == 301
    assert client.get("/en/topics/boats").status_code == 404


def test_readers_leave_the_desk_its_threads(again, client, monkeypatch):
    """While some readers have pages baked, further ones are told to ask again."""
    again()
    bake_marked()
    monkeypatch.setattr(views, "_turns", threading.BoundedSemaphore(1))
    with views._turns:
        answer = client.get(TOPIC)
        assert (answer.status_code, answer[BUSY], answer["Retry-After"]) == (503, "1", "1")
        assert answer["Cache-Control"] == "no-store"
    assert client.get(TOPIC).status_code == 200


def test_a_withdrawn_article_is_in_no_cold_page(article, again, people, client, django_capture_on_commit_callbacks):
    """What was withdrawn stands on no page that is read afterwards; a topic that has nothing left is not found."""
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(article=article, by=people["editor"])
    bake_marked()
    assert client.get(TOPIC).status_code == 404
    assert not BakedFile.objects.filter(path=TOPIC).exists()
    assert b"New pier" not in client.get("/en/corrections/").content


def test_a_start_leaves_cold_pages_away(again):
    """They are not broken: neither the look at the start nor the comparison of every byte bakes them."""
    again()
    bake_marked()
    assert repair.look_over(60) == 0
    run_due()
    assert repair.repair() == 0
    assert not place().exists()


@pytest.mark.parametrize("mend", [lambda: repair.look_over(60), repair.repair, lambda: (repair.look_on(), run_due())])
def test_what_lies_where_a_page_is_cold_is_taken_away(again, mend):
    """A tree from before, out of a backup, say, has pages that are cold by now: readers are given none of them."""
    kept = place().read_bytes()
    again()
    bake_marked()
    tree.write(place(), kept)
    mend()
    assert not any(form.exists() for form in forms())
    assert BakedFile.objects.get(path=TOPIC).cold


def test_new_templates_leave_cold_pages_away(again):
    """A new generation bakes what lies in the tree; a cold page is baked with today's templates anyway."""
    again()
    bake_marked()
    BakedFile.objects.update(generation="old")
    mark(["all"])
    bake_marked()
    run_due()
    assert BakedFile.objects.get(path=TOPIC).cold


def test_a_page_that_moves_is_baked(article, again, client):
    """Where an address may be another afterwards the page is baked, or nobody could ask for it."""
    again()
    bake_marked()
    topic = Topic.objects.get(key="ferries")
    topic.key = "boats"
    topic.save()
    bake_marked()
    assert place("/en/topics/boats/").exists()
    assert client.get("/en/topics/boats/").status_code == 200
    assert client.get(TOPIC).status_code == 404


def test_pages_follow_their_site_to_another_host(article, again, client, site):
    """What is cold by then and what is not: all are found under the new name, and nothing is left under the old one."""
    again()
    bake_marked()
    paths = set(BakedFile.objects.filter(host=HOST).values_list("path", flat=True))
    site.host = client.defaults["HTTP_HOST"] = "the-pole.test"
    site.save()
    cache.clear()
    bake_marked()
    run_due()
    assert set(BakedFile.objects.filter(host=site.host).values_list("path", flat=True)) >= paths
    assert not BakedFile.objects.filter(host=HOST).exists()
    assert client.get(TOPIC).status_code == client.get(article.placements.get().path).status_code == 200


def test_an_edge_forgets_a_page_when_it_goes_cold(again, monkeypatch):
    """It is told when the file is taken away, and not again when the next reader has the page baked."""
    monkeypatch.setenv("TINTUC_EDGES", '[{"kind": "http", "url": "http://127.0.0.1:9"}]')
    again()
    Stale.objects.all().delete()
    bake_marked()
    assert Stale.objects.filter(path=TOPIC).exists()
    Stale.objects.all().delete()
    bake_at(HOST, TOPIC)
    assert not Stale.objects.exists()


def test_no_edge_keeps_that_a_page_is_missing(client, site):
    """The map of a day comes with its first article and is baked when it is asked for: until then it may be missing."""
    answer = client.get("/en/map/2026/11/24/")
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")


def test_a_death_before_the_manifest_is_told_leaves_nothing_old(again, monkeypatch):
    """Whoever has a cold page baked and dies before that is noted leaves a file, which the next release takes away."""
    again()
    bake_marked()
    monkeypatch.setattr(bake._Batch, "_note", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    # The files of a process that dies are written by a thread here, that ends in the same place.
    monkeypatch.setattr(os, "kill", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        bake_at(HOST, TOPIC)
    monkeypatch.undo()
    assert place().exists()
    assert BakedFile.objects.get(path=TOPIC).cold
    again("The island trip is much shorter with the new pier")
    bake_marked()
    assert not place().exists()


def test_a_new_cold_page_is_in_the_manifest_before_its_file(article, again, monkeypatch):
    """A death between the first file of a page and its note leaves a row by which the file is found."""
    BakedFile.objects.filter(path=TOPIC).delete()
    tree.remove(place())
    monkeypatch.setattr(bake._Batch, "_note", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        bake.bake_pages([PageRef("topic", article.placements.get().edition_id, str(Topic.objects.get().pk))])
    monkeypatch.undo()
    assert place().exists()
    assert BakedFile.objects.get(path=TOPIC).cold
    again()
    bake_marked()
    assert not place().exists()


def test_a_death_while_pages_go_cold_is_made_good(again, monkeypatch):
    """Files that were taken away without a note are taken for what they are once the marks are baked again."""
    again()
    with monkeypatch.context() as patched:
        patched.setattr(put_off.tree, "announce", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            bake_marked()
    assert not place().exists()
    bake_marked()
    assert BakedFile.objects.get(path=TOPIC).cold
    assert b"A new pier makes" in place("/en/").read_bytes()


@pytest.mark.parametrize(
    ("kind", "key", "cold"),
    [
        ("article", "1", False),
        ("front", "", False),
        ("section", "1", False),
        ("hotlist", "", False),
        ("rss", "", False),
        ("rss", "1", True),
        ("atom", "", True),
        ("section-month", "1/2026/11", True),
        ("map", "2026/11/24", False),
        ("map", "2026/11", True),
        ("sitemap", "2026-11-24", True),
        ("sitemaps", "", False),
    ],
)
def test_which_pages_are_cold(kind, key, cold):
    """Articles, fronts, sections, hot lists and the feed of an edition are baked ahead; what few read is not."""
    assert is_cold(PageRef(kind, 1, key)) is cold
