"""Every host gets its own pages and nobody else's."""

import pytest

pytestmark = pytest.mark.django_db


def test_unknown_host_is_refused(client, site):
    """A host of nobody's gets 421, on every path."""
    for path in ("/", "/vi/search/?q=x", "/c/r"):
        assert client.get(path, headers={"host": "elsewhere.test"}).status_code == 421


def test_desk_is_not_on_public_hosts(client, site):
    """The desk's screens answer on the desk's host only."""
    assert client.get("/login/", headers={"host": "desk.localhost"}).status_code == 200
    assert client.get("/login/", headers={"host": site.host}).status_code == 404


def test_port_and_case_do_not_matter(client, site):
    """A Host header may carry a port and capitals."""
    assert client.get("/nothing", headers={"host": "BAC-DAU.test:8000"}).status_code == 404
