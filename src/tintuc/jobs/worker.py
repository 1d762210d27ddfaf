"""The worker: takes jobs and does them, one after the other."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import random
import threading
import traceback
from collections.abc import Callable, Iterator

from django.db import IntegrityError, close_old_connections, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from tintuc.jobs.bell import Bell
from tintuc.jobs.models import Job
from tintuc.jobs.queue import claim, seconds_to_next
from tintuc.jobs.registry import HANDLERS, ROUNDS, Handler, every

logger = logging.getLogger(__name__)

#: Seconds an idle worker waits for the bell before it looks all the same.
PAUSE = 0.5
#: Seconds before the second attempt; doubled with each further one, up to an hour.
FIRST_BACKOFF = 2.0


def run_forever(should_stop: Callable[[], bool], *, urgent: bool | None = None) -> None:
    """Do jobs until told to stop: urgent ones, the others, or (None) all.

    An error of the database itself is logged and waited out.
    """
    bell = Bell(urgent)
    while not should_stop():
        wait = PAUSE
        try:
            if run_one(urgent=urgent):
                continue
            wait = seconds_to_next(PAUSE, urgent=urgent)
        except Exception:
            logger.exception("The worker could not take a job; it tries again")
        close_old_connections()
        bell.wait(wait)


def run_due(limit: int = 1000) -> int:
    """Do everything that is due now, at most ``limit`` jobs; return how many were done."""
    done = 0
    while done < limit and run_one():
        done += 1
    return done


def run_one(*, urgent: bool | None = None) -> bool:
    """Do one job if one is due; say whether there was one. What it raises is kept with the job."""
    job = claim(urgent=urgent)
    if job is None:
        return False
    handler = HANDLERS.get(job.kind)
    if handler is None:
        _park(job, f"No room of this version does {job.kind!r}.")
        return True
    if job.attempts > handler.retries:
        _park(job, "Its worker died each time it was tried.")
        return True
    try:
        with _heartbeat(job, handler):
            handler.function(**job.arguments)
    except Exception:
        _failed(job, handler, traceback.format_exc())
    else:
        _done(job)
    return True


def _mine(job: Job) -> QuerySet[Job]:
    """The row of the job, unless another worker has taken it since because this one gave no sign of life."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING)


def _done(job: Job) -> None:
    """Keep a record of the job for an hour; of a duty, which comes round again, keep none."""
    if job.kind in ROUNDS:
        _mine(job).delete()
    else:
        _mine(job).update(state=Job.State.DONE, lease_until=None, last_error="")


@contextlib.contextmanager
def _heartbeat(job: Job, handler: Handler) -> Iterator[None]:
    """Renew the lease while the work takes long, so that nobody else begins it."""
    over = threading.Event()

    def renew() -> None:
        while not over.wait(handler.lease_seconds / 3):
            until = timezone.now() + dt.timedelta(seconds=handler.lease_seconds)
            _mine(job).update(lease_until=until)
        connection.close()

    thread = threading.Thread(target=renew, name=f"lease of job {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _failed(job: Job, handler: Handler, error: str) -> None:
    if job.kind in ROUNDS:
        logger.error("The duty %s failed; it comes round again\n%s", job.kind, error)
        _done(job)
        return
    if job.attempts >= handler.retries:
        _park(job, error)
        return
    wait = min(FIRST_BACKOFF * 2 ** (job.attempts - 1), 3600) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries
    again = timezone.now() + dt.timedelta(seconds=wait)
    logger.warning("Job %s failed, attempt %d; again in %.0f s\n%s", job, job.attempts, wait, error)
    try:
        with transaction.atomic():
            _mine(job).update(state=Job.State.WAITING, lease_until=None, run_at=again, last_error=error)
    except IntegrityError:  # a newer job of the same key waits already and will do this one's work
        _mine(job).update(state=Job.State.DONE, lease_until=None, last_error=error)


def _park(job: Job, error: str) -> None:
    logger.error("Job %s is parked after %d attempts\n%s", job, job.attempts, error)
    _mine(job).update(state=Job.State.PARKED, lease_until=None, last_error=error)


@every(600, name="jobs.forget_done")
def forget_done() -> None:
    """Delete jobs that were done more than an hour ago."""
    old = timezone.now() - dt.timedelta(hours=1)
    Job.objects.filter(state=Job.State.DONE, run_at__lt=old).delete()
