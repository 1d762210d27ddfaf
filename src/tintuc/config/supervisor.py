"""Keeps the processes of a newsroom running.

The application, the worker and the scheduler are forked from this process, which has Django loaded, so a restart takes
milliseconds; the front server is started afresh, so that it stays small. None outlives this process.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

#: Seconds before a process that died at once is started again; after a minute of life it is at once.
BACKOFF = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
STEADY = 60.0
#: Seconds the processes have for what they are doing when the newsroom stops.
GRACE = 5.0
PR_SET_PDEATHSIG = 1


@dataclass
class Process:
    """One process to keep running: either a function to fork into, or a command."""

    name: str
    function: Callable[[], Any] | None = None
    command: list[str] = field(default_factory=list)
    pid: int = 0
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def start(self) -> None:
        """Start it.

        Not with :class:`subprocess.Popen`: thrown away, it takes the death of a child that is dead already for itself,
        and nobody would ever start that process again.
        """
        self.started = time.monotonic()
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            self._be(parent)

    def _be(self, parent: int) -> None:
        code = 1
        try:
            _die_with(parent)
            for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
                signal.signal(name, signal.SIG_DFL)
            if self.command:
                signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python has it ignored, and what is ignored stays so
                os.execvp(self.command[0], self.command)  # noqa: S606 - our own command, no shell
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            assert self.function is not None  # noqa: S101 - a process has one or the other
            self.function()
            code = 0
        except BaseException as error:
            print(f"tintuc: {self.name} failed: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(code)

    def died(self, now: float) -> None:
        """Note a death, and when to start again."""
        self.deaths = 1 if now - self.started > STEADY else self.deaths + 1
        self.due = now + BACKOFF[min(self.deaths - 1, len(BACKOFF) - 1)]
        self.pid = 0


def supervise(processes: list[Process], on_tick: Callable[[], None] = lambda: None) -> int:
    """Keep all running until SIGTERM or SIGINT; then stop them, and return 0. SIGHUP is passed on to the commands."""
    stopping: list[int] = []
    signal.signal(
        signal.SIGHUP, lambda number, _frame: [_send(p.pid, number) for p in processes if p.command and p.pid]
    )
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _frame: stopping.append(number))
    gc.collect()
    gc.freeze()  # else a full pass through all that Django is made of holds up whoever waits for an answer: 150 ms
    for process in processes:
        process.start()
    while not stopping:
        _reap(processes)
        now = time.monotonic()
        for process in processes:
            if not process.pid and now >= process.due:
                process.start()
        on_tick()
        time.sleep(0.05)
    _stop(processes)
    return 0


def _reap(processes: list[Process]) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        for process in processes:
            if process.pid == pid:
                process.died(time.monotonic())
                how = f"signal {-code}" if (code := os.waitstatus_to_exitcode(status)) < 0 else f"code {code}"
                print(f"tintuc: {process.name} ended ({how}); starting it again", file=sys.stderr, flush=True)


def _stop(processes: list[Process]) -> None:
    for process in processes:
        if process.pid:
            _send(process.pid, signal.SIGTERM)
    end = time.monotonic() + GRACE
    running = {process.pid for process in processes if process.pid}
    while running and time.monotonic() < end:
        running = {pid for pid in running if not _has_ended(pid)}
        time.sleep(0.02)
    for pid in running:
        _send(pid, signal.SIGKILL)


def _has_ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _die_with(parent: int) -> None:
    """Have the kernel end this process when its parent dies, however the parent dies (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
