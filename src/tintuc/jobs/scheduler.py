"""The scheduler: hands out duties when they come round."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable

from django.db import close_old_connections, transaction
from django.utils import timezone

from tintuc.jobs.models import Duty, Job
from tintuc.jobs.queue import enqueue
from tintuc.jobs.registry import ROUNDS

logger = logging.getLogger(__name__)

#: Seconds between looks at the clock.
PAUSE = 0.5
#: A wall clock that runs ahead of the monotonic one by more than this many seconds was set, not elapsed.
JUMP = 60.0


class Clock:
    """Tells elapsed time from a clock that was set: nothing may go out early because a clock is wrong."""

    def __init__(self) -> None:
        self.wall, self.steady = time.time(), time.monotonic()

    def jumped(self) -> bool:
        """Whether the wall clock jumped forward since the last call."""
        wall, steady = time.time(), time.monotonic()
        ahead = (wall - self.wall) - (steady - self.steady)
        self.wall, self.steady = wall, steady
        return ahead > JUMP


def run_forever(should_stop: Callable[[], bool]) -> None:
    """Hand out duties until told to stop."""
    clock = Clock()
    while not should_stop():
        if clock.jumped():
            logger.error("The clock jumped forward; duties rest for a minute. Set it right, or they go on then")
            _rest(should_stop, 60)
        try:
            tick()
        except Exception:
            logger.exception("The scheduler could not hand out duties; it tries again")
        close_old_connections()
        time.sleep(PAUSE)


def _rest(should_stop: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not should_stop():
        time.sleep(PAUSE)


def tick(now: dt.datetime | None = None) -> list[str]:
    """Put a job into the queue for every duty that has come round; return their names.

    After a pause of any length a duty is handed out once, not once for each time it was missed. Two schedulers at once
    hand it out once, because the waiting job has the duty's name as key.
    """
    now = now or timezone.now()
    known = dict(Duty.objects.values_list("name", "last_at"))
    busy = set(
        Job.objects.filter(kind__in=ROUNDS, state__in=[Job.State.WAITING, Job.State.RUNNING]).values_list(
            "kind", flat=True
        )
    )
    given = []
    for name, duty in ROUNDS.items():
        last = known.get(name)
        if name in busy or (last and last <= now < last + dt.timedelta(seconds=duty.seconds)):
            continue
        with transaction.atomic():
            Duty.objects.update_or_create(name=name, defaults={"last_at": now})
            enqueue(name, key=name)
        given.append(name)
    return given
