"""Baked files: whole or not there, never outside their host's folder."""

import gzip
import os
import resource
import struct
import time

import brotli
import pytest

from tintuc.publishing import held, tree


@pytest.mark.parametrize("path", ["/../x.html", "/a/../../x", "//x", "/a/./b", "/a\0b", ""])
def test_no_address_leaves_its_host(path):
    """An address that would climb out of its host's folder is refused."""
    with pytest.raises(ValueError, match="not an address"):
        tree.file_for("one.test", path)


@pytest.mark.parametrize("host", ["", "..", "_media", ".hosts.json"])
def test_no_host_is_a_folder_of_ours(host):
    """A host cannot be named like one of the tree's own folders."""
    with pytest.raises(ValueError, match="not an address"):
        tree.file_for(host, "/x.html")


def test_a_page_and_its_compressed_forms_say_the_same():
    """A page is written with sidecars that hold the same bytes, also when it changes."""
    place = tree.file_for("one.test", "/vi/")
    for body in (b"<p>one</p>", b"<p>two</p>" * 50):
        tree.write(place, body)
        assert place.read_bytes() == body
        assert gzip.decompress(place.with_name("index.html.gz").read_bytes()) == body
        assert brotli.decompress(place.with_name("index.html.br").read_bytes()) == body
    assert sorted(file.name for file in place.parent.iterdir()) == ["index.html", "index.html.br", "index.html.gz"]


def test_a_notice_takes_the_place_of_a_page():
    """Withdrawing leaves the notice and nothing of the page; a page may come back."""
    place = tree.file_for("one.test", "/vi/a.html")
    tree.write(place, b"page")
    tree.put_stand_in(place, 410, b"gone")
    assert [file.name for file in place.parent.iterdir()] == ["a.html.410"]
    tree.write(place, b"page")
    assert place.read_bytes() == b"page"
    assert not place.with_name("a.html.410").exists()


def test_a_failed_write_leaves_the_old_page(monkeypatch):
    """When the disk fails while a page is written, the old page stands and no rubbish is left."""
    place = tree.file_for("one.test", "/vi/a.txt")
    tree.write(place, b"old")

    def fail(handle):
        raise OSError("No space left on device")

    monkeypatch.setattr(tree.os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        tree.write(place, b"new")
    assert place.read_bytes() == b"old"
    assert sorted(file.name for file in place.parent.iterdir()) == ["a.txt", "a.txt.br", "a.txt.gz"]


def test_each_announcement_raises_the_generation():
    """The counter the front server watches goes up by one each time."""
    for expected in (1, 2, 3):
        tree.announce()
        assert struct.unpack("<Q", (tree.root() / ".generation").read_bytes())[0] == expected


def open_files():
    """What this process holds open of pages that are no more: descriptors by what they hold."""
    return {os.pread(handle, 100, 0): handle for handle in held._files}


def test_what_a_page_was_is_freed_later(monkeypatch):
    """A replaced or removed page's files keep their place on the disk until they are let go, which happens by itself."""
    held.free()
    place, other = tree.file_for("one.test", "/vi/"), tree.file_for("one.test", "/en/")
    tree.write(place, b"<p>one</p>")
    tree.write(other, b"<p>other</p>")
    assert not open_files()
    monkeypatch.setattr(held, "SECONDS", 0.5)
    tree.write(place, b"<p>two</p>")
    assert b"<p>one</p>" in open_files()
    tree.remove(other)
    assert b"<p>other</p>" in open_files()
    assert len(held._files) == 6
    assert place.read_bytes() == b"<p>two</p>"
    assert not other.exists()
    handles = list(held._files)
    for _ in range(100):
        if not held._files:
            break
        time.sleep(0.05)
    assert not held._files
    for handle in handles:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(handle)


def test_what_a_page_was_is_freed_though_the_disk_failed(monkeypatch):
    """A disk that fails while pages are put in their places keeps nothing of what they were for longer."""
    held.free()
    place = tree.file_for("one.test", "/vi/")
    tree.write(place, b"<p>one</p>")
    sync, asked = tree._sync, []

    class Timer:
        def __init__(self, _seconds, work):
            asked.append(work)

        def start(self):
            """Not before the test asks."""

        def cancel(self):
            """It has not begun."""

    def fail(places):
        if str(place.parent) in places:
            raise OSError("Input/output error")
        sync(places)

    monkeypatch.setattr(held.threading, "Timer", Timer)
    monkeypatch.setattr(tree, "_sync", fail)
    with pytest.raises(OSError, match="Input/output"):
        tree.write(place, b"<p>two</p>")
    assert held._files
    [free] = asked
    free()
    assert not held._files


def test_no_more_is_held_than_may_be(monkeypatch):
    """Whatever is replaced at once, so many files are held open and no more; where none can be, pages are replaced too."""
    held.free()
    monkeypatch.setattr(held, "MOST", 4)
    places = [tree.file_for("one.test", f"/{number}.txt") for number in range(5)]
    for body in (b"old", b"new"):
        with tree.Tray() as tray:
            for place in places:
                tray.write(place, body)
        assert len(held._files) <= 4
    monkeypatch.setattr(held, "MOST", -1)
    tree.write(places[0], b"newer")
    assert not held._files
    assert places[0].read_bytes() == b"newer"
    assert {place.read_bytes() for place in places[1:]} == {b"new"}


def test_pages_are_replaced_by_who_may_open_few_files():
    """Where a process may have few files open, what it holds leaves it most of them for its other work."""
    held.free()
    places = [tree.file_for("one.test", f"/{number}/") for number in range(60)]
    used = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 64
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = used + 100
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (few, most))
        for body in (b"old", b"new"):
            with tree.Tray() as tray:
                for place in places:
                    tray.write(place, body)
        assert len(held._files) <= few // 4
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    assert {place.read_bytes() for place in places} == {b"new"}


def test_what_an_older_version_set_aside_is_thrown_away():
    """A folder where files are written is no baker's of today, and what lies in it takes up the disk for nothing."""
    tree.write(tree.file_for("one.test", "/a.txt"), b"page")
    before = tree.root() / ".oven" / "before"
    before.mkdir()
    (before / "page").write_bytes(b"what it was")
    tree.sweep()
    assert before.exists()
    os.utime(before, (0, 0))
    tree.sweep()
    assert not before.exists()
