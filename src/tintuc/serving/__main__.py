"""``python -m tintuc.serving``: start the front server.

The process that is started only holds the listening sockets and keeps its workers alive; a worker answers. SIGHUP
replaces the workers one by one, SIGTERM lets them finish what they are at. Since the sockets stay open, no connection
is refused meanwhile.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

#: Seconds a worker has to finish what it is at.
DRAIN_TIME = 4.0
#: Seconds between the death of a worker and the next attempt, if it did not live longer than that.
BACKOFF = 1.0
HEARD = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}


def parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tintuc.serving", description="Serve baked pages.")
    parser.add_argument("--baked", type=folder_of, required=True, help="folder of the baked tree")
    parser.add_argument("--application", required=True, help="Unix socket of the application")
    parser.add_argument("--listen", default="127.0.0.1:8000", help="HOST:PORT or unix:PATH (default: 127.0.0.1:8000)")
    parser.add_argument("--static", type=folder_of, help="folder of the desk's static files")
    parser.add_argument("--processes", type=int, default=1, help="processes that answer (default: 1)")
    parser.add_argument("--memory", type=int, default=64, help="MB of pages each keeps in memory (default: 64)")
    parser.add_argument("--connections", type=int, default=4096, help="connections each takes (default: 4096)")
    parser.add_argument("--trusted-proxy", action="append", default=[], help="address range of a proxy before us")
    parser.add_argument("--access-log", help="file for the access log, - for standard output (default: none)")
    parser.add_argument("--head-time", type=float, default=10, help="seconds for a request's head (default: 10)")
    parser.add_argument("--body-time", type=float, default=30, help="seconds for a body at rest (default: 30)")
    parser.add_argument("--idle-time", type=float, default=60, help="seconds between requests (default: 60)")
    parser.add_argument("--socket", type=int, help=argparse.SUPPRESS)  # for a worker: the listening socket
    parser.add_argument("--keeper", type=int, default=0, help=argparse.SUPPRESS)  # for a worker: who started it
    parser.add_argument("--after", type=int, help=argparse.SUPPRESS)  # for a worker: whom it replaces
    return parser


def folder_of(text: str) -> Path:
    """A folder from the command line."""
    return Path(text).resolve()


def main() -> int:
    """Serve until told to stop; 2 if the address is taken or something given is wrong."""
    arguments = parser().parse_args()
    try:
        if arguments.socket is not None:
            from tintuc.serving import worker

            signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
            worker.run(arguments)
            return 0
        return Keeper(listen(arguments.listen, max(1, arguments.processes))).run()
    except (OSError, ValueError) as error:
        print(f"tintuc.serving: {error}", file=sys.stderr)
        return 2


def listen(address: str, number: int) -> list[socket.socket]:
    """A listening socket for each process. Of a port each has its own, and the kernel spreads connections."""
    if address.startswith("unix:"):
        path = Path(address.removeprefix("unix:"))
        if path.is_socket():
            path.unlink()
        shared = socket.socket(socket.AF_UNIX)
        shared.bind(str(path))
        path.chmod(0o660)
        shared.listen(1024)
        return [shared] * number
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return [
        socket.create_server((host, int(port)), family=family, backlog=1024, reuse_port=number > 1)
        for _ in range(number)
    ]


class Keeper:
    """Keeps a worker alive on each socket."""

    def __init__(self, sockets: list[socket.socket]) -> None:
        self.sockets = sockets
        self.workers: list[subprocess.Popen[bytes] | None] = [None] * len(sockets)
        self.leaving: list[subprocess.Popen[bytes]] = []
        self.started = [0.0] * len(sockets)

    def start(self, slot: int, after: int | None = None) -> None:
        """Start a worker, which ends the one before it as soon as it answers itself."""
        handle = self.sockets[slot].fileno()
        command = [sys.executable, "-m", "tintuc.serving", *sys.argv[1:], "--socket", str(handle)]
        command += ["--keeper", str(os.getpid())]
        command += ["--after", str(after)] if after else []
        self.workers[slot] = subprocess.Popen(command, pass_fds=[handle])  # noqa: S603
        self.started[slot] = time.monotonic()

    def run(self) -> int:
        """Keep the workers until told to stop; 0, or 2 if the first one fails at once."""
        signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
        for slot in range(len(self.sockets)):
            self.start(slot)
        while (heard := self._hear()) not in (signal.SIGTERM, signal.SIGINT):
            if heard == signal.SIGHUP:
                for slot, worker in enumerate(self.workers):
                    if worker:
                        self.leaving.append(worker)
                        self.start(slot, after=worker.pid)
            elif not self._bury():
                return 2
        return self._stop()

    def _hear(self) -> int:
        info = signal.sigtimedwait(HEARD, 1.0)
        return info.si_signo if info else 0

    def _bury(self) -> bool:
        """Start again what has died; False if a worker cannot even start, which another attempt would not mend."""
        now = time.monotonic()
        self.leaving = [worker for worker in self.leaving if worker.poll() is None]
        for slot, worker in enumerate(self.workers):
            if worker and worker.poll() is not None:
                if worker.returncode == 2 and not self.leaving:
                    return False
                self.workers[slot] = None
            if self.workers[slot] is None and now - self.started[slot] > BACKOFF:
                self.start(slot)
        return True

    def _stop(self) -> int:
        running = [worker for worker in (*self.workers, *self.leaving) if worker and worker.poll() is None]
        for worker in running:
            worker.terminate()
        end = time.monotonic() + DRAIN_TIME + 0.5
        for worker in running:
            try:
                worker.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                worker.kill()
        return 0


if __name__ == "__main__":
    sys.exit(main())
