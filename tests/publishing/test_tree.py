"""Baked files: whole or not there, never outside their host's folder."""

import gzip
import struct

import brotli
import pytest

from tintuc.publishing import tree


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


def test_what_a_page_was_is_freed_later():
    """A replaced page's files keep their place on the disk until they are let go, and nothing of them is in the tree."""
    place, before = tree.file_for("one.test", "/vi/"), tree.root() / ".oven" / tree.BEFORE
    tree.write(place, b"<p>one</p>")
    assert list(before.iterdir()) == []
    tree.write(place, b"<p>two</p>")
    assert b"<p>one</p>" in {file.read_bytes() for file in before.iterdir()}
    assert len(list(before.iterdir())) == 3
    assert place.read_bytes() == b"<p>two</p>"
    tree.free()
    assert list(before.iterdir()) == []
    assert place.read_bytes() == b"<p>two</p>"


def test_a_file_system_without_second_names(monkeypatch):
    """Where files can have but one name, pages are replaced all the same."""
    place = tree.file_for("one.test", "/vi/a.txt")
    tree.write(place, b"old")

    def refuse(*names):
        raise PermissionError("Operation not permitted")

    monkeypatch.setattr(tree.os, "link", refuse)
    tree.write(place, b"new")
    assert place.read_bytes() == b"new"
