"""What hostile, broken and unusual clients send, and that a second, stricter reading of it never gives another answer."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import time

import pytest

from fronting import CLOSE, GET, PAGE, ask, raw, rest, start, worker_memory

POST = b"POST /c/r HTTP/1.1\r\nHost: one.test\r\n%s\r\n%s"


def by_piece(port: int, data: bytes, size: int) -> bytes:
    """Send in pieces, so that no request comes whole."""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for at in range(0, len(data), size):
                connection.sendall(data[at : at + size])
                time.sleep(0.002)
        return rest(connection)


def undated(answer: bytes) -> bytes:
    """An answer but for its Date."""
    return re.sub(rb"Date: [^\r]*", b"Date: now", answer)


def statuses(answer: bytes) -> list[int]:
    """The statuses in a stream of answers."""
    return [int(found) for found in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]


@pytest.mark.parametrize(
    "more",
    [
        b"",
        b"Accept-Encoding: gzip, deflate, br, zstd\r\n",
        b"accept-encoding:gzip\r\n",
        b"Accept-Encoding: br;q=0.1, gzip;q=0.9\r\n",
        b"Accept-Encoding: gzip;q=0.5, identity\r\n",
        b"Accept-Encoding: gzip\r\nAccept-Encoding: br\r\n",
        b"Accept-Encoding: x-gzip\r\n",
        b"Accept-Encoding: zstd\r\n",
        b"If-None-Match: *\r\n",
        b'If-None-Match: "a", W/%s\r\n',
        b"If-None-Match: %s\r\n",
        b'If-None-Match: W/%s\r\nIf-None-Match: "b"\r\n',
        b"Range: bytes=0-9\r\n",
        b"Range: bytes=0-9\r\nIf-Range: %s\r\n",
        b"If-Modified-Since: Sat, 01 Jan 2050 00:00:00 GMT\r\n",
        b"User-Agent: " + b"u" * 3000 + b"\r\n",
        b"TE: trailers\r\n",
        b"Upgrade: h2c\r\n",
        b"Content-Length: 0\r\n",
    ],
)
def test_both_paths_answer_alike(port, more):
    """A request that comes in one piece, which the fast lane may take, and one in pieces have the same answer."""
    tag = ask(port, "/vi/")[0].headers["ETag"].encode()
    for one in (
        GET % (more.replace(b"%s", tag) + CLOSE),
        GET.replace(b"/vi/", b"/vi/?a=b") % (more.replace(b"%s", tag) + CLOSE),
    ):
        whole, again, pieces = raw(port, one), raw(port, one), by_piece(port, one, 7)
        assert undated(whole) == undated(again) == undated(pieces)
        assert statuses(whole) in ([200], [304])


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("gzip;q=0.5, br;q=0.5", "br"),
        ("gzip;q=0.5, identity", None),
        ("*", "br"),
        ("*;q=0", None),
        ("br;q=0.0001", None),
        ("br;q=x, gzip;q=2", None),
        ("br ; q=0.3", "br"),
        ("compress, brr", None),
        ("GZIP", "gzip"),
        ("zstd;q=0.9, gzip;q=0.8", "zstd"),
        ("gzip, zstd", "gzip"),
        ("zstd;q=0, *", "br"),
        ("br;q=0, gzip;q=0, *", "zstd"),
    ],
)
def test_weights_are_heeded(port, accept, coding):
    """A reader gets the form he gives most weight, and none he refuses or spells wrongly."""
    assert ask(port, "/vi/", Accept_Encoding=accept)[0].headers["Content-Encoding"] == coding


def test_a_range_is_not_served_in_part(port):
    """A request for a part gets the whole page, which every client must take."""
    answer, body = ask(port, "/vi/", Range="bytes=0-9")
    assert (answer.status, body) == (200, PAGE)
    assert "Accept-Ranges" not in answer.headers


@pytest.mark.parametrize(
    "data",
    [
        POST % (b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\nGET /vi/ HTTP/1.1\r\nHost: one.test\r\n\r\n"),
        POST % (b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", b"0\r\n\r\n"),
        POST % (b"Content-Length: 4\r\nContent-Length: 5\r\n", b"abcde"),
        POST % (b"Content-Length: 4, 4\r\n", b"abcd"),
        POST % (b"Content-Length: +4\r\n", b"abcd"),
        POST % (b"Content-Length: -1\r\n", b""),
        POST % (b"Content-Length: 0x4\r\n", b"abcd"),
        POST % (b"Content-Length : 4\r\n", b"abcd"),
        POST % (b"Content-Length: 99999999999999999999999\r\n", b"abcd"),
        POST % (b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n"),
        POST % (b"Transfer-Encoding: chunked, identity\r\n", b"0\r\n\r\n"),
        POST % (b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked, cow\r\n", b"0\r\n\r\n"),
        POST % (b"Transfer-Encoding:\x0bchunked\r\n", b"0\r\n\r\n"),
        POST % (b"Transfer-Encoding: chunked\r\n", b"zz\r\nabc\r\n0\r\n\r\n"),
        POST % (b"Transfer-Encoding: chunked\r\n", b"-1\r\nabc\r\n0\r\n\r\n"),
        POST % (b"Transfer-Encoding: chunked\r\n", b"ffffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
        POST % (b"Transfer-Encoding: chunked\r\n", b"3\r\nabcX\r\n0\r\n\r\n"),
        POST % (b"Transfer-Encoding: chunked\r\n", b"3\nabc\n0\n\n"),
        POST % (b"Transfer-Encoding: chunked\r\n", b"3;\nxx\r\nabc\r\n0\r\n\r\n"),
        POST % (b"Transfer-Encoding: chunked\r\n", b"3;a\rb\r\nabc\r\n0\r\n\r\n"),
        POST % (b"Transfer-Encoding: chunked\r\n", b"3 \r\nabc\r\n0\r\n\r\n"),
        POST % (b"Transfer-Encoding: chunked\r\n", b"5\r\nabcdeXX0\r\n\r\n"),
        POST % (b"Transfer-Encoding: chunked\r\n", b"0\r\n"),
        POST % (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"),
        POST % (b"Transfer-Encoding: gzip, chunked\r\n", b"0\r\n\r\n"),
        (POST % (b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\n")).replace(b"HTTP/1.1", b"HTTP/1.0"),
        POST % (b"Content-Length: \r\n", b""),
        POST % (b"Content-Length: 4 4\r\n", b"abcd"),
        b"GET /vi/ HTTP/1.1\r\nHost: one.test\r\nX: a\rContent-Length: 4\r\n\r\n",
        b"GET /vi/ HTTP/1.1\r\n Host: one.test\r\nHost: one.test\r\n\r\n",
        b"GET /vi/ HTTP/1.1\r\nHost: one.test\r\n\r folded\r\n\r\n",
        b"GET /vi/ HTTP/1.1\nHost: one.test\n\n",
        b"GET /vi/ HTTP/1.1\rHost: one.test\r\r",
        b"GET /vi/ HTTP/1.1\r\nHost one.test\r\n\r\n",
        b"GET /vi/ HTTP/1.1\r\nHost: one.test\r\nX: a\0b\r\n\r\n",
        b"GET /vi/ HTTP/1.1\r\nHost: one.test\r\nX y: b\r\n\r\n",
        b"GET /vi/ HTTP/1.1\r\nHost: one.test\r\n: b\r\n\r\n",
        b"GET /vi/\0 HTTP/1.1\r\nHost: one.test\r\n\r\n",
        b"GET /vi/%00 HTTP/1.1\r\nHost: one.test\r\n\r\n",
        b"GET /vi/ HTTP/1.1 \r\nHost: one.test\r\n\r\n",
        b"GET /vi/ HTTP/9.9\r\nHost: one.test\r\n\r\n",
        b"GET /vi/\r\nHost: one.test\r\n\r\n",
        b"GET vi/ HTTP/1.1\r\nHost: one.test\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: one.test\r\n\r\n",
        b"CONNECT one.test:443 HTTP/1.1\r\nHost: one.test\r\n\r\n",
        b"GET /vi/ HTTP/1.1\r\n\r\n",
        b"GET /vi/ HTTP/1.1\r\nHost: one.test\r\nHost: one.test\r\n\r\n",
        b"GET /vi/ HTTP/1.1\r\nHost: one.test, two.test\r\n\r\n",
        b"GET /vi/ HTTP/1.1\r\nHost: one.test/x\r\n\r\n",
        b"GET /vi/ HTTP/1.1\r\nHost: a@one.test\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)  # fmt: skip
def test_what_two_servers_could_read_differently_is_refused(port, data):
    """A request whose end or host is in doubt gets 400, 413 or 501, once, and nothing after it on the line is heard."""
    for got in (raw(port, data + GET % b""), by_piece(port, data + GET % b"", 11)):
        assert statuses(got) in ([400], [413], [501])
        assert PAGE not in got


def test_the_body_of_a_get_is_no_request(port):
    """What a GET carries as its body is swallowed, whatever it looks like."""
    hidden = b"GET /vi/hidden HTTP/1.1\r\nHost: one.test\r\n\r\n"
    got = raw(port, GET % (b"Content-Length: %d\r\n" % len(hidden)) + hidden + GET % CLOSE)
    assert statuses(got) == [200, 200]
    assert got.count(PAGE) == 2


def test_trailers_are_nobodys(port):
    """What comes after a chunked body does not become a header."""
    body = b"3\r\nabc\r\n0\r\nHost: two.test\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n"
    told = json.loads(raw(port, POST % (b"Transfer-Encoding: chunked\r\n" + CLOSE, body)).partition(b"\r\n\r\n")[2])
    assert (told["size"], told["host"], told["client"]) == (3, "one.test", "127.0.0.1")


def test_nothing_is_smuggled_in_a_header_named_nearly_so(port):
    """Headers with underscores, and those a Connection header names, do not reach the application."""
    more = (
        b"X_Forwarded_For: 203.0.113.9\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close, x-forwarded-for, host\r\n"
    )
    told = json.loads(raw(port, POST % (more + b"Content-Length: 0\r\n", b"")).partition(b"\r\n\r\n")[2])
    assert (told["client"], told["host"]) == ("127.0.0.1", "one.test")


def test_an_absolute_target_speaks_for_the_host(port):
    """A target with a host of its own is served for that host, whatever Host says (RFC 9112, 3.2.2)."""
    one = b"GET http://%s/vi/ HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
    assert raw(port, one % (b"one.test", b"two.test")).endswith(PAGE)
    assert json.loads(raw(port, one % (b"two.test", b"one.test")).partition(b"\r\n\r\n")[2])["host"] == "two.test"
    assert statuses(raw(port, one % (b"nobody.test", b"one.test"))) == [421]
    assert statuses(raw(port, one % (b"a@one.test", b"one.test"))) == [400]


@pytest.mark.parametrize("host", ["ONE.test", "one.test:8000", "One.Test:80"])
def test_a_host_is_known_by_its_name(port, host):
    """Neither a port nor capitals make another host."""
    assert ask(port, "/vi/", host=host)[1] == PAGE


@pytest.mark.parametrize(
    "path", ["/vi/./", "/vi/../vi/", "/%2e%2e/vi/", "/vi%2f", "/vi/%2e/", "//vi/", "/vi/;x", "/\\vi/"]
)
def test_other_spellings_are_not_the_page(port, path):
    """A path that would have to be tidied up first is no baked page: the application says what it is."""
    assert PAGE not in raw(port, b"GET %s HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n" % path.encode())


def test_percent_encoding_is_read_once(port, tree):
    """Letters that are percent-encoded lead to the page; what is encoded twice does not."""
    tree.put("one.test", "vi/đèo hải vân.html", b"pass")
    assert ask(port, "/vi/%C4%91%C3%A8o%20h%E1%BA%A3i%20v%C3%A2n.html")[1] == b"pass"
    assert ask(port, "/%76%69/")[1] == PAGE
    assert ask(port, "/%2576i/")[1] != PAGE


def test_a_body_is_awaited_and_bounded(port):
    """Expect: 100-continue is answered; what is announced, or comes, beyond the limit is refused before it is read."""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(POST % (b"Expect: 100-continue\r\nContent-Length: 3\r\n" + CLOSE, b""))
        assert connection.recv(100).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.sendall(b"abc")
        assert b'"size": 3' in rest(connection)
    assert statuses(raw(port, POST % (b"Expect: 100-continue\r\nContent-Length: 30000000\r\n", b""))) == [413]
    assert statuses(raw(port, POST % (b"Expect: the unexpected\r\nContent-Length: 3\r\n", b"abc"))) == [417]
    piece = b"100000\r\n" + bytes(0x100000) + b"\r\n"
    assert statuses(raw(port, POST % (b"Transfer-Encoding: chunked\r\n", piece * 26))) == [413]


def test_a_head_is_bounded(port):
    """Too long a line, too many headers or too much of them get 431."""
    assert statuses(raw(port, b"GET /" + b"a" * 40_000)) == [431]
    assert statuses(raw(port, GET % (b"X: y\r\n" * 500))) == [431]
    assert statuses(raw(port, GET % (b"X-Long: " + b"y" * 33_000 + b"\r\n"))) == [431]
    assert statuses(
        raw(port, b"GET /vi/?" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n")
    ) == [200]


def test_an_upgrade_is_declined(port):
    """A request that would also speak another protocol is answered in this one, once."""
    got = raw(port, GET % b"Connection: Upgrade\r\nUpgrade: websocket\r\n" + b"\x81\x05hello")
    assert statuses(got) == [200]
    assert got.endswith(PAGE)


def test_every_kind_of_request_in_one_stream(port):
    """Pipelined requests of all kinds, in pieces of any size, are answered in order, each once."""
    kinds = [
        (GET % b"", b"PAGE"),
        (b"HEAD /vi/ HTTP/1.1\r\nHost: one.test\r\n\r\n", b"HEAD"),
        (b"GET /slow?x HTTP/1.1\r\nHost: one.test\r\n\r\n", b"/slow"),
        (GET % b"If-None-Match: *\r\n", b"304"),
        (POST % (b"Content-Length: 3\r\n", b"abc"), b"/c/r"),
        (POST % (b"Transfer-Encoding: chunked\r\n", b"3\r\nabc\r\n0\r\n\r\n"), b"/c/r"),
    ]
    order = [0, 0, 1, 0, 2, 0, 3, 4, 0, 5, 1, 0, 0]
    data = b"".join(kinds[number][0] for number in order) + GET % CLOSE
    expected = [304 if number == 3 else 200 for number in order] + [200]
    for size in (1 << 20, 5, 64, 211):
        got = by_piece(port, data, size)
        assert statuses(got) == expected
        assert got.count(PAGE) == order.count(0) + 1


def test_a_flood_of_requests_is_bounded(port):
    """One who sends thousands of requests in one go gets his answers in order, or those of the first ones and an end."""
    got = raw(port, GET % b"" * 3000 + GET % CLOSE)
    assert got.count(b"HTTP/1.1 200 OK") == 3001
    got = raw(
        port, b"GET /slow HTTP/1.1\r\nHost: one.test\r\n\r\n" + b"HEAD /vi/ HTTP/1.1\r\nHost: one.test\r\n\r\n" * 3000
    )
    assert 2 <= got.count(b"HTTP/1.1 200 OK") < 100
    assert b"Connection: close" in got


def test_one_who_does_not_read_costs_no_memory(tree, app):
    """Thousands of answers nobody takes are not made."""
    tree.put("one.test", "big.html", bytes(500_000))
    process, port = start(tree, app, "--body-time", "1")
    try:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setblocking(False)
            one = b"GET /big.html HTTP/1.1\r\nHost: one.test\r\nX: %d\r\n\r\n"
            with contextlib.suppress(BlockingIOError):
                for number in range(100_000):
                    connection.send(one % number)
            time.sleep(0.5)
            assert worker_memory(process.pid) < 120_000
            assert ask(port, "/vi/")[1] == PAGE
    finally:
        process.terminate()
        assert process.wait(6) == 0


def test_a_large_file_is_sent_from_disk(port, tree):
    """A file beyond what memory keeps comes whole, and before what was asked for after it."""
    body = bytes(range(256)) * 12_000
    place = tree.root / "_media" / "large.webp"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(body)
    tree.announce()
    one = b"GET /_m/large.webp HTTP/1.1\r\nHost: one.test\r\n\r\n"
    got = raw(port, one + GET % b"" + one + GET % CLOSE)
    assert statuses(got) == [200, 200, 200, 200]
    assert got.count(body) == 2
    assert got.endswith(PAGE)
    answer, nothing = ask(port, "/_m/large.webp", method="HEAD")
    assert (answer.headers["Content-Length"], nothing) == (str(len(body)), b"")
    assert ask(port, "/_m/large.webp", If_None_Match=answer.headers["ETag"])[0].status == 304


def test_too_many_connections(tree, app):
    """Beyond the limit a connection is told to come back, and those there are go on."""
    process, port = start(tree, app, "--connections", "5")
    try:
        held = [socket.create_connection(("127.0.0.1", port)) for _ in range(5)]
        time.sleep(0.2)
        assert statuses(raw(port, GET % b"")) == [503]
        held[0].sendall(GET % b"")
        assert statuses(held[0].recv(65536)) == [200]
    finally:
        process.terminate()
        process.wait(6)


def test_the_access_log(tree, app, tmp_path):
    """Each answer of either path leaves a line with who asked, what, how it went and where."""
    place = tmp_path / "access.log"
    process, port = start(tree, app, "--access-log", str(place), "--trusted-proxy", "127.0.0.1")
    try:
        ask(port, "/vi/", Accept_Encoding="gzip", X_Forwarded_For="198.51.100.7, 127.0.0.1")
        ask(port, "/vi/?a=%22", If_None_Match="*")
        ask(port, "/x", method="POST", body=b"y")
        raw(port, b'GET /"a" HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n')
    finally:
        process.terminate()
        process.wait(6)
    lines = [line for line in place.read_text().splitlines() if line.endswith("one.test")]
    shape = r'(\S+) - - \[[^]]+\] "([^"]*)" (\d+) (\d+) one\.test'
    found = [re.fullmatch(shape, line).groups() for line in lines]
    assert [(line[0], line[1].split()[0], line[2]) for line in found] == [
        ("198.51.100.7", "GET", "200"), ("127.0.0.1", "GET", "304"), ("127.0.0.1", "POST", "200"), ("127.0.0.1", "GET", "200"),
    ]  # fmt: skip
    assert "/\\x22a\\x22" in lines[3]


@pytest.mark.parametrize(
    ("said", "client"),
    [
        ("203.0.113.1", "203.0.113.1"),
        ("198.51.100.7, 203.0.113.1", "203.0.113.1"),
        ("198.51.100.7, 127.0.0.9", "198.51.100.7"),
        ("198.51.100.7, rubbish", "127.0.0.1"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_nearest_stranger_is_the_client(said, client):
    """Of a chain of proxies the address nearest to us that is no trusted proxy's counts; rubbish ends the chain."""
    from tintuc.serving.clients import client_of, networks

    assert client_of("127.0.0.1", said.encode(), networks(["127.0.0.0/8"])) == client
    assert client_of("192.0.2.1", said.encode(), networks(["127.0.0.0/8"])) == "192.0.2.1"
    assert client_of("::ffff:127.0.0.1", b"192.0.2.7", networks(["127.0.0.0/8"])) == "192.0.2.7"
