"""What the front server stands between."""

from __future__ import annotations

import threading

import pytest
import waitress

from fronting import Tree, application, start


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    return Tree(tmp_path_factory.mktemp("serving") / "baked")


@pytest.fixture(scope="module")
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
