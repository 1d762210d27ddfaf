"""How the suite is dealt out to processes that run side by side, which `make test` has pytest-xdist start."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from typing import Any

import pytest

#: Tests that share what is dear to make, by the beginnings of their node ids: one process runs each of these groups.
#: They begin first, as the suite takes no less than the longest of them.
TOGETHER = (
    ("tests/browser/",),
    ("tests/config/test_crash.py", "tests/config/test_supervisor.py"),
    ("tests/newsroom/test_hostile.py",),
    ("tests/serving/",),
)


def _place(nodeid: str) -> int:
    """Which of the groups above a test is of, or their number."""
    return next((place for place, begins in enumerate(TOGETHER) if nodeid.startswith(begins)), len(TOGETHER))


def _empties(item: pytest.Item) -> bool:
    """Whether all tables are empty after a test, those too that migrations fill: no other kind may come after it."""
    mark = item.get_closest_marker("django_db")
    empties = bool(mark and mark.kwargs.get("transaction"))
    return empties or not {"transactional_db", "live_server"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a process of several: bring what stays together together, in the order in which groups begin."""

    def turn(item: pytest.Item) -> tuple[bool, int, str]:
        return _empties(item), _place(item.nodeid), item.nodeid.partition("::")[0]

    if hasattr(config, "workerinput"):
        items.sort(key=turn)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Deal out whole groups: one of those above, or the tests of a file."""
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        """Tests that follow each other and are of one group are a unit; a file whose tests were parted is two."""

        def schedule(self) -> None:
            """Name the units once, by the order in which they were collected."""
            if self.collection is None:
                self.units: dict[str, str] = {}
                last, number = None, 0
                for nodeid in next(iter(self.registered_collections.values())):
                    place = _place(nodeid)
                    group = place if place < len(TOGETHER) else nodeid.partition("::")[0]
                    number += group != last
                    last, self.units[nodeid] = group, str(number)
            super().schedule()

        def _split_scope(self, nodeid: str) -> str:
            return self.units[nodeid]

    return Groups(config, log)


@pytest.fixture(autouse=True)
def _turn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A test marked ``alone`` waits until no process of the run is at a test, and until it is over none begins one."""
    if not hasattr(request.config, "workerinput"):
        yield
        return
    folder = tmp_path_factory.getbasetemp().parent
    with (folder / "gate").open("w") as gate, (folder / "tests").open("w") as tests:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if request.node.get_closest_marker("alone"):
            fcntl.flock(tests, fcntl.LOCK_EX)
        else:
            fcntl.flock(tests, fcntl.LOCK_SH)
            fcntl.flock(gate, fcntl.LOCK_UN)
        yield
