"""Work that several announcements ask for is done once, at the action's end, and kept or lost with it."""

import pytest
from django.db import transaction

from tintuc.jobs.models import Job
from tintuc.jobs.queue import enqueue
from tintuc.jobs.together import at_end, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    """What was done, in order: the name of the work, and all that was asked of it."""
    return []


@pytest.fixture
def work(done):
    """Makes a piece of work that only notes what it was asked."""

    def make(name: str):
        return lambda asked: done.append((name, asked))

    return make


def test_each_work_is_done_once_at_the_end(done, work):
    """Works wait for the end of the outermost action and are done in the order in which they were first asked for."""
    first, second = work("first"), work("second")
    with together():
        at_end(first, 1)
        with together():
            at_end(second, 2)
            at_end(first, 3)
        assert done == []
    assert done == [("first", [1, 3]), ("second", [2])]


def test_outside_an_action_nothing_waits(done, work):
    """Without an action going on, what is asked for is done at once."""
    at_end(work("alone"), 1)
    assert done == [("alone", [1])]


def test_work_that_asks_for_work(done, work):
    """What a work asks for in turn is done before the action ends."""
    after = work("after")
    with together():
        at_end(lambda asked: at_end(after, sum(asked)), 2)
    assert done == [("after", [2])]


def test_a_part_that_is_rolled_back_is_forgotten(done, work):
    """What a failed part of an action asked for is not done; what was asked before and after it is."""
    kept, lost = work("kept"), work("lost")

    @together()
    def part():
        at_end(kept, 2)
        at_end(lost, 3)
        raise ValueError("part")

    with together():
        at_end(kept, 1)
        with pytest.raises(ValueError, match="part"):
            part()
        at_end(kept, 4)
    assert done == [("kept", [1, 4])]


def test_work_that_fails_takes_the_action_along(work, done):
    """If a work fails, nothing of the action is kept, nothing after it is done, and the next action begins afresh."""

    def broken(asked):
        raise ValueError("broken")

    after = work("after")

    @together()
    def action():
        enqueue("test.job")
        at_end(broken, 1)
        at_end(after, 2)

    with pytest.raises(ValueError, match="broken"):
        action()
    assert not Job.objects.filter(kind="test.job").exists()
    assert done == []
    with together():
        at_end(after, 3)
    assert done == [("after", [3])]


@pytest.mark.django_db(transaction=True)
def test_it_is_done_before_the_transaction_ends():
    """What is done at the end is part of the action's transaction."""
    seen = []
    with together():
        at_end(lambda _: seen.append(transaction.get_connection().in_atomic_block), 1)
    assert seen == [True]
    assert not transaction.get_connection().in_atomic_block
