"""A worker that gave no sign of life, and whose job another has taken, changes nothing of it any more."""

import datetime as dt

import pytest
from django.utils import timezone

from tintuc.jobs import worker
from tintuc.jobs.models import Job
from tintuc.jobs.queue import claim, enqueue
from tintuc.jobs.registry import HANDLERS, Handler

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(monkeypatch):
    """A job taken by a worker that was asleep for longer than its lease, and by another since."""
    monkeypatch.setitem(HANDLERS, "test.slow", Handler(lambda: None, retries=3, lease_seconds=5))
    enqueue("test.slow")
    first = claim()
    second = claim(now=timezone.now() + dt.timedelta(minutes=1))
    assert first.pk == second.pk
    return first, second


@pytest.mark.parametrize("end", ["failed", "parked", "done"])
def test_who_lost_the_lease_leaves_the_job_alone(taken, end):
    """Whether the first worker fails, gives up or ends well, the job stays the second's, and nobody begins it again."""
    first, second = taken
    if end == "failed":
        worker._failed(first, HANDLERS[first.kind], "it woke up and broke")
    elif end == "parked":
        worker._park(first, "it woke up and gave up")
    else:
        worker._done(first)
    row = Job.objects.get(pk=second.pk)
    assert (row.state, row.attempts, row.last_error) == (Job.State.RUNNING, second.attempts, "")


def test_a_job_that_fails_beside_a_newer_one_leaves_the_work_to_it(monkeypatch):
    """Of two jobs of one key the one that fails ends, and the one that waits does its work."""
    monkeypatch.setitem(HANDLERS, "test.keyed", Handler(lambda: None, retries=3, lease_seconds=5))
    enqueue("test.keyed", key="one")
    running = claim()
    enqueue("test.keyed", key="one")
    worker._failed(running, HANDLERS[running.kind], "broken")
    assert sorted(Job.objects.values_list("state", flat=True)) == [Job.State.DONE, Job.State.WAITING]
