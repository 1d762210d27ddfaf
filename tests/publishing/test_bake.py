"""Pages are baked when, and only when, something about them changed."""

import datetime as dt

import pytest
from django.utils import timezone

from tintuc.jobs.models import Job
from tintuc.publishing import bakery, tree
from tintuc.publishing.actions.bake import BakingFailed, bake_tags
from tintuc.publishing.actions.bake_marked import bake_marked
from tintuc.publishing.actions.repair import repair
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.publishing.duties import LEFT, bake_left
from tintuc.publishing.marks import JOB, mark
from tintuc.publishing.models import BakedFile, Mark

pytestmark = pytest.mark.django_db


class Toaster:
    """An oven whose pages are what ``self.pages`` says, by key."""

    kind = "toast"

    def __init__(self) -> None:
        self.pages: dict[str, Baked | Exception] = {}
        self.baked: list[str] = []

    def refs(self, tag: str):
        """Every page it knows or knew, for the tag ``toast``."""
        return [PageRef("toast", 1, key) for key in self.pages] if tag == "toast" else []

    def bake(self, ref: PageRef):
        """The page under the key."""
        self.baked.append(ref.key)
        page = self.pages[ref.key]
        if isinstance(page, Exception):
            raise page
        return page


@pytest.fixture
def toaster(monkeypatch):
    oven = Toaster()
    monkeypatch.setattr(bakery, "OVENS", {})
    monkeypatch.setattr("tintuc.publishing.actions.bake.OVENS", bakery.OVENS)
    bakery.register(oven)
    return oven


def page(path: str, body: bytes = b"x", **more) -> Baked:
    return Baked("one.test", path, body, **more)


def test_unchanged_pages_are_not_written(toaster):
    """Baking the same page again leaves its file alone."""
    toaster.pages = {"a": page("/a.html")}
    assert bake_tags(["toast"]) == 1
    before = tree.file_for("one.test", "/a.html").stat().st_mtime_ns
    assert bake_tags(["toast"]) == 0
    assert tree.file_for("one.test", "/a.html").stat().st_mtime_ns == before


def test_pages_that_should_not_exist_are_taken_away(toaster):
    """A page whose oven says no, or that moved, leaves no file behind."""
    toaster.pages = {"a": page("/a.html"), "b": page("/b.html")}
    bake_tags(["toast"])
    toaster.pages = {"a": None, "b": page("/c.html")}
    bake_tags(["toast"])
    assert not tree.file_for("one.test", "/a.html").exists()
    assert not tree.file_for("one.test", "/b.html").exists()
    assert tree.file_for("one.test", "/c.html").exists()
    assert BakedFile.objects.count() == 1


def test_one_bad_page_does_not_keep_the_others(toaster):
    """A page that fails is named and stays marked; the others are baked."""
    toaster.pages = {"a": ValueError("no flour"), "b": page("/b.html")}
    mark(["toast"])
    with pytest.raises(BakingFailed, match="no flour"):
        bake_marked()
    assert tree.file_for("one.test", "/b.html").exists()
    assert Mark.objects.filter(tag="toast").exists()


def test_a_full_disk_leaves_everything_marked(toaster, monkeypatch):
    """Not even the first file could be written: nothing was baked, and nothing is forgotten."""
    toaster.pages = {"a": page("/a.html")}
    mark(["toast"])
    with monkeypatch.context() as patched:
        patched.setattr(tree, "_written", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(BakingFailed, match="No space left"):
            bake_marked()
    assert Mark.objects.filter(tag="toast").exists()
    bake_marked()
    assert tree.file_for("one.test", "/a.html").exists()


def test_pages_may_take_each_others_addresses(toaster):
    """Two that change places, or follow one another, lie where they belong, each with one row."""
    toaster.pages = {"a": page("/a.html", b"A"), "b": page("/b.html", b"B")}
    bake_tags(["toast"])
    for a, b in [("/b.html", "/a.html"), ("/a.html", "/c.html"), ("/c.html", "/a.html")]:
        toaster.pages = {"a": page(a, b"A"), "b": page(b, b"B")}
        bake_tags(["toast"])
        assert tree.file_for("one.test", a).read_bytes() == b"A"
        assert tree.file_for("one.test", b).read_bytes() == b"B"
        assert dict(BakedFile.objects.values_list("key", "path")) == {"a": a, "b": b}


def test_a_mark_set_while_baking_is_kept(toaster):
    """What changes while its pages are in the oven is baked again."""
    toaster.pages = {"a": page("/a.html")}
    mark(["toast"])
    plain = toaster.bake

    def bake(ref):
        mark(["toast"])
        return plain(ref)

    toaster.bake = bake
    bake_marked()
    assert Mark.objects.filter(tag="toast").exists()


def test_marking_twice_is_one_mark_and_one_job(toaster):
    """Ten releases in a second make the front bake once."""
    from tintuc.jobs.models import Job

    for _ in range(10):
        mark(["toast", "list:1"])
    assert Mark.objects.count() == 2
    assert Job.objects.filter(kind="publishing.bake").count() == 1


def test_repair_mends_what_a_power_cut_broke(toaster):
    """Missing, empty and altered files are baked again; sound ones are left alone."""
    toaster.pages = {key: page(f"/{key}.html", key.encode() * 100) for key in "abcd"} | {
        "e": page("/e.html", b"gone", status=410)
    }
    bake_tags(["toast"])
    tree.file_for("one.test", "/a.html").unlink()
    tree.file_for("one.test", "/b.html").write_bytes(b"")
    tree.file_for("one.test", "/c.html").write_bytes(b"tampered")
    tree.file_for("one.test", "/e.html").with_name("e.html.410").unlink()
    assert repair() == 4
    assert tree.file_for("one.test", "/c.html").read_bytes() == b"c" * 100
    assert repair() == 0


def test_ovens_of_one_kind(toaster):
    """Two ovens of one kind are a mistake that is refused."""
    with pytest.raises(ValueError, match="two ovens"):
        bakery.register(Toaster())


def test_what_stays_marked_is_asked_for_once_more(toaster):
    """A mark whose job waits long, or is with a worker that died, gets one that is due; a fresh one is left alone."""
    toaster.pages = {"a": Baked("one.test", "/a.html", b"<p>bread</p>")}
    mark(["toast"])
    Job.objects.filter(kind=JOB).update(state=Job.State.RUNNING, lease_until=timezone.now() + dt.timedelta(minutes=5))
    bake_left()
    assert not Job.objects.filter(kind=JOB, state=Job.State.WAITING).exists()
    Mark.objects.update(marked_at=timezone.now() - 2 * LEFT)
    bake_left()
    assert Job.objects.get(kind=JOB, state=Job.State.WAITING).run_at <= timezone.now()
    Job.objects.filter(kind=JOB).update(run_at=timezone.now() + dt.timedelta(minutes=5))
    bake_left()
    assert Job.objects.get(kind=JOB, state=Job.State.WAITING).run_at <= timezone.now()
