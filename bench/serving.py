"""CPU a request and requests a second of the front server beside a tuned nginx, on the same baked files in one run.

Rounds alternate between the two. Server on core 0, wrk with 64 keep-alive connections on core 1. CPU is user and system
time of the server's whole process tree. Prints JSON; a ratio is ours divided by nginx's.
"""

from __future__ import annotations

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
ROUNDS, SECONDS, CONNECTIONS, PAGES = 3, 3, 64, 200

NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; keepalive_timeout 65;
  open_file_cache max=20000 inactive=60s; open_file_cache_valid 60s; open_file_cache_min_uses 1;
  types {{ text/html html; }} default_type text/html; gzip_static on; gzip_vary on; etag on;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}/baked/one.test; }}
}}
"""

LUA = """
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "/vi/page-" .. (n %% {pages}) .. ".html", {headers})
end
"""


def main() -> None:
    """Measure and print."""
    for tool in ("nginx", "wrk", "taskset"):
        if shutil.which(tool) is None:
            raise SystemExit(f"bench/serving.py needs {tool} (Debian packages nginx-light, wrk, util-linux).")
    with tempfile.TemporaryDirectory(prefix="tintuc-bench-") as name:
        folder = Path(name)
        bake(folder)
        ours, theirs = free_port(), free_port()
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=theirs))
        command = [
            sys.executable,
            "-m",
            "tintuc.serving",
            "--baked",
            str(folder / "baked"),
            "--listen",
            f"127.0.0.1:{ours}",
        ]
        servers = {
            "tintuc": (start([*command, "--application", str(folder / "nobody")], ours), ours),
            "nginx": (start(["nginx", "-c", str(folder / "nginx.conf"), "-p", name], theirs), theirs),
        }
        try:
            print(json.dumps(measure(folder, servers), indent=1))
        finally:
            for process, _ in servers.values():
                process.terminate()


def bake(folder: Path) -> None:
    """Write pages of a real page's size, with their compressed forms."""
    os.environ["TINTUC_DIR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tintuc.config.settings")
    from tintuc.publishing import tree

    words = TEXT.split()
    for number in range(PAGES):
        text = " ".join(words[(number * 7 + n * (1 + number % 5)) % len(words)] for n in range(3400))
        body = f"<!doctype html><html lang=vi><title>{number}</title><p>{text}</p>".encode()
        tree.write(tree.file_for("one.test", f"/vi/page-{number}.html"), body)
    tree.write_hosts("desk.test", {"one.test": "one.test"})


def measure(folder: Path, servers: dict) -> dict:
    """Run the rounds and work the ratios out."""
    etag = etags(servers)
    cases = {
        "gzip": dict.fromkeys(servers, 'Accept-Encoding"] = "gzip'),
        "identity": dict.fromkeys(servers, 'Accept"] = "*/*'),
        "304": {name: f'If-None-Match"] = [[{etag[name]}]], ["X"] = "' for name in servers},
    }
    result: dict[str, dict] = {}
    for case, headers in cases.items():
        spent: dict[str, list[float]] = {name: [] for name in servers}
        rates: dict[str, list[float]] = {name: [] for name in servers}
        for _ in range(ROUNDS):
            for name, (process, port) in servers.items():
                script = folder / f"{case}-{name}.lua"
                header = '{["Host"] = "one.test", ["' + headers[name].replace('[["', '[["') + '"}'
                pages = 1 if case == "304" else PAGES
                script.write_text(LUA.format(pages=pages, headers=header).replace("%%", "%"))
                cpu, rate = one_round(process.pid, port, script)
                spent[name].append(cpu)
                rates[name].append(rate)
        result[case] = {
            "tintuc_us": round(statistics.median(spent["tintuc"]), 1),
            "nginx_us": round(statistics.median(spent["nginx"]), 1),
            "cpu_ratio": round(statistics.median(spent["tintuc"]) / statistics.median(spent["nginx"]), 2),
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


def etags(servers: dict) -> dict[str, str]:
    """Each server's own tag of the page that is asked for again."""
    import http.client

    found = {}
    for name, (_, port) in servers.items():
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/vi/page-0.html", headers={"Host": "one.test"})
        answer = connection.getresponse()
        assert answer.status == 200, (name, answer.status)
        found[name] = answer.headers["ETag"]
        connection.close()
    return found


def cpu_of(pid: int) -> float:
    """User and system seconds of a process and its children."""
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
