"""CPU a request and requests a second of the front server beside a tuned nginx, on the same baked files in one run.

Rounds alternate between the two. Server on core 0, wrk with 64 keep-alive connections on core 1. CPU is user and system
time of the server's whole process tree. Prints JSON; a ratio is ours divided by nginx's.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TEXT = "Thị trấn cảng mở bến phà mới sau hai năm xây dựng và một năm chờ đợi của người dân trên đảo"
HOSTS, PAGES, CONNECTIONS = 10, 1000, 64
ROUNDS, SECONDS = int(os.environ.get("ROUNDS", "5")), int(os.environ.get("SECONDS", "3"))
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")

#: Tuned as far as we know how: every file stays open, nothing is logged or compressed, one server a host.
NGINX = """
load_module {brotli};
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
worker_rlimit_nofile 65536;
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; keepalive_timeout 65; etag on;
  open_file_cache max=20000 inactive=60s; open_file_cache_valid 60s; open_file_cache_min_uses 1;
  types {{ text/html html; }} default_type text/html; gzip_static on; brotli_static on; gzip_vary on;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
  scgi_temp_path {folder};
{servers}
}}
"""
SERVER = "  server {{ listen 127.0.0.1:{port}; server_name {host}; root {folder}/baked/{host}; }}"

#: Requests are made once, so that the client costs as little as it can, but for those of which no two are alike.
LUA = """
local pages, made, n = {{}}, {{}}, 0
local make = function(number)
  local host, path, tag = unpack(pages[number % #pages + 1])
  return wrk.format("GET", path, {{["Host"] = host, {headers}}})
end
init = function()
  for line in io.lines("{list}") do pages[#pages + 1] = {{line:match("(%S+) (%S+) (%S+)")}} end
  for number = 1, #pages do made[number] = make(number) end
end
request = function()
  n = n + 1
  if {alike} then return made[n % #made + 1] end
  return make(n)
end
"""
#: What a browser sends.
BROWSER = ", ".join(
    f"[\"{name}\"] = '{value}'"
    for name, value in {
        "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
        "Accept-Language": "vi-VN,vi;q=0.9,en-US;q=0.6,en;q=0.5",
        "Accept-Encoding": "gzip, deflate, br, zstd",
        "Referer": "https://news.example/vi/",
        "Upgrade-Insecure-Requests": "1",
        "Sec-Fetch-Dest": "document",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Site": "same-origin",
        "Priority": "u=0, i",
    }.items()
)
CASES = {
    "brotli, a browser's head": BROWSER,
    "brotli": '["Accept-Encoding"] = "gzip, deflate, br, zstd"',
    "gzip": '["Accept-Encoding"] = "gzip"',
    "identity": '["Accept"] = "*/*"',
    "304": '["If-None-Match"] = tag',
    "brotli, no two heads alike": '["Cookie"] = "session=" .. number, ' + BROWSER,
    "brotli, new connections": '["Accept-Encoding"] = "gzip, deflate, br, zstd", ["Connection"] = "close"',
}


def main() -> None:
    """Measure and print."""
    for tool in ("nginx", "wrk", "taskset"):
        if shutil.which(tool) is None:
            raise SystemExit(f"bench/serving.py needs {tool} (Debian packages nginx-light, wrk, util-linux).")
    if not BROTLI.exists():
        raise SystemExit(
            "bench/serving.py needs nginx's brotli module (Debian package libnginx-mod-http-brotli-static)."
        )
    with tempfile.TemporaryDirectory(prefix="tintuc-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        bake(folder)
        ours, theirs = free_port(), free_port()
        hosts = "\n".join(SERVER.format(folder=folder, port=theirs, host=host) for host in map(host_of, range(HOSTS)))
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, brotli=BROTLI, servers=hosts))
        command = [sys.executable, "-m", "tintuc.serving", "--baked", str(folder / "baked")]
        command += ["--listen", f"127.0.0.1:{ours}", "--application", str(folder / "nobody")]
        servers = {
            "tintuc": (start(command, ours), ours),
            "nginx": (start(["nginx", "-c", str(folder / "nginx.conf"), "-p", name], theirs), theirs),
        }
        try:
            print(json.dumps(measure(folder, servers), indent=1))
        finally:
            for process, _ in servers.values():
                process.terminate()


def host_of(number: int) -> str:
    """The host of a page."""
    return f"site-{number % HOSTS}.test"


def bake(folder: Path) -> None:
    """Write pages of a real page's size, with their compressed forms."""
    os.environ["TINTUC_DIR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tintuc.config.settings")
    from tintuc.publishing import tree

    words = TEXT.split()
    for number in range(PAGES):
        text = " ".join(words[(number * 7 + n * (1 + number % 5)) % len(words)] for n in range(3400))
        body = f"<!doctype html><html lang=vi><title>{number}</title><p>{text}</p>".encode()
        tree.write(tree.file_for(host_of(number), f"/vi/page-{number}.html"), body)
    tree.write_hosts("desk.test", {host_of(number): host_of(number) for number in range(HOSTS)})


def measure(folder: Path, servers: dict) -> dict:
    """Run the rounds and work the ratios out."""
    for name, (_, port) in servers.items():
        (folder / f"{name}.txt").write_text("\n".join(tags(port)))
    result: dict[str, dict] = {}
    for case, headers in CASES.items():
        spent: dict[str, list[float]] = {name: [] for name in servers}
        rates: dict[str, list[float]] = {name: [] for name in servers}
        for _ in range(ROUNDS):
            for name, (process, port) in servers.items():
                script = folder / f"{case}-{name}.lua"
                script.write_text(
                    LUA.format(
                        list=folder / f"{name}.txt", headers=headers, alike="true" if "no two" not in case else "false"
                    )
                )
                cpu, rate = one_round(process.pid, port, script)
                spent[name].append(cpu)
                rates[name].append(rate)
        ratios = [ours / theirs for ours, theirs in zip(spent["tintuc"], spent["nginx"], strict=True)]
        result[case] = {
            "cpu_ratio": round(statistics.median(ratios), 2),
            "cpu_ratios": [round(ratio, 2) for ratio in sorted(ratios)],
            "tintuc_us": round(statistics.median(spent["tintuc"]), 1),
            "nginx_us": round(statistics.median(spent["nginx"]), 1),
            "tintuc_rps": round(statistics.median(rates["tintuc"])),
            "nginx_rps": round(statistics.median(rates["nginx"])),
        }
    return result


def one_round(pid: int, port: int, script: Path) -> tuple[float, float]:
    """CPU microseconds a request, and requests a second."""
    before = cpu_of(pid)
    run = subprocess.run(
        ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script), f"http://127.0.0.1:{port}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    spent = cpu_of(pid) - before
    count = int(next(line for line in run.stdout.splitlines() if "requests in" in line).split()[0])
    rate = float(next(line for line in run.stdout.splitlines() if "Requests/sec" in line).split()[1])
    bad = [line for line in run.stdout.splitlines() if "Non-2xx" in line and "304" not in script.name]
    if bad:
        raise SystemExit(f"{script.name}: {bad[0].strip()}")
    return spent / count * 1e6, rate


def tags(port: int) -> list[str]:
    """Each page's host, path and tag, as this server has it; asking for them also fills its caches."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    lines = []
    for number in range(PAGES):
        path = f"/vi/page-{number}.html"
        for coding in ("identity", "gzip", "br"):
            connection.request("GET", path, headers={"Host": host_of(number), "Accept-Encoding": coding})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, (port, answer.status)
            assert answer.headers.get("Content-Encoding", "identity") == coding, (port, coding)
            if coding == "identity":
                lines.append(f"{host_of(number)} {path} {answer.headers['ETag']}")
    connection.close()
    return lines


def cpu_of(pid: int) -> float:
    """User and system seconds of a server: the process that was started and those it started."""
    total = 0
    for one in [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]:
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def start(command: list[str], port: int) -> subprocess.Popen:
    """Start a server on core 0 and wait until it listens."""
    process = subprocess.Popen(["taskset", "-c", "0", *command])
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            break
    return process


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
