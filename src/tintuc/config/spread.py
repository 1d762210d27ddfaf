"""Spreads work over processes: results in order, a few tasks ahead; a task that kills its process fails alone."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

#: Tasks handed out ahead of the one whose result is taken, a worker.
AHEAD = 4
#: Seconds one item may take. A check that is still at it then breaks, and says so; the rest goes on.
LONGEST = 60.0

Task = Sequence[Any]


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Spread:
    """Applies a function to each item of lists of items.

    ``function`` takes one item and answers with a result; ``failed`` makes the result of an item that killed its
    process from a sentence. With one worker nothing is spread. Use it as a context manager.
    """

    def __init__(
        self,
        function: Callable[[Any], Any],
        failed: Callable[[Any, str], Any],
        workers: int,
        prepare: Callable[..., None] | None = None,
        arguments: tuple[Any, ...] = (),
    ) -> None:
        self.function, self.failed, self.workers = function, failed, workers
        self.prepare, self.arguments = prepare, arguments
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Spread:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the processes, whatever they are at."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def results(self, tasks: Iterable[Task]) -> Iterator[tuple[Any, Any]]:
        """Each item with its result, in order."""
        if self.workers <= 1:
            for task in tasks:
                yield from ((item, self.function(item)) for item in task)
            return
        window: deque[tuple[Task, Future[list[Any]]]] = deque()
        for task in tasks:
            window.append((task, self._submit(task)))
            if len(window) >= AHEAD * self.workers:
                yield from self._first(window)
        while window:
            yield from self._first(window)

    def _first(self, window: deque[tuple[Task, Future[list[Any]]]]) -> Iterator[tuple[Any, Any]]:
        task, future = window.popleft()
        try:
            results = future.result()
        except BrokenProcessPool:
            self._new_pool()
            results = [self._alone(item) for item in task]
            for number, (other, _) in enumerate(window):
                window[number] = (other, self._submit(other))
        yield from zip(task, results, strict=True)

    def _alone(self, item: Any) -> Any:
        """The result of one item of a task in which some item killed its process."""
        try:
            return self._submit([item]).result()[0]
        except BrokenProcessPool:
            self._new_pool()
            return self.failed(item, "the process that read it died")

    def _submit(self, task: Task) -> Future[list[Any]]:
        try:
            return self._running().submit(_each, self.function, list(task))
        except BrokenProcessPool:
            self._new_pool()
            return self._running().submit(_each, self.function, list(task))

    def _new_pool(self) -> None:
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.workers,
                # Not a fork: a connection to the database must not be shared.
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin,
                initargs=(self.prepare, self.arguments),
            )
        return self._pool


def _begin(prepare: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops its workers
    if prepare:
        prepare(*arguments)


def _each(function: Callable[[Any], Any], task: list[Any]) -> list[Any]:
    return [_in_time(function, item) for item in task]


def _in_time(function: Callable[[Any], Any], item: Any) -> Any:
    if not hasattr(signal, "setitimer"):
        return function(item)
    signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, LONGEST, LONGEST)
    with contextlib.ExitStack() as after:
        after.callback(signal.setitimer, signal.ITIMER_REAL, 0)
        return function(item)


def _too_long(*_: object) -> None:
    raise TimeoutError(f"still not done after {LONGEST:.0f} s")
