"""What the benches of servers share: starting them on core 0, loading them with wrk from core 1, counting their CPU.

CPU is user and system time of a server's whole process tree. Rounds alternate between the servers, so that each round's
ratio is taken under the same load of the machine; figures are medians.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROUNDS, SECONDS = int(os.environ.get("ROUNDS", "5")), int(os.environ.get("SECONDS", "2"))
#: What a browser sends.
BROWSER = {
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
}
#: Debian's package of each tool.
PACKAGES = {
    "nginx": "nginx-light",
    "wrk": "wrk",
    "taskset": "util-linux",
    "openssl": "openssl",
    "hugo": "hugo",
    "php-fpm8.2": "php-fpm",
    "mariadbd": "mariadb-server",
    "mariadb-install-db": "mariadb-server",
}


class Missing(Exception):
    """A peer is not on this machine."""


def need(*tools: str) -> None:
    """Raise ``Missing`` that names the Debian packages of the tools that are not there."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    if lost := sorted({PACKAGES.get(tool, tool) for tool in tools if shutil.which(tool, path=path) is None}):
        raise Missing(f"Debian packages {', '.join(lost)}")


@dataclass
class Server:
    """A server under load."""

    name: str
    port: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def pids(self) -> list[int]:
        """All its processes."""
        return [pid for process in self.processes for pid in tree(process.pid)]

    def cpu(self) -> float:
        """User and system seconds so far, of children that have ended too."""
        total = 0
        for pid in self.pids:
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                total += sum(map(int, fields[11:15]))
        return total / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Kilobytes of memory that are its own (PSS: shared pages count by their share)."""
        texts = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.pids]
        return sum(int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1]) for text in texts)  # type: ignore[index]


@dataclass(frozen=True)
class Round:
    """One round of load."""

    us: float  #: CPU microseconds a request
    rate: float  #: requests a second
    p99: float  #: milliseconds
    failed: int  #: answers that were none, or no 200 or 304


def tree(pid: int) -> list[int]:
    """A process and all that came from it."""
    try:
        kids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for kid in kids for one in tree(int(kid)))]


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A temporary folder that workers of other users may read."""
    with tempfile.TemporaryDirectory(prefix="tintuc-bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextlib.contextmanager
def running(*command: str | Path, place: int | Path, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process on core 0, once it listens on a port or a Unix socket."""
    process = subprocess.Popen(["taskset", "-c", "0", *map(str, command)], **options)
    try:
        for _ in range(400):
            with contextlib.suppress(OSError):
                if isinstance(place, int):
                    socket.create_connection(("127.0.0.1", place), 0.2).close()
                else:
                    with socket.socket(socket.AF_UNIX) as probe:
                        probe.connect(str(place))
                break
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended with {process.returncode}")
            time.sleep(0.05)
        else:
            raise RuntimeError(f"{command[0]} does not listen")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def lua(requests: list[tuple[str, dict[str, str]]]) -> str:
    """A script for wrk that asks for paths with headers, one after the other, made before the load begins."""
    made = ",\n".join(
        f"{{{path!r}, {{{', '.join(f'[{name!r}] = {quoted(value)}' for name, value in headers.items())}}}}}"
        for path, headers in requests
    )
    return f"""
local asked, made, n, failed, threads = {{
{made}
}}, {{}}, 0, 0, {{}}
init = function() for i, r in ipairs(asked) do made[i] = wrk.format("GET", r[1], r[2]) end end
request = function() n = n + 1; return made[n % #made + 1] end
"""


def quoted(value: str) -> str:
    """A text of Lua."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def load(server: Server, script: Path, *, connections: int = 64, seconds: int = SECONDS, scheme: str = "http") -> Round:
    """Load a server for some seconds."""
    before = server.cpu()
    done = subprocess.run(
        ["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "--latency",
         "-s", str(script), f"{scheme}://127.0.0.1:{server.port}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    spent = server.cpu() - before
    count = int(re.search(r"(\d+) requests in", done)[1])  # type: ignore[index]
    slowest = re.search(r"99%\s+([\d.]+)(us|ms|s)", done)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", done)
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", done)
    return Round(
        us=spent / max(1, count) * 1e6,
        rate=float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1]),  # type: ignore[index]
        p99=float(slowest[1]) * {"us": 0.001, "ms": 1, "s": 1000}[slowest[2]] if slowest else 0.0,
        failed=(int(bad[1]) if bad else 0) + (sum(map(int, errors.groups())) if errors else 0),
    )


def alternate(
    servers: list[Server], scripts: dict[str, Path], rounds: int = ROUNDS, **options: Any
) -> dict[str, list[Round]]:
    """Load each server in turn, some rounds; the first of each is thrown away."""
    found: dict[str, list[Round]] = {server.name: [] for server in servers}
    for _ in range(rounds + 1):
        for server in servers:
            found[server.name].append(load(server, scripts[server.name], **options))
    return {name: each[1:] for name, each in found.items()}


def compared(found: dict[str, list[Round]], over: str, under: str, what: str = "us") -> dict[str, Any]:
    """The ratio of two servers' figures, the median of the rounds', and both figures."""
    pairs = [(getattr(a, what), getattr(b, what)) for a, b in zip(found[over], found[under], strict=True)]
    pairs = [(a, b) for a, b in pairs if a and b]  # a round in which a server got no time says nothing
    if not pairs:
        return {"failed": "no round in which both answered"}
    ratios = sorted(a / b for a, b in pairs)
    return {
        "ratio": round(statistics.median(ratios), 2 if ratios[-1] < 100 else 0),
        "ratios": [round(ratio, 2) for ratio in (ratios[0], ratios[-1])],
        over: round(statistics.median(a for a, _ in pairs), 2),
        under: round(statistics.median(b for _, b in pairs), 2),
    } | (
        {"failed": lost}
        if (lost := {n: sum(r.failed for r in found[n]) for n in (over, under)}) and any(lost.values())
        else {}
    )


class Watch:
    """Adds up the CPU seconds of some functions, each named by where it stands; a call within a call counts once."""

    def __init__(self, *places: tuple[Any, str]) -> None:
        self.seconds, self.inside = 0.0, False
        for owner, name in places:
            setattr(owner, name, self.timed(getattr(owner, name)))

    def timed(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, watched."""

        def watched(*args: Any, **kwargs: Any) -> Any:
            if self.inside:
                return work(*args, **kwargs)
            before, self.inside = time.process_time(), True
            try:
                return work(*args, **kwargs)
            finally:
                self.seconds += time.process_time() - before
                self.inside = False

        return watched


def machine() -> dict[str, Any]:
    """Where the figures come from."""
    models = re.findall(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return {
        "cpu": models[0] if models else "",
        "cores": os.cpu_count(),
        "kernel": os.uname().release,
        "load_before": os.getloadavg()[0],
    }
