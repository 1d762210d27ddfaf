"""A page that should be there and is not is baked when somebody asks, and templates change without a gap."""

import datetime as dt
import os
import time

import pytest

from tintuc.jobs.models import Job
from tintuc.jobs.worker import run_due
from tintuc.network.models import Edition, Site
from tintuc.publishing import generation, tree
from tintuc.publishing.actions import refresh, repair
from tintuc.publishing.actions.bake import bake_tags
from tintuc.publishing.actions.bake_at import bake_at
from tintuc.publishing.actions.bake_marked import bake_marked
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.publishing.bakery import PageRef, can_find, ref_at
from tintuc.publishing.marks import mark
from tintuc.publishing.models import BakedFile, Mark

pytestmark = pytest.mark.django_db

HOST = "bac-dau.test"


@pytest.fixture
def placement(make_article, people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        article = release(article=make_article(), by=people["editor"])
    bake_marked()
    return article.placements.get()


@pytest.fixture
def client(client, site):
    client.defaults["HTTP_HOST"] = HOST
    return client


def test_a_missing_file_is_baked_and_put_back(placement, client):
    """The application answers for a page that is gone from the disk, and the file is there again."""
    place = tree.file_for(HOST, placement.path)
    tree.remove(place)
    answer = client.get(placement.path)
    assert answer.status_code == 200
    assert b"New pier" in answer.content
    assert place.read_bytes() == answer.content
    assert place.with_name(place.name + ".br").exists()


def test_what_was_never_baked_is_baked_when_asked_for(placement, client):
    """Articles, site map and sitemaps of an archive need not be baked ahead."""
    day = placement.released_at.astimezone(placement.edition.zone)
    paths = [placement.path, f"/en/map/{day:%Y/%m}/", f"/en/map/{day:%Y/%m/%d}/", f"/sitemap-en-{day:%Y-%m-%d}.xml"]
    for path in paths:
        tree.remove(tree.file_for(HOST, path))
    BakedFile.objects.all().delete()
    for path in paths:
        assert client.get(path).status_code == 200, path
        assert tree.file_for(HOST, path).exists(), path


def test_every_page_is_found_by_the_address_at_which_it_lies(placement):
    """An oven that finds pages by their address names the very page, so that no page has two rows in the manifest."""
    bake_tags(["all"])
    found = [row for row in BakedFile.objects.all() if can_find(row.kind)]
    assert {row.kind for row in found} >= {"article", "map", "sitemap", "section-month", "person"}
    for row in found:
        assert ref_at(row.host, row.path) == PageRef(row.kind, row.owner, row.key), row.path


@pytest.mark.parametrize("end", [".1.xml", ".0.xml", ".01.xml", ".002.xml", ".٢.xml"])
def test_no_page_is_found_by_an_address_it_is_not_written_with(placement, client, end):
    """Nobody can have a page of the manifest taken for another, or one page baked under a thousand addresses."""
    day = placement.released_at.astimezone(placement.edition.zone)
    before = set(BakedFile.objects.values_list("kind", "owner", "key", "path"))
    for path in (f"/sitemap-en-{day:%Y-%m-%d}{end}", f"/en/map/٢0{day:%y/%m/%d}/", f"/en/map/{day:%Y/%m}/٢٢/"):
        assert client.get(path).status_code == 404, path
    assert set(BakedFile.objects.values_list("kind", "owner", "key", "path")) == before


@pytest.mark.parametrize(
    "path", ["/en/world/2026/11/no-such-1.html", "/en/map/2026/13/", "/en/map/2026/02/31/", "/../x", "//", "/en/a\0b"]
)
def test_what_should_not_be_there_is_not_found(placement, client, path):
    """Any other address is answered with 404 and leaves no file."""
    assert bake_at(HOST, path) is None
    assert client.get("/en/nothing.html").status_code == 404


def test_a_withdrawn_page_is_a_notice_at_once(placement, people, client, django_capture_on_commit_callbacks):
    """Withdrawing takes the file in the same breath, and the notice answers 410 even if its file is lost."""
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(article=placement.article, by=people["editor"])
    place = tree.file_for(HOST, placement.path)
    assert not place.exists()
    assert place.with_name(place.name + ".410").exists()
    tree.remove(place)
    assert client.get(placement.path).status_code == 410
    assert place.with_name(place.name + ".410").exists()


def test_the_released_page_is_there_when_the_release_is(placement):
    """The article's own page does not wait for a worker."""
    assert tree.file_for(HOST, placement.path).exists()


def test_changed_templates_are_baked_newest_first_and_only_once(placement, monkeypatch):
    """A new generation replaces pages of the old one, while those serve on; a second round finds nothing to do."""
    place = tree.file_for(HOST, placement.path)
    body = place.read_bytes()
    BakedFile.objects.update(generation="old", digest="0" * 64)
    mark(["all"])
    bake_marked()
    assert place.read_bytes() == body
    assert Job.objects.filter(kind=refresh.JOB, key="all", priority=refresh.PRIORITY).count() == 1
    run_due()
    assert set(BakedFile.objects.values_list("generation", flat=True)) == {generation.current()}
    baked = []
    monkeypatch.setattr(refresh, "bake_pages", lambda refs, **_: baked.extend(refs))
    refresh.refresh()
    assert baked == []


def test_a_refresh_goes_on_where_it_was_interrupted(placement, monkeypatch):
    """Each spell bakes a few pages and leaves a job that knows how far it came; releases are more urgent."""
    monkeypatch.setattr(refresh, "SPELL", 0)
    monkeypatch.setattr(refresh, "LOOKED_AT", 3)
    seen = []
    monkeypatch.setattr(refresh, "bake_pages", lambda refs, **_: seen.extend(refs))
    BakedFile.objects.update(generation="old")
    refresh.begin("all")
    Job.objects.exclude(kind=refresh.JOB, key="all").delete()
    Mark.objects.all().delete()
    run_due()
    files = BakedFile.objects.order_by("-newest", "-pk").values_list("kind", "owner", "key")
    assert [(ref.kind, ref.owner, ref.key) for ref in seen] == list(files)


def test_a_look_over_mends_by_size_and_time(placement):
    """At the start what is missing, or of another size or time, is mended; the bytes are compared by a job."""
    place = tree.file_for(HOST, placement.path)
    place.unlink()
    assert repair.look_over(60) == 1
    assert b"New pier" in place.read_bytes()
    place.with_name(place.name + ".br").unlink()
    assert repair.look_over(60) == 1
    facts = place.stat()
    place.write_bytes(b"x" * facts.st_size)
    os.utime(place, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert repair.look_over(60) == 0
    run_due()
    assert b"New pier" in place.read_bytes()


def test_a_file_may_go_while_it_is_compared(placement, monkeypatch):
    """A page that is taken away between two looks at its bytes is one that has to be mended, and no failure."""
    place = tree.file_for(HOST, placement.path)
    real, left = tree.has_sidecars, [place]
    monkeypatch.setattr(
        tree, "has_sidecars", lambda one: [left.pop().unlink() for _ in left if one == place] or real(one)
    )
    assert repair.repair() == 1
    assert place.exists()


def test_what_dead_bakers_left_is_swept():
    """A file that was written and never put in its place is thrown away, once its baker cannot be alive."""
    tree.write(tree.file_for(HOST, "/a.txt"), b"a")
    left, fresh = tree.root() / ".oven" / "left", tree.root() / ".oven" / "fresh"
    left.write_bytes(b"x")
    fresh.write_bytes(b"x")
    long_ago = time.time() - tree.ABANDONED - 1
    os.utime(left, (long_ago, long_ago))
    assert tree.sweep() == 1
    assert fresh.exists()


def test_lists_are_gathered(placement, monkeypatch):
    """The first change is baked at once; those that follow within a second wait for each other."""
    from tintuc.publishing import duties

    monkeypatch.setattr(duties._Last, "at", float("-inf"))
    monkeypatch.setattr(duties, "GATHER", dt.timedelta(hours=1))
    mark(["list:1"])
    run_due()
    assert not Mark.objects.exists()
    mark(["list:1"])
    run_due()
    assert Mark.objects.exists()
    job = Job.objects.get(kind="publishing.bake", state=Job.State.WAITING)
    assert dt.timedelta(0) < job.run_at - Mark.objects.get().marked_at <= dt.timedelta(hours=1)


def test_a_site_that_is_deleted_keeps_nothing_from_being_baked(placement, client):
    """Its pages go, and those of the others are baked as ever."""
    other = Site.objects.create(key="other", masthead="Other", host="other.test")
    Edition.objects.create(site=other, language="en")
    bake_marked()
    run_due()
    assert tree.file_for("other.test", "/en/").exists()
    other.delete()
    place = tree.file_for(HOST, "/en/")
    tree.remove(place)
    mark([f"list:{placement.edition_id}"])
    bake_marked()
    run_due()
    assert place.exists()
    assert not Mark.objects.exists()
    assert not BakedFile.objects.filter(host="other.test").exists()
    assert not tree.file_for("other.test", "/en/").exists()


@pytest.mark.parametrize("path", ["/en/map/9999/12/31/", "/en/map/0001/01/01/", "/sitemap-en-9999-12-31.xml"])
def test_days_no_calendar_goes_beyond_are_missing(client, path):
    """The last day there is has no next: it is no page, rather than one that cannot be made just now."""
    assert client.get(path).status_code == 404
