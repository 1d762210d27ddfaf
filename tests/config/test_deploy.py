"""Configurations are tested with the servers they are for; where one is missing, its tests are skipped by name."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest
import waitress

from fronting import PAGE, Tree, application, raw, start
from tintuc.config.cli import main
from tintuc.config.deploy import Newsroom, NotWritable, caddy, nginx, systemd
from tintuc.config.notify import Notifier

#: What nginx says of itself, and what differs between two servers of one page.
OWN = {"date", "server", "etag", "connection", "keep-alive", "transfer-encoding"}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A baked tree of two sites with a toy application and the front server, and the front server's port."""
    folder = tmp_path_factory.mktemp("deploy")
    tree = Tree(folder / "baked")
    tree.put("one.test", "vi/bài.html", PAGE)
    tree.put("one.test", "vi/rss.xml", b"<rss/>" * 50)
    tree.put("one.test", "vi/data.json", b'{"a": 1}' * 50)
    tree.put("one.test", "sitemap.xml", b"<urlset/>" * 50)
    tree.put("two.test", "en/index.html", b"<p>two</p>" * 50)
    tree.put("one.test", "vi/month/index.html", PAGE, packed=False)
    tree.put("one.test", "vi/atom.xml", b"<feed/>" * 200, packed=False)
    tree.put("_assets", "style.abc.css", b"p{}" * 50)
    (tree.root / "_media").mkdir()
    (tree.root / "_media" / "abc.webp").write_bytes(b"RIFF" * 500)
    (tree.root / "one.test" / "vi" / "gone.html.410").write_bytes(b"<p>withdrawn</p>")
    (tree.root / "one.test" / "vi" / "moved.html.301").write_bytes(b"/vi/")
    (tree.root / "one.test" / "vi" / ".hidden.html").write_bytes(b"hidden")
    (folder / "secret.html").write_text("secret")
    tree.announce()
    app = str(folder / "app")
    trust = {"trusted_proxy": "localhost", "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
    server = waitress.create_server(application, unix_socket=app, threads=4, **trust)
    threading.Thread(target=server.run, daemon=True).start()
    process, port = start(tree, app, "--trusted-proxy", "127.0.0.0/8")
    yield folder, tree, port
    process.terminate()
    process.wait(6)
    server.close()


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running_nginx(newsroom: Newsroom, place: Path, port: int):
    """The real nginx on a written configuration."""
    if shutil.which("nginx") is None:
        pytest.skip("needs nginx (Debian package nginx-light)")
    place.mkdir()
    brotli = nginx.BROTLI.exists()
    (place / "site.conf").write_text(nginx.write(newsroom, brotli=brotli))
    temporary = " ".join(f"{kind}_temp_path {place};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (place / "nginx.conf").write_text(
        f"{f'load_module {nginx.BROTLI};' if brotli else ''}\nuser root; daemon off; pid {place}/pid;\n"
        f"error_log {place}/error.log notice; worker_processes 1; events {{ }}\n"
        f"http {{ access_log off; {temporary} include {place}/site.conf; }}\n"
    )
    command = ["nginx", "-c", str(place / "nginx.conf"), "-p", str(place)]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr
    process = subprocess.Popen(command)
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            break
        time.sleep(0.05)
    try:
        yield brotli
    finally:
        process.terminate()
        process.wait(10)


def ask(port: int, path: str, host: str, method: str = "GET", **headers: str):
    """An answer as status, headers by small letters, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers={"Host": host} | named)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    found = {name.lower(): value for name, value in answer.getheaders() if name.lower() not in OWN}
    return answer.status, found, body


@pytest.fixture(scope="module")
def behind(house):
    """nginx before the front server, without TLS: its port, and whether it has brotli."""
    folder, _, front = house
    port = free_port()
    newsroom = Newsroom(
        folder,
        "desk.test",
        {"one.test": ["www.one.test"], "two.test": []},
        https=False,
        front=f"127.0.0.1:{front}",
        http_listen=f"127.0.0.1:{port}",
    )
    with running_nginx(newsroom, folder / "nginx", port) as brotli:
        yield port, brotli


@pytest.mark.parametrize("accept", [None, "gzip", "gzip, deflate, br, zstd", "br;q=0, gzip"])
@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("one.test", "/vi/"),
        ("one.test", "/vi/?utm_source=x"),
        ("one.test", "/vi/index.html"),
        ("one.test", "/vi/b%C3%A0i.html"),
        ("one.test", "/vi/rss.xml"),
        ("one.test", "/vi/data.json"),
        ("one.test", "/sitemap.xml"),
        ("one.test", "/_a/style.abc.css"),
        ("two.test", "/_m/abc.webp"),
        ("two.test", "/en/"),
        ("one.test", "/vi/gone.html"),
        ("one.test", "/vi/moved.html"),
    ],
)
def test_nginx_answers_as_the_front_server_does(house, behind, host, path, accept):
    """Status, every header but each server's own, and body are the same from nginx as from the front server."""
    (_, _, front), (port, brotli) = house, behind
    headers = {"Accept_Encoding": accept.replace(", br", "") if accept and not brotli else accept} if accept else {}
    for method in ("GET", "HEAD"):
        theirs, ours = ask(port, path, host, method, **headers), ask(front, path, host, method, **headers)
        assert theirs == ours
    assert theirs[0] in (200, 301, 410)


#: Pages that few read, which lie in the tree without packed forms.
COLD = ("/vi/month/", "/vi/atom.xml")


@pytest.mark.parametrize("path", COLD)
def test_nginx_packs_what_lies_there_unpacked(house, behind, path):
    """Pages that few read come packed all the same, with the headers they have from the front server."""
    (_, _, front), (port, _) = house, behind
    theirs, ours = (ask(one, path, "one.test", Accept_Encoding="gzip") for one in (port, front))
    assert gzip.decompress(theirs[2]) == gzip.decompress(ours[2]) == ask(port, path, "one.test")[2]
    for headers in (theirs[1], ours[1]):
        headers.pop("content-length", None)
    assert theirs[:2] == ours[:2]


@pytest.mark.parametrize(
    "path",
    ["/vi/index.html.br", "/vi/index.html.gz", "/vi/gone.html.410", "/vi/moved.html.301", "/vi/.hidden.html", "/.none",
     "/_a/", "/_m/none.webp", "/_a/..%2f..%2fsecret.html", "/_a../.hosts.json", "//vi/", "/search"],
)  # fmt: skip
def test_nginx_gives_nothing_away(behind, path):
    """Hidden names, sidecars, stand-ins, paths that climb and whatever is not baked are the application's to answer."""
    status, _, body = ask(behind[0], path, "one.test")
    assert status in (200, 400)
    assert b'"path"' in body or status == 400


def test_nginx_passes_the_rest_on(behind):
    """Other methods, the desk and other names of a site reach whom they should, and nobody says who he is."""
    port, _ = behind
    status, _, body = ask(port, "/vi/", "one.test", "POST", Content_Length="0")
    assert (status, json.loads(body)["method"]) == (200, "POST")
    assert json.loads(ask(port, "/vi/", "desk.test")[2])["host"] == "desk.test"
    status, headers, _ = ask(port, "/vi/?a=1", "www.one.test")
    assert (status, headers["location"]) == (301, "http://one.test/vi/?a=1")
    assert ask(port, "/vi/", "nobody.test")[0] == 421
    told = json.loads(ask(port, "/x", "one.test", X_Forwarded_For="203.0.113.9")[2])
    assert told["client"] == "127.0.0.1"
    status, headers, _ = ask(port, "/vi", "one.test")
    assert (status, headers["location"]) == (301, "http://one.test/vi/")


def test_nginx_says_304(behind):
    """A reader who has the page gets its caching headers and nothing else."""
    port, _ = behind
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/vi/", headers={"Host": "one.test"})
    first = connection.getresponse()
    first.read()
    status, headers, body = ask(port, "/vi/", "one.test", If_None_Match=first.headers["ETag"])
    assert (status, body) == (304, b"")
    assert (headers["vary"], headers["cache-control"]) == ("Accept-Encoding", first.headers["Cache-Control"])


def test_nginx_sees_a_withdrawal(house, behind):
    """A page that is taken down is gone from nginx a second later."""
    _, tree, _ = house
    port, _ = behind
    tree.put("one.test", "vi/soon.html", PAGE)
    assert ask(port, "/vi/soon.html", "one.test")[2] == PAGE
    place = tree.root / "one.test" / "vi" / "soon.html"
    for ending in ("", ".br", ".gz"):
        place.with_name(place.name + ending).unlink()
    place.with_name(place.name + ".410").write_bytes(b"gone")
    tree.announce()
    time.sleep(2.1)
    assert ask(port, "/vi/soon.html", "one.test")[::2] == (410, b"gone")


def test_nginx_speaks_http2_by_tls(house, tmp_path):
    """By TLS the same pages come, by HTTP/2 where the client likes, with HSTS; plain HTTP leads there."""
    folder, _, front = house
    for tool in ("openssl", "curl"):
        if shutil.which(tool) is None:
            pytest.skip(f"needs {tool}")
    certificate, key = tmp_path / "one.test.pem", tmp_path / "one.test.key"
    for host in ("one.test", "desk.test"):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}",
             "-keyout", str(tmp_path / f"{host}.key"), "-out", str(tmp_path / f"{host}.pem")],
            check=True, capture_output=True,
        )  # fmt: skip
    plain, secure = free_port(), free_port()
    newsroom = Newsroom(
        folder,
        "desk.test",
        {"one.test": ["www.one.test"]},
        https=True,
        front=f"127.0.0.1:{front}",
        http_listen=f"127.0.0.1:{plain}",
        https_listen=f"127.0.0.1:{secure}",
        certificate=str(tmp_path / "{host}.pem"),
        key=str(tmp_path / "{host}.key"),
    )
    assert certificate.exists()
    assert key.exists()
    with running_nginx(newsroom, tmp_path / "nginx", secure):
        got = subprocess.run(
            ["curl", "-sk", "--http2", "--resolve", f"one.test:{secure}:127.0.0.1", "-D", "-", "--noproxy", "*",
             f"https://one.test:{secure}/vi/"],
            capture_output=True, check=True,
        ).stdout  # fmt: skip
        assert got.startswith(b"HTTP/2 200")
        assert b"strict-transport-security: max-age=31536000" in got
        assert got.endswith(PAGE)
        status, headers, _ = ask(plain, "/vi/?a", "www.one.test")
        assert (status, headers["location"]) == (301, "https://www.one.test/vi/?a")
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with (
            socket.create_connection(("127.0.0.1", secure)) as connection,
            pytest.raises(ssl.SSLError),
            context.wrap_socket(connection, server_hostname="nobody.test"),
        ):
            pass
        redirected = subprocess.run(
            ["curl", "-sk", "--resolve", f"one.test:{secure}:127.0.0.1", "-o", "/dev/null", "-w", "%{redirect_url}",
             "--noproxy", "*", f"https://one.test:{secure}/vi"],
            capture_output=True, check=True, text=True,
        ).stdout  # fmt: skip
        assert redirected == f"https://one.test:{secure}/vi/"


def test_the_unit_is_sound(tmp_path):
    """systemd finds nothing to say about the unit, and it is shut off from the rest of the machine."""
    unit = tmp_path / "tintuc.service"
    unit.write_text(systemd.write(Newsroom(Path("/srv/news"), "desk.test", {"one.test": []}, https=True)))
    assert "WatchdogSec=" in unit.read_text()
    assert "TINTUC_HTTPS=1" in unit.read_text()
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze")
    found = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    said = [line for line in found.stderr.splitlines() if "tintuc" in line and "is not executable" not in line]
    assert said == []


@pytest.mark.parametrize("https", [True, False])
def test_caddy_takes_its_file(tmp_path, https):
    """Caddy finds the file valid."""
    if shutil.which("caddy") is None:
        pytest.skip("needs caddy")
    place = tmp_path / "Caddyfile"
    place.write_text(
        caddy.write(Newsroom(Path("/srv/news"), "desk.test", {"one.test": ["www.one.test"], "two.test": []}, https))
    )
    found = subprocess.run(
        ["caddy", "validate", "--adapter", "caddyfile", "--config", str(place)],
        capture_output=True, text=True, check=False, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert found.returncode == 0, found.stderr


def test_caddy_answers_as_the_front_server_does(house, tmp_path):
    """The same pages, forms and headers come from Caddy, and the rest from the front server."""
    if shutil.which("caddy") is None:
        pytest.skip("needs caddy")
    folder, _, front = house
    port = free_port()
    newsroom = Newsroom(
        folder,
        "desk.test",
        {"one.test": ["www.one.test"]},
        https=False,
        front=f"127.0.0.1:{front}",
        http_listen=str(port),
    )
    place = tmp_path / "Caddyfile"
    place.write_text(caddy.write(newsroom).replace("auto_https off", "auto_https off\n\tadmin off"))
    process = subprocess.Popen(
        ["caddy", "run", "--adapter", "caddyfile", "--config", str(place)],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            time.sleep(0.05)
        for path in (
            "/vi/",
            "/vi/b%C3%A0i.html",
            "/vi/rss.xml",
            "/_a/style.abc.css",
            "/vi/gone.html",
            "/vi/moved.html",
        ):
            for accept in ("identity", "gzip", "br"):
                theirs = ask(port, path, "one.test", Accept_Encoding=accept)
                assert theirs == ask(front, path, "one.test", Accept_Encoding=accept), (path, accept)
        for path in COLD:
            theirs, ours = (ask(one, path, "one.test", Accept_Encoding="gzip") for one in (port, front))
            assert gzip.decompress(theirs[2]) == gzip.decompress(ours[2]) == ask(port, path, "one.test")[2]
            assert theirs[1]["content-encoding"] == "gzip"
        assert b"path" in ask(port, "/vi/index.html.br", "one.test")[2]
        assert b"path" in ask(port, "/vi/.hidden.html", "one.test")[2]
        assert ask(port, "/vi/?a", "www.one.test")[1]["location"] == "http://one.test/vi/?a"
        assert json.loads(ask(port, "/x", "desk.test", X_Forwarded_For="203.0.113.9")[2])["client"] == "127.0.0.1"
        assert gzip.decompress(ask(port, "/vi/", "one.test", Accept_Encoding="gzip")[2]) == PAGE
        assert raw(port, b"GET /vi/ HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n").endswith(PAGE)
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize("folder", ["/srv/my news", "/srv/$news", '/srv/"news"', "/srv/news;", "/srv/news\n"])
def test_what_would_be_misread_is_not_written(folder):
    """A folder whose name means something in a configuration is refused rather than quoted wrongly."""
    with pytest.raises(NotWritable):
        Newsroom(Path(folder), "desk.test", {"one.test": []}, https=False)


def test_the_command_knows_the_network(site, capsys, tmp_path, monkeypatch):
    """The command writes for the hosts the database has, to a file or to standard output, and says when it cannot."""
    monkeypatch.setattr("tintuc.config.newsroom.open_folder", lambda _: None)
    assert main(["deploy", "nginx", "--dir", str(tmp_path), "--brotli", "no"]) == 0
    text = capsys.readouterr().out
    assert "server_name bac-dau.test;" in text
    assert "brotli_static" not in text
    assert main(["deploy", "caddy", "--dir", str(tmp_path), "--out", str(tmp_path / "Caddyfile")]) == 0
    assert f"root * {tmp_path}/baked/" in (tmp_path / "Caddyfile").read_text()
    assert main(["deploy", "systemd", "--dir", str(tmp_path), "--front", "unix:/run/x y"]) == 2
    assert "misread" in capsys.readouterr().err
    site.delete()
    assert main(["deploy", "nginx", "--dir", str(tmp_path)]) == 2


def test_systemd_is_told(tmp_path, monkeypatch):
    """systemd hears once that the newsroom is ready, and then, as often as it asks, that it is well while it is."""
    place, well = tmp_path / "notify", [True]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(place))
        listening.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(place))
        monkeypatch.setenv("WATCHDOG_USEC", "30000")
        notifier = Notifier(lambda: well[0])
        assert "NOTIFY_SOCKET" not in os.environ
        notifier.tick()
        with pytest.raises(BlockingIOError):
            listening.recv(100)
        notifier.ready()
        notifier.tick()
        assert (listening.recv(100), listening.recv(100)) == (b"READY=1", b"WATCHDOG=1")
        well[0] = False
        time.sleep(0.02)
        notifier.tick()
        with pytest.raises(BlockingIOError):
            listening.recv(100)
