"""What the front server stands between."""

from __future__ import annotations

import threading

import pytest
import waitress

from fronting import Tree, application, start
from serving.slow_clients import begun


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    return Tree(tmp_path_factory.mktemp("serving") / "baked")


@pytest.fixture(scope="session")
def app(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("app") / "s")
    trust = {"trusted_proxy": "localhost", "trusted_proxy_headers": {"x-forwarded-for"}}
    server = waitress.create_server(application, unix_socket=path, threads=4, **trust)
    threading.Thread(target=server.run, daemon=True).start()
    yield path
    server.close()


@pytest.fixture(scope="module")
def port(tree, app):
    process, port = start(tree, app)
    yield port
    process.terminate()
    assert process.wait(5) == 0


@pytest.fixture(scope="package", autouse=True)
def slow(app, tmp_path_factory):
    """What becomes of slow clients, who begin with the room's first test and wait while others run."""
    with begun(Tree(tmp_path_factory.mktemp("slow") / "baked"), app) as found:
        yield found
