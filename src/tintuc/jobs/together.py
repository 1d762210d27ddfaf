"""Work that several announcements of one action ask for, done once: at the action's end and in its transaction.

A job is done later and by somebody else; this is done before the transaction ends, so it is kept or lost with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

Work = Callable[[list[Any]], Any]

_asked: ContextVar[dict[Work, list[Any]] | None] = ContextVar("asked", default=None)
#: Works that come after all others, whenever they are asked for.
_last: set[Work] = set()


@contextmanager
def together(*, savepoint: bool = True) -> Iterator[None]:
    """A transaction at whose end everything asked for by :func:`at_end` within is done, each work once.

    One within another is a savepoint: it leaves its work to the outer one, and what it asked for is forgotten if it
    is rolled back. Without ``savepoint`` it is a part of the outer one.
    """
    outer = _asked.get()
    if outer is not None and not savepoint:
        yield
        return
    if outer is not None:
        before = {work: len(asked) for work, asked in outer.items()}
        try:
            with transaction.atomic():
                yield
        except BaseException:
            for work, asked in outer.items():
                del asked[before.get(work, 0) :]
            raise
        return
    token = _asked.set({})
    try:
        with transaction.atomic():
            yield
            _do()
    finally:
        _asked.reset(token)


def at_end(work: Work, asked: Any, *, last: bool = False) -> None:
    """Have ``work`` done with a list of all that was asked of it, when the action ends; at once if none is going on.

    Works are done in the order in which they were first asked for; what they ask for in turn follows. ``last`` comes
    after all others: work that takes what every action takes, so that nobody who has it waits for anything else.
    """
    if last:
        _last.add(work)
    waiting = _asked.get()
    if waiting is None:
        work([asked])
    else:
        waiting.setdefault(work, []).append(asked)


def _do() -> None:
    waiting = _asked.get() or {}
    while waiting:
        work = next((work for work in waiting if work not in _last), None) or next(iter(waiting))
        if asked := waiting.pop(work):
            work(asked)
