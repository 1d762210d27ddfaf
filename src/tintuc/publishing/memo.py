"""Things read once for a batch of pages, however many of its pages show them.

A story in five languages touches a hundred pages that share mastheads, sections, newest lists. Inside :func:`batch` a
function marked :func:`once` answers from memory; outside it asks each time. A batch is short and begins after the marks
were read, so whatever changes meanwhile is marked anew and baked again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Hashable, Iterator
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)

Function = TypeVar("Function", bound=Callable[..., Any])


@contextlib.contextmanager
def batch() -> Iterator[None]:
    """Remember what :func:`once` functions answer until the block ends."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(function: Function) -> Function:
    """Ask ``function`` once a batch for the same arguments, which must be hashable. Its answer must not be changed."""

    @wraps(function)
    def ask(*arguments: Hashable) -> Any:
        kept = _kept.get()
        if kept is None:
            return function(*arguments)
        key = (function, *arguments)
        if key not in kept:
            kept[key] = function(*arguments)
        return kept[key]

    return ask  # type: ignore[return-value]
