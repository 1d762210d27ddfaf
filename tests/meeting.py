"""Two people who act in the same moment, on a database that lets them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

#: For tests in which one transaction begins while another has not ended.
needs_two_writers = pytest.mark.skipif(
    not connection.features.has_select_for_update, reason="needs PostgreSQL: SQLite has one writer at a time"
)
#: Seconds in which an act is over, if it does not wait for a lock of whoever waits for it here.
MOMENT = 2.0


class Act:
    """Something done by somebody else, in a thread and with a connection of its own."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self.result: Any = None
        self.problem: BaseException | None = None
        self._act = act
        self._thread = threading.Thread(target=self._do, daemon=True)
        self._thread.start()

    def _do(self) -> None:
        try:
            self.result = self._act()
        except BaseException as problem:
            self.problem = problem
        finally:
            connection.close()

    def end(self) -> Any:
        """Wait for it; return what it returned or raise what it raised."""
        self._thread.join(60)
        assert not self._thread.is_alive(), "it waits for ever"
        if self.problem:
            raise self.problem
        return self.result

    def go_on(self) -> None:
        """Wait until it is over, or seems to wait for a lock."""
        self._thread.join(MOMENT)


class Meanwhile:
    """Has somebody else begin an act when ``owner.name`` is first called, or, ``after``, has just been."""

    def __init__(
        self, patch: pytest.MonkeyPatch, owner: Any, name: str, act: Callable[[], Any], *, after: bool = False
    ) -> None:
        self._other: Act | None = None
        real, first, lock = getattr(owner, name), [True], threading.Lock()

        def met(*args: Any, **kwargs: Any) -> Any:
            with lock:
                mine, first[:] = bool(first), []
            if not mine:
                return real(*args, **kwargs)
            if after:
                result = real(*args, **kwargs)
                self._begin(act)
                return result
            self._begin(act)
            return real(*args, **kwargs)

        patch.setattr(owner, name, met)

    def _begin(self, act: Callable[[], Any]) -> None:
        self._other = Act(act)
        self._other.go_on()

    def end(self) -> Any:
        """Wait for the other act; return what it returned or raise what it raised."""
        assert self._other is not None, "they never met"
        return self._other.end()


def at_once(*acts: Callable[[], Any]) -> list[Act]:
    """Begin all of them in one moment and wait for all."""
    start = threading.Barrier(len(acts))

    def together(act: Callable[[], Any]) -> Callable[[], Any]:
        def begun() -> Any:
            start.wait(20)
            return act()

        return begun

    begun = [Act(together(act)) for act in acts]
    for one in begun:
        one._thread.join(60)
    return begun
