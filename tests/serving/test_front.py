"""The front server, as a process, over real sockets."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import os
import socket
import threading
import time

import brotli
import pytest
import waitress
from backports import zstd

from fronting import BUSY_FOR, CLOSE, ON_DEMAND, PAGE, Tree, application, ask, raw, start, worker_memory
from tintuc.publishing.answers import BAKED
from tintuc.serving.store import Store


def test_a_page_in_every_form(port):
    """A page comes plain, as gzip, brotli or Zstandard, by what the reader takes, and says so to caches."""
    tags = set()
    for accept, coding, unpack in (
        ("", None, bytes),
        ("gzip", "gzip", gzip.decompress),
        ("gzip, br", "br", brotli.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("br;q=0, *;q=0", None, bytes),
        ("identity", None, bytes),
        ("zstd", "zstd", zstd.decompress),
        ("br;q=0.5, zstd", "zstd", zstd.decompress),
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
    ):
        answer, body = ask(port, "/vi/", Accept_Encoding=accept) if accept else ask(port, "/vi/")
        assert answer.status == 200
        assert answer.headers["Content-Encoding"] == coding
        assert unpack(body) == PAGE
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Content-Length"] == str(len(body))
        tags.add(answer.headers["ETag"])
    assert len(tags) == 4
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_reader_who_has_it_gets_304(port):
    """If-None-Match with the page's tag, alone, weak, in a list or as a star, is answered without a body."""
    tag = ask(port, "/vi/")[0].headers["ETag"]
    for value in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer, body = ask(port, "/vi/", If_None_Match=value)
        assert (answer.status, body) == (304, b"")
        assert answer.headers["ETag"] == tag
    assert ask(port, "/vi/", If_None_Match='"other"')[0].status == 200


def test_head_has_no_body(port):
    """HEAD tells the length and sends nothing."""
    answer, body = ask(port, "/vi/", method="HEAD")
    assert (answer.status, body, answer.headers["Content-Length"]) == (200, b"", str(len(PAGE)))


def test_queries_do_not_reach_the_application_for_baked_pages(port):
    """A baked page with any query is the same baked page."""
    assert ask(port, "/vi/?utm_source=x")[1] == PAGE


def test_hosts(port):
    """Another name of a site leads to its host, the desk goes to the application, a stranger gets 421."""
    answer, _ = ask(port, "/vi/?a=1", host="www.one.test:8000")
    assert (answer.status, answer.headers["Location"]) == (301, "http://one.test:8000/vi/?a=1")
    assert ask(port, "/vi/", host="nobody.test")[0].status == 421
    assert ask(port, "/vi/", host="")[0].status == 421
    assert json.loads(ask(port, "/vi/", host="desk.test")[1])["host"] == "desk.test"
    assert ask(port, "/vi/", host="two.test")[1] != PAGE
    assert ask(port, "/-/health", host="127.0.0.1")[0].status == 200


@pytest.mark.parametrize(
    "path",
    ["/../one.test/vi/index.html", "/vi/../../.hosts.json", "/.hosts.json", "/.generation", "/%2e%2e/.hosts.json",
     "/vi/index.html.br", "/vi/%00", "/vi//index.html", "/vi/.index.html", "/%ff", "/vi/index.html%00.txt"],
)  # fmt: skip
def test_no_path_leads_out_or_behind(port, path):
    """Paths that climb, hide or name a sidecar are no baked pages: the application says what they are."""
    answer, body = ask(port, path)
    assert answer.status in (200, 400)
    assert b'"desk"' not in body
    assert body != PAGE


def test_no_link_leads_out(port, tree, tmp_path):
    """A symbolic link in the tree is not followed."""
    (tmp_path / "secret").write_text("secret")
    (tree.root / "one.test" / "link.html").symlink_to(tmp_path / "secret")
    assert b"secret" not in ask(port, "/link.html")[1]


def test_a_slash_is_added(port):
    """A folder without its slash leads to the page."""
    answer, _ = ask(port, "/vi")
    assert (answer.status, answer.headers["Location"]) == (301, "http://one.test/vi/")


def test_the_baker_is_followed_at_once(port, tree):
    """A new, a changed, a withdrawn and a moved page show with the very next request."""
    tree.put("one.test", "vi/a.html", b"first")
    assert ask(port, "/vi/a.html")[1] == b"first"
    for number in range(20):
        tree.put("one.test", "vi/a.html", b"%d" % number)
        assert ask(port, "/vi/a.html")[1] == b"%d" % number
    place = tree.root / "one.test" / "vi" / "a.html"
    for ending in ("", ".br", ".gz"):
        place.with_name(place.name + ending).unlink()
    place.with_name("a.html.410").write_bytes(b"withdrawn")
    tree.announce()
    answer, body = ask(port, "/vi/a.html")
    assert (answer.status, body) == (410, b"withdrawn")
    place.with_name("a.html.410").unlink()
    place.with_name("a.html.302").write_bytes(b"/vi/")
    tree.announce()
    answer, _ = ask(port, "/vi/a.html")
    assert (answer.status, answer.headers["Location"]) == (302, "/vi/")


@pytest.fixture
def on_demand():
    """By path, what the application does to bake a page."""
    yield ON_DEMAND
    ON_DEMAND.clear()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_baked_on_demand_is_answered_like_any_other(port, tree, on_demand, method):
    """Its first reader gets it packed, with our headers and nothing of the application's answer; the next a 304."""
    asked, path = [], f"/vi/{method}.html"
    on_demand[path] = lambda: (asked.append(1), tree.put("one.test", path[1:], PAGE))
    answer, body = ask(port, path, method=method, Accept_Encoding="br")
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "br")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert BAKED not in answer.headers
    assert method == "HEAD" or brotli.decompress(body) == PAGE
    again, _ = ask(port, path, Accept_Encoding="br", If_None_Match=answer.headers["ETag"])
    assert (again.status, len(asked)) == (304, 1)


def test_a_reader_waits_for_his_turn(port, monkeypatch):
    """An application that has too many pages to bake is asked again."""
    monkeypatch.setitem(BUSY_FOR, "/vi/turn.html", 2)
    begun = time.monotonic()
    answer, body = ask(port, "/vi/turn.html")
    assert (answer.status, json.loads(body)["path"]) == (200, "/vi/turn.html")
    assert time.monotonic() - begun > 0.4


def test_what_waits_behind_a_page_baked_on_demand_is_answered(port, tree, on_demand):
    """Pipelined requests get their answers in the order they were asked."""
    on_demand["/vi/cold.html"] = lambda: tree.put("one.test", "vi/cold.html", b"<p>cold</p>")
    head = b"GET %s HTTP/1.1\r\nHost: one.test\r\n%s\r\n"
    got = raw(port, head % (b"/vi/cold.html", b"") + head % (b"/vi/", b"") + head % (b"/vi/cold.html", CLOSE))
    assert got.count(b"HTTP/1.1 200 OK") == 3
    assert got.index(b"<p>cold</p>") < got.index(PAGE) < got.rindex(b"<p>cold</p>")


def test_a_page_that_was_promised_and_is_not_there_is_no_endless_errand(port, on_demand):
    """If the page is gone again the application is asked once more, and what it says then is passed on."""
    asked = []
    on_demand["/vi/gone.html"] = lambda: asked.append(1)
    answer, body = ask(port, "/vi/gone.html")
    assert (answer.status, len(asked)) == (200, 2)
    assert json.loads(body)["path"] == "/vi/gone.html"
    assert BAKED not in answer.headers


def test_assets_are_kept_for_ever(port, tree):
    """Files under a hash may be kept by caches for ever, on every host."""
    tree.put("_assets", "style.abc.css", b"p{}")
    answer, body = ask(port, "/_a/style.abc.css", host="two.test")
    assert body == b"p{}"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"].startswith("text/css")


def test_everything_else_goes_on(port):
    """Other requests reach the application whole: path, query, body and host."""
    answer, body = ask(port, "/c/r?x=1", method="POST", body=b"y" * 100_000)
    told = json.loads(body)
    assert (answer.status, told["size"], told["query"], told["method"]) == (200, 100_000, "x=1", "POST")
    assert json.loads(ask(port, "/vi/", method="POST", body=b"")[1])["path"] == "/vi/"


def test_nobody_says_who_he_is(port):
    """A client's own X-Forwarded-For is dropped; the application is told who really asked."""
    told = json.loads(ask(port, "/x", X_Forwarded_For="203.0.113.1")[1])
    assert told["client"] == "127.0.0.1"


def test_a_trusted_proxy_is_believed(tree, app):
    """What a proxy the operator trusts says of the client reaches the application."""
    process, port = start(tree, app, "--trusted-proxy", "127.0.0.0/8")
    try:
        told = json.loads(ask(port, "/x", X_Forwarded_For="198.51.100.7, 203.0.113.1")[1])
        assert told["client"] == "203.0.113.1"
    finally:
        process.terminate()
        process.wait(5)


def test_an_answer_without_length_is_whole(port):
    """An answer whose length the application does not tell arrives whole."""
    assert len(ask(port, "/stream")[1]) == 50_000


def test_pipelined_requests_are_answered_in_order(port):
    """Requests sent in one go, baked and not, are answered in the order they came."""
    line = b"GET %s HTTP/1.1\r\nHost: one.test\r\n%s\r\n"
    data = b"".join(line % (path, b"") for path in (b"/slow", b"/vi/", b"/x1", b"/vi/"))
    data += line % (b"/x2", b"Connection: close\r\n")
    got = raw(port, data)
    places = [got.index(b'"/slow"'), got.index(PAGE), got.index(b'"/x1"'), got.rindex(PAGE), got.index(b'"/x2"')]
    assert places == sorted(places)
    assert got.count(b"HTTP/1.1 200") == 5


def test_rubbish_is_refused(port):
    """What is not HTTP gets 400 and the line is closed; a head or body too large gets 431 or 413."""
    assert raw(port, b"\x16\x03\x01 rubbish\r\n\r\n").startswith(b"HTTP/1.1 400")
    big = b"GET /vi/ HTTP/1.1\r\nHost: one.test\r\nX: " + b"y" * 40_000 + b"\r\n\r\n"
    assert raw(port, big).startswith(b"HTTP/1.1 431")
    two = b"GET /vi/ HTTP/1.1\r\nHost: one.test\r\nHost: two.test\r\nConnection: close\r\n\r\n"
    assert raw(port, two).startswith(b"HTTP/1.1 400")
    absolute = b"GET http://two.test/vi/ HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n"
    assert PAGE not in raw(port, absolute)


def test_old_clients(port):
    """HTTP/1.0 is answered and closed; with keep-alive it is told so."""
    got = raw(port, b"GET /vi/ HTTP/1.0\r\nHost: one.test\r\n\r\n")
    assert got.startswith(b"HTTP/1.1 200")
    assert b"Connection: close" in got


def test_readers_do_not_notice_a_dead_application(tree, tmp_path):
    """Without an application baked pages are served, and the rest is told to come back."""
    process, port = start(tree, str(tmp_path / "nobody"))
    try:
        assert ask(port, "/vi/")[1] == PAGE
        answer, _ = ask(port, "/search")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
        assert ask(port, "/vi/")[1] == PAGE
    finally:
        process.terminate()
        process.wait(5)


def test_a_reader_waits_for_an_application_that_is_started_again(tree, tmp_path):
    """What is read is asked for again for a moment, so a restart is no error; what is sent is not sent twice."""
    path = str(tmp_path / "application")
    process, port = start(tree, path)
    try:
        answers = []
        reading = threading.Thread(target=lambda: answers.append(ask(port, "/search?q=pier")))
        reading.start()
        assert ask(port, "/c/", method="POST", body=b"x")[0].status == 503
        server = waitress.create_server(application, unix_socket=path, threads=1)
        threading.Thread(target=server.run, daemon=True).start()
        reading.join(5)
        answer, body = answers[0]
        assert (answer.status, json.loads(body)["query"]) == (200, "q=pier")
        server.close()
    finally:
        process.terminate()
        process.wait(5)


def test_a_request_that_kills_the_application_is_asked_twice_at_most(tree, tmp_path):
    """It may have died by chance; what it dies of each time must not keep it dying for as long as a reader waits."""
    path, asked = str(tmp_path / "application"), []
    process, port = start(tree, path)
    with socket.socket(socket.AF_UNIX) as dying:
        dying.bind(path)
        dying.listen()

        def die():
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = dying.accept()
                    asked.append(connection.recv(65536))
                    connection.close()

        threading.Thread(target=die, daemon=True).start()
        try:
            assert ask(port, "/search?q=pier")[0].status == 503
            assert len(asked) == 2
        finally:
            process.terminate()
            process.wait(5)


def test_slow_clients_do_not_stop_others(port):
    """A hundred connections that send a byte and wait leave the server answering."""
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(100)]
    for connection in idle:
        connection.sendall(b"GET /vi/ HT")
    begun = time.monotonic()
    assert ask(port, "/vi/")[1] == PAGE
    assert time.monotonic() - begun < 1
    for connection in idle:
        connection.close()


def test_what_is_packed_on_demand_follows_the_baker(port, tree):
    """A page in Zstandard is the page that is baked now, has a tag of its own, and there is none of a picture."""
    for text in (b"first " * 90, b"second " * 90):
        tree.put("one.test", "vi/z.html", text)
        for _ in range(2):
            answer, body = ask(port, "/vi/z.html", Accept_Encoding="zstd")
            assert zstd.decompress(body) == text
        tag = answer.headers["ETag"]
        assert ask(port, "/vi/z.html", Accept_Encoding="zstd", If_None_Match=tag)[0].status == 304
        assert ask(port, "/vi/z.html", Accept_Encoding="br", If_None_Match=tag)[0].status == 200
    (tree.root / "one.test" / "z.webp").write_bytes(b"RIFF" * 90)
    tree.announce()
    assert ask(port, "/z.webp", Accept_Encoding="zstd")[0].headers["Content-Encoding"] is None


def test_memory_is_bounded(tree, app):
    """Pages of seven times the memory's size are all served, in each form, and the process does not grow with them."""
    for number in range(400):
        tree.put("two.test", f"en/{number}.html", os.urandom(20_000))
    process, port = start(tree, app, "--memory", "4")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        for accept in ("br", "zstd", "zstd"):
            for number in range(400):
                headers = {"Host": "two.test", "Accept-Encoding": accept}
                connection.request("GET", f"/en/{number}.html", headers=headers)
                assert len(connection.getresponse().read()) >= 20_000
            assert worker_memory(process.pid) < 50_000
    finally:
        connection.close()
        process.terminate()
        process.wait(5)


def test_a_page_that_is_sent_is_held(tmp_path):
    """Where all pages in memory are in use, one of them goes and the new one is held: what is sent is counted."""
    tree = Tree(tmp_path / "baked")
    for name in "abcd":
        tree.put("one.test", name, os.urandom(9_000))
    store = Store(tree.root, 60_000)
    for second, name in enumerate("abcdabcd", 1):
        page = store.page("one.test", "/" + name)
        store.form(page, ("zstd",)).whole.second = second
        assert page.kept
        assert store.used == sum(page.size for page in store.pages.values()) <= 60_000


def test_only_what_is_asked_for_is_read(tmp_path):
    """A form lies in memory once somebody took it, and there is none of a page whose files are gone."""
    tree = Tree(tmp_path / "baked")
    store = Store(tree.root, 1_000_000)
    page = store.page("one.test", "/vi/")
    assert store.form(page, ("br", "gzip")).size < len(PAGE)
    assert set(page.forms) == {"br"}
    tree.put("one.test", "vi/gone.html", PAGE)
    page = store.page("one.test", "/vi/gone.html")
    for ending in ("", ".br", ".gz"):
        (tree.root / f"one.test/vi/gone.html{ending}").unlink()
    assert store.form(page, ("br", "gzip", "zstd")) is None


def test_what_lies_there_unpacked_is_packed(tmp_path):
    """A page without files beside it is packed when somebody asks for it; what is no text goes out as it is."""
    tree = Tree(tmp_path / "baked")
    store = Store(tree.root, 1_000_000)
    tree.put("one.test", "vi/month/index.html", PAGE, packed=False)
    tree.put("one.test", "vi/picture.webp", PAGE, packed=False)
    page = store.page("one.test", "/vi/month/")
    for coding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress), ("zstd", zstd.decompress)):
        answer = store.form(page, (coding,)).whole
        assert unpack(answer.wire[answer.body_at :]) == PAGE
        assert f"Content-Encoding: {coding}".encode() in answer.wire
    assert store.used == page.size
    assert store.form(store.page("one.test", "/vi/picture.webp"), ("br", "gzip", "zstd")).size == len(PAGE)
