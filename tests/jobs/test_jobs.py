"""Work done later, once, whatever crashes."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tintuc.jobs import registry, scheduler, worker
from tintuc.jobs.bell import Bell, ring
from tintuc.jobs.models import Duty, Job
from tintuc.jobs.queue import URGENT, claim, enqueue

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """What test jobs did. Kinds: ``test.note`` notes its word, ``test.fail`` fails."""
    monkeypatch.setattr(registry, "HANDLERS", {})
    monkeypatch.setattr(registry, "ROUNDS", {})
    for module in (worker, scheduler):
        for name in ("HANDLERS", "ROUNDS"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, getattr(registry, name))
    monkeypatch.setattr("tintuc.jobs.queue.HANDLERS", registry.HANDLERS)
    words: list[str] = []

    @registry.handler("test.note")
    def note(word: str = "") -> None:
        words.append(word)

    @registry.handler("test.fail", retries=3)
    def fail() -> None:
        words.append("tried")
        raise RuntimeError("it always fails")

    return words


def test_a_job_runs_once(done):
    """A job that was asked for is done once, with its arguments."""
    enqueue("test.note", {"word": "a"})
    assert worker.run_due() == 1
    assert worker.run_due() == 0
    assert done == ["a"]


def test_a_job_goes_with_its_transaction(done):
    """A job asked for in a transaction that fails is never done."""
    with transaction.atomic():
        enqueue("test.note", {"word": "a"})
        transaction.set_rollback(True)
    assert worker.run_due() == 0


def test_one_waiting_job_a_key(done):
    """Asked for ten times with one key, it waits once, and is moved to the earliest moment."""
    later = timezone.now() + dt.timedelta(hours=1)
    for number in range(10):
        enqueue("test.note", {"word": str(number)}, key="k", run_at=later)
    assert Job.objects.count() == 1
    assert worker.run_due() == 0
    enqueue("test.note", key="k")
    assert worker.run_due() == 1


def test_what_changes_while_it_runs_needs_another(done):
    """A job asked for while one of its key is running is done afterwards."""
    enqueue("test.note", {"word": "a"}, key="k")
    running = claim()
    enqueue("test.note", {"word": "b"}, key="k")
    assert running.state == Job.State.RUNNING
    assert worker.run_due() == 1
    assert done == ["b"]


def test_a_dead_workers_job_is_taken_again(done):
    """The job of a worker that died is done by another when its lease is over, and not before."""
    enqueue("test.note", {"word": "a"})
    assert claim() is not None
    assert worker.run_due() == 0
    Job.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert worker.run_due() == 1
    assert done == ["a"]


def test_a_failing_job_is_tried_again_and_parked(done):
    """A job that fails is tried again later and later, then parked with its error; others go on."""
    enqueue("test.fail")
    enqueue("test.note", {"word": "a"})
    assert worker.run_due() == 2
    job = Job.objects.get(kind="test.fail")
    assert job.state == Job.State.WAITING
    assert job.run_at > timezone.now()
    for _ in range(2):
        Job.objects.filter(pk=job.pk).update(run_at=timezone.now())
        worker.run_due()
    job.refresh_from_db()
    assert job.state == Job.State.PARKED
    assert "it always fails" in job.last_error
    assert done.count("tried") == 3


def test_a_job_nobody_knows_is_parked(done):
    """A job of a kind no room does is parked and stops nothing."""
    enqueue("test.unknown")
    enqueue("test.note", {"word": "a"})
    assert worker.run_due() == 2
    assert Job.objects.get(kind="test.unknown").state == Job.State.PARKED


def test_duties_come_round(done):
    """A duty is handed out when its time has come, once after a long pause, and never while it waits or runs."""

    @registry.every(60, name="test.round")
    def go_round() -> None:
        done.append("round")

    now = timezone.now()
    assert scheduler.tick(now) == ["test.round"]
    assert scheduler.tick(now) == []
    worker.run_due()
    assert scheduler.tick(now + dt.timedelta(seconds=30)) == []
    assert scheduler.tick(now + dt.timedelta(hours=5)) == ["test.round"]
    assert scheduler.tick(now + dt.timedelta(hours=5)) == []
    assert Duty.objects.count() == 1
    assert not Job.objects.filter(kind="test.round").exclude(state=Job.State.WAITING).exists()


def test_a_failing_duty_comes_round_again(done):
    """A duty that fails is not parked: it comes round again."""

    @registry.every(1, name="test.round")
    def go_round() -> None:
        done.append("round")
        raise RuntimeError("no")

    now = timezone.now()
    scheduler.tick(now)
    worker.run_due()
    assert scheduler.tick(now + dt.timedelta(seconds=2)) == ["test.round"]


def test_a_clock_that_jumps_is_noticed(monkeypatch):
    """A wall clock set three days ahead is told from three days that passed."""
    clock = scheduler.Clock()
    assert not clock.jumped()
    import time

    real = time.time
    monkeypatch.setattr(scheduler.time, "time", lambda: real() + 3 * 86_400)
    assert clock.jumped()
    assert not clock.jumped()


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_do_one_job_twice(done):
    """Several workers at once share the jobs; each is done once."""
    for number in range(40):
        enqueue("test.note", {"word": str(number)})

    def work() -> None:
        worker.run_due()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done, key=int) == [str(number) for number in range(40)]


def test_urgent_jobs_have_a_worker_of_their_own(done):
    """The worker for urgent jobs leaves the others alone, and the other way round."""
    enqueue("test.note", {"word": "slow"})
    enqueue("test.note", {"word": "urgent"}, priority=URGENT)
    assert worker.run_one(urgent=True)
    assert not worker.run_one(urgent=True)
    assert done == ["urgent"]
    assert worker.run_one(urgent=False)
    assert done == ["urgent", "slow"]


def test_a_bell_wakes_a_waiting_worker(settings, tmp_path):
    """Ringing ends a wait at once; ringing where nobody waits does no harm."""
    settings.DIR = tmp_path
    ring(urgent=True)
    bell = Bell()
    heard = threading.Event()

    def wait() -> None:
        bell.wait(60)
        heard.set()

    threading.Thread(target=wait, daemon=True).start()
    assert not heard.wait(0.05)
    ring(urgent=True)
    assert heard.wait(30)


@pytest.mark.parametrize(
    ("asked", "urgent", "other"),
    [
        ({"priority": URGENT}, True, False),
        ({}, False, True),
        ({"priority": URGENT, "run_at": timezone.now() + dt.timedelta(days=1)}, False, False),
    ],
)
@pytest.mark.usefixtures("done")
def test_only_who_has_something_to_do_is_woken(
    settings, tmp_path, django_capture_on_commit_callbacks, asked, urgent, other
):
    """Work wakes the worker that does it, and none before it is nearly due."""
    settings.DIR = tmp_path
    bells = Bell(True), Bell(False)
    with django_capture_on_commit_callbacks(execute=True):
        enqueue("test.note", {"word": "a"}, **asked)
    assert [rings(bell) for bell in bells] == [urgent, other]


def rings(bell: Bell) -> bool:
    """Whether a bell was rung since the last look."""
    begun = time.monotonic()
    bell.wait(1)
    return time.monotonic() - begun < 0.9


def test_new_arguments_take_the_place_of_old_ones(done):
    """Asked for anew, the waiting job has the new arguments."""
    enqueue("test.note", {"word": "a"}, key="k")
    enqueue("test.note", {"word": "b"}, key="k", anew=True)
    worker.run_due()
    assert done == ["b"]
