"""What the newsroom's tests share: a client at the desk."""

from __future__ import annotations

import pytest


@pytest.fixture
def desk(client, people):
    """A client on the desk's host, logged in by role."""

    def log_in(role: str):
        client.defaults["HTTP_HOST"] = "desk.localhost"
        client.force_login(people[role], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in
