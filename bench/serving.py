"""CPU a request, latency and memory of the front server beside a tuned nginx, on the same baked files in one run.

Server on core 0, wrk on core 1 (see ``harness.py``). A ratio is ours divided by nginx's. Prints JSON.
``ROUNDS=5 SECONDS=2 python bench/serving.py [--short]``: ``--short`` leaves the memory of 100,000 pages out.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness import BROWSER, Missing, Server, alternate, compared, folder, free_port, lua, machine, need, running

TEXT = "Thị trấn cảng mở bến phà mới sau hai năm xây dựng và một năm chờ đợi của người dân trên đảo"
HOSTS, PAGES = 10, 1000
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
ALL = {"Accept-Encoding": BROWSER["Accept-Encoding"]}

#: Tuned as far as we know how: every file stays open, nothing is logged or compressed, one server a host. By TLS once
#: with the files and once with our server behind it.
NGINX = """
load_module {brotli};
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
worker_rlimit_nofile 65536;
events {{ worker_connections 8192; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; keepalive_timeout 65; etag on;
  open_file_cache max=20000 inactive=60s; open_file_cache_valid 60s; open_file_cache_min_uses 1;
  types {{ text/html html; }} default_type text/html; gzip_static on; brotli_static on; gzip_vary on;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
  scgi_temp_path {folder}; ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
  ssl_protocols TLSv1.3; ssl_session_cache shared:s:1m;
  upstream front {{ server 127.0.0.1:{ours}; keepalive 64; keepalive_requests 100000000; }}
  server {{
    listen 127.0.0.1:{hop} ssl; proxy_http_version 1.1; proxy_set_header Connection "";
    proxy_set_header Host $host; location / {{ proxy_pass http://front; }}
  }}
{servers}
}}
"""
SERVER = (
    "  server {{ listen 127.0.0.1:{port} reuseport; listen 127.0.0.1:{tls} ssl reuseport; server_name {host}; "
    "root {folder}/baked/{host}; }}"
)


def host_of(number: int) -> str:
    """The host of a page."""
    return f"site-{number % HOSTS}.test"


def bake(where: Path) -> None:
    """Write pages of a real page's size, with their compressed forms."""
    os.environ["TINTUC_DIR"] = str(where)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tintuc.config.settings")
    from tintuc.publishing import tree

    words = TEXT.split()
    for number in range(PAGES):
        text = " ".join(words[(number * 7 + n * (1 + number % 5)) % len(words)] for n in range(3400))
        body = f"<!doctype html><html lang=vi><title>{number}</title><p>{text}</p>".encode()
        tree.write(tree.file_for(host_of(number), f"/vi/page-{number}.html"), body)
    tree.write_hosts("desk.test", {host_of(number): host_of(number) for number in range(HOSTS)})


@contextlib.contextmanager
def ours(where: Path, *extra: str) -> Iterator[Server]:
    """Our front server over the baked tree of a folder."""
    port = free_port()
    command = [sys.executable, "-m", "tintuc.serving", "--baked", where / "baked", "--listen", f"127.0.0.1:{port}"]
    with running(*command, "--application", where / "nobody", *extra, place=port) as process:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/-/health")  # the port is open before the worker has started
        assert connection.getresponse().status == 200
        connection.close()
        yield Server("tintuc", port, [process])


@contextlib.contextmanager
def nginx(where: Path, front: Server) -> Iterator[tuple[Server, int, int]]:
    """nginx over the same files; also its ports for TLS, with the files and with our server behind it."""
    port, tls, hop = free_port(), free_port(), free_port()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=bench", "-keyout", str(where / "key.pem"), "-out", str(where / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    listed = [SERVER.format(folder=where, port=port, tls=tls, host=host_of(number)) for number in range(HOSTS)]
    hosts = "\n".join([listed[0], *(each.replace(" reuseport", "") for each in listed[1:])])
    text = NGINX.format(folder=where, brotli=BROTLI, servers=hosts, ours=front.port, hop=hop)
    (where / "nginx.conf").write_text(text)
    with running("nginx", "-c", where / "nginx.conf", "-p", where, place=port) as process:
        yield Server("nginx", port, [process]), tls, hop


def tags(port: int) -> dict[int, str]:
    """Each page's tag, as this server has it; asking for each form also fills its caches."""
    connection, found = http.client.HTTPConnection("127.0.0.1", port), {}
    for number in range(PAGES):
        for coding in ("gzip", "br", "identity"):
            headers = {"Host": host_of(number), "Accept-Encoding": coding}
            connection.request("GET", f"/vi/page-{number}.html", headers=headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, (port, answer.status)
            assert answer.headers.get("Content-Encoding", "identity") == coding, (port, coding)
        found[number] = answer.headers["ETag"]
    connection.close()
    return found


def script(where: Path, name: str, headers: dict[str, str], known: dict[int, str]) -> Path:
    """What wrk asks for: all pages, with these headers; ``TAG`` and ``NUMBER`` in them are the page's."""
    place, rows = where / f"{name}.lua", []
    for number in range(PAGES * (20 if "NUMBER" in str(headers) else 1)):
        page = number % PAGES
        ready = {
            key: value.replace("TAG", known[page]).replace("NUMBER", str(number)) for key, value in headers.items()
        }
        rows.append((f"/vi/page-{page}.html", {"Host": host_of(page), **ready}))
    place.write_text(lua(rows))
    return place


CASES = {
    "brotli": ALL,
    "identity": {},
    "304": {"If-None-Match": "TAG"},
    "gzip": {"Accept-Encoding": "gzip"},
    "brotli, a browser's head": BROWSER,
    "brotli, no two heads alike": BROWSER | {"Cookie": "session=NUMBER"},
    "brotli, new connections": ALL | {"Connection": "close"},
}


def measure(where: Path) -> dict[str, Any]:
    """All figures of both servers."""
    with ours(where) as mine, nginx(where, mine) as (peer, tls, hop):
        idle = mine.memory()
        known = {server.name: tags(server.port) for server in (mine, peer)}
        result: dict[str, Any] = {"cpu_us_ours_over_nginx": {}, "p99_ms_ours_over_nginx": {}}
        for case, headers in CASES.items():
            scripts = {name: script(where, f"{case}-{name}", headers, known[name]) for name in known}
            found = alternate([mine, peer], scripts)
            result["cpu_us_ours_over_nginx"][case] = compared(found, "tintuc", "nginx")
            if case == "brotli":
                result["p99_ms_ours_over_nginx"]["64 connections"] = compared(found, "tintuc", "nginx", "p99")
                found = alternate([mine, peer], scripts, connections=640)
                result["p99_ms_ours_over_nginx"]["640 connections"] = compared(found, "tintuc", "nginx", "p99")
                both = [
                    Server("nginx with TLS", tls, peer.processes),
                    Server("tintuc behind nginx with TLS", hop, peer.processes + mine.processes),
                ]
                one = {server.name: scripts["nginx"] for server in both}
                found = alternate(both, one, scheme="https")
                result["cpu_us_behind_tls"] = compared(found, both[1].name, both[0].name)
        result["memory_mb"] = {
            "idle, both processes": round(idle / 1024, 1),
            "after all this": round(mine.memory() / 1024, 1),
        }
        return result


def hot_pages(where: Path, number: int = 100_000) -> dict[str, float]:
    """Megabytes of the server before and after it has sent so many pages, in three forms each, by the setting."""
    import brotli as brotli_of
    from backports import zstd  # noqa: F401 - loaded here as it is there

    body = (TEXT * 60).encode()
    packed = {"": body, ".br": brotli_of.compress(body, quality=5), ".gz": os.urandom(2000)}
    for at in range(number):
        place = where / "baked" / host_of(at) / "hot" / str(at // 1000)
        place.mkdir(parents=True, exist_ok=True)
        for ending, data in packed.items():
            (place / f"{at}.html{ending}").write_bytes(data)
    result: dict[str, float] = {"pages": number}
    for memory in (64, 256):
        with ours(where, "--memory", str(memory)) as mine:
            result[f"idle, --memory {memory}"] = round(mine.memory() / 1024, 1)
            for coding in ("br", "identity"):
                ask_all(mine.port, number, coding)
            result[f"after, --memory {memory}"] = round(mine.memory() / 1024, 1)
    return result


def ask_all(port: int, number: int, coding: str) -> None:
    """Ask for all hot pages, fifty at a time; the last of each fifty ends its connection."""
    for begin in range(0, number, 50):
        lines = [
            f"GET /hot/{at // 1000}/{at}.html HTTP/1.1\r\nHost: {host_of(at)}\r\nAccept-Encoding: {coding}\r\n"
            + ("Connection: close\r\n\r\n" if at == begin + 49 else "\r\n")
            for at in range(begin, begin + 50)
        ]
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall("".join(lines).encode())
            got = sum(piece.count(b"HTTP/1.1 200") for piece in iter(lambda: connection.recv(1 << 20), b""))
        assert got >= 49, got  # a status line may lie across two pieces


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="leave the memory of 100,000 pages out")
    short = parser.parse_args().short
    try:
        need("nginx", "wrk", "taskset", "openssl")
        if not BROTLI.exists():
            raise Missing("Debian package libnginx-mod-http-brotli-static")
        with folder() as where:
            bake(where)
            result = {"machine": machine()} | measure(where)
            if not short:
                result["memory_mb_hot"] = hot_pages(where)
    except Missing as missing:
        result = {"missing": str(missing)}
    print(json.dumps(result, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
