"""Chromium for the tests that need a real browser: one for the whole run, a context of its own for each test."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

# Playwright keeps an event loop running beside the tests; Django would take database calls for calls from within it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


def need(program: str) -> str:
    """The path of a program; without it tests fail in CI and are skipped by name elsewhere."""
    found = shutil.which(program)
    if found is None:
        (pytest.fail if "CI" in os.environ else pytest.skip)(f"needs {program}")
    return str(found)


#: Notes for each request that saves how many milliseconds had passed since the last key.
PAUSES = """(address) => {
  let typed = 0;
  window.tintucPauses = [];
  addEventListener("input", () => (typed = performance.now()), true);
  const plain = window.fetch;
  window.fetch = (to, options) => {
    if (options?.method?.toUpperCase() === "POST" && String(to).endsWith(address)) tintucPauses.push(performance.now() - typed);
    return plain(to, options);
  };
}"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = need("chromium")
    with sync_playwright() as play:
        window = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield window
        window.close()


@pytest.fixture
def desk_server(live_server: Any, transactional_db: None) -> Iterator[Any]:
    """Django's live server that leaves no request at work behind: one that still read would block the emptying of tables.

    A browser window that closes does not end what it had asked for.
    """
    from django.core.signals import request_finished, request_started

    quiet = threading.Condition()
    at_work = 0
    changed = time.monotonic()

    def count(signal: Any, **_: object) -> None:
        nonlocal at_work, changed
        with quiet:
            at_work += 1 if signal is request_started else -1
            changed = time.monotonic()
            quiet.notify_all()

    request_started.connect(count)
    request_finished.connect(count)
    yield live_server
    with quiet:
        # a moment without any, too: a request sent just before the window closed may not have begun
        ended = time.monotonic() + 20
        while at_work > 0 or time.monotonic() - changed < 0.1:
            assert time.monotonic() < ended, "the desk still answers a request 20 s after its window closed"
            quiet.wait(0.05)
    request_started.disconnect(count)
    request_finished.disconnect(count)
