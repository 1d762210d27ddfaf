"""Things read once for a batch of pages, however many of its pages show them.

A story in five languages touches a hundred pages that share mastheads, sections, newest lists. Inside :func:`batch` a
function marked :func:`once` answers from memory, and one marked :func:`together` reads what many pages need with one
query; outside they ask each time. A batch is short and begins after the marks were read, so whatever changes meanwhile
is marked anew and baked again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from functools import wraps
from typing import Any, Generic, TypeVar

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)

Function = TypeVar("Function", bound=Callable[..., Any])
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
#: Keys asked for in one query.
AT_ONCE = 500


@contextlib.contextmanager
def batch() -> Iterator[None]:
    """Remember what :func:`once` and :func:`together` functions answer until the block ends.

    A batch within a batch is part of it.
    """
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def within() -> bool:
    """Whether a batch is going on."""
    return _kept.get() is not None


def kept(key: Hashable, make: Callable[[], Value]) -> Value:
    """What ``make`` answers, asked once a batch for the same key."""
    known = _kept.get()
    if known is None:
        return make()
    if key not in known:
        known[key] = make()
    return known[key]  # type: ignore[no-any-return]


def once(function: Function) -> Function:
    """Ask ``function`` once a batch for the same arguments, which must be hashable. Its answer must not be changed."""

    @wraps(function)
    def ask(*arguments: Hashable) -> Any:
        return kept((function, *arguments), lambda: function(*arguments))

    return ask  # type: ignore[return-value]


class together(Generic[Key, Value]):  # noqa: N801 - a decorator
    """Reads what belongs to many keys with one query, and each key once a batch.

    Decorates a function that takes some keys and answers with what it found, by key; :meth:`read` asks for many ahead,
    a call for one. What was not found is None. Answers must not be changed.
    """

    def __init__(self, function: Callable[[list[Key]], Mapping[Key, Value]]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    def read(self, keys: Iterable[Key]) -> dict[Key, Value | None]:
        """Everything asked for; only what this batch has not read yet is read."""
        known: dict[Key, Value | None] = kept(self, dict)
        wanted = dict.fromkeys(keys)
        missing = [key for key in wanted if key not in known]
        for at in range(0, len(missing), AT_ONCE):
            some = missing[at : at + AT_ONCE]
            found = self.function(some)
            known.update({key: found.get(key) for key in some})
        return {key: known[key] for key in wanted}

    def __call__(self, key: Key) -> Value | None:
        """What belongs to one key."""
        return self.read([key])[key]
