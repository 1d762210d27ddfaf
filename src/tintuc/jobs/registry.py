"""Which functions do which work. Rooms register theirs when they are plugged in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Handler:
    """A function that does one kind of work."""

    function: Callable[..., Any]
    retries: int  #: attempts before the job is parked
    lease_seconds: int  #: after so long without a sign of life another worker takes the job


@dataclass(frozen=True)
class Round:
    """Work that comes round."""

    kind: str
    seconds: int


HANDLERS: dict[str, Handler] = {}
ROUNDS: dict[str, Round] = {}


def handler(
    kind: str, *, retries: int = 8, lease_seconds: int = 30
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register the decorated function for jobs of ``kind``; it is called with the job's arguments by keyword.

    A job may run twice when a machine dies at the wrong moment: the function must bear that.
    """

    def keep(function: Callable[..., Any]) -> Callable[..., Any]:
        HANDLERS[kind] = Handler(function, retries, lease_seconds)
        return function

    return keep


def every(seconds: int, *, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register the decorated function as a duty that is done every ``seconds``, by one worker at a time."""

    def keep(function: Callable[..., Any]) -> Callable[..., Any]:
        HANDLERS[name] = Handler(function, retries=3, lease_seconds=15)
        ROUNDS[name] = Round(name, seconds)
        return function

    return keep
