"""What the publishing room's tests share."""

import pytest


@pytest.fixture
def kept(django_capture_on_commit_callbacks):
    """Does something as a transaction that is kept."""

    def go(work):
        with django_capture_on_commit_callbacks(execute=True):
            return work()

    return go
