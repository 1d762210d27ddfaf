"""Chromium for the tests that need a real browser: one for the whole run, a context of its own for each test."""

from __future__ import annotations

import os
import shutil
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = need("chromium")
    with sync_playwright() as play:
        window = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield window
        window.close()
