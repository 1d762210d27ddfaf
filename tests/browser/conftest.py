"""What the browser tests share: a baked site behind the real front server, Chromium, and the tools that judge pages."""

from __future__ import annotations

import os
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
import waitress

from browser.site import bake_site
from fronting import start

TOOLS = Path(__file__).parent / "tools"


def tool(*parts: str) -> Path:
    """A file of the page tools, which ``npm install`` in ``tests/browser/tools`` brings."""
    place = TOOLS.joinpath("node_modules", *parts)
    if not place.exists():
        (pytest.fail if "CI" in os.environ else pytest.skip)(f"needs {parts[0]} (npm install in tests/browser/tools)")
    return place


@dataclass
class Shown:
    """The baked sites as they are served."""

    root: Path
    port: int
    pages: dict[str, dict[str, str]]  #: paths by language and kind of page

    def url(self, path: str, host: str = "daily.localhost") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"


def _application(environ, start_response):
    """What is not baked: the beacon, answered like a count nobody sees."""
    start_response(
        "204 No Content" if environ["PATH_INFO"].startswith("/c/") else "404 Not Found", [("Content-Length", "0")]
    )
    return []


class _Tree:
    def __init__(self, root: Path) -> None:
        self.root = root


@pytest.fixture(scope="session")
def shown(django_db_setup, django_db_blocker, tmp_path_factory):
    """Three sites, baked and served."""
    folder = tmp_path_factory.mktemp("shown")
    (folder / "baked").mkdir()
    application = waitress.create_server(_application, unix_socket=str(folder / "s"), threads=2)
    threading.Thread(target=application.run, daemon=True).start()
    process, port = start(_Tree(folder / "baked"), str(folder / "s"))
    try:
        with django_db_blocker.unblock():
            pages = bake_site(folder, port)
        yield Shown(folder / "baked", port, pages)
    finally:
        process.terminate()
        process.wait(10)
        application.close()


#: True once the hot list, which is all that a page fetches after it is loaded, stands in its place.
SETTLED = "() => [...document.querySelectorAll('[data-hot]')].every((box) => box.childElementCount)"


def settle(page):
    """Wait for a page to be as its reader sees it; half a second of silence would be longer than most tests."""
    page.wait_for_load_state("load")
    page.wait_for_function(SETTLED)


@pytest.fixture
def visit(browser, shown):
    """Opens a page at a width in a theme; answers with it, settled."""
    contexts = []

    def go(path, width=360, theme="light", host="daily.localhost", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(shown.url(path, host))
        if options.get("java_script_enabled", True):
            settle(page)
        return page

    yield go
    for context in contexts:
        context.close()


def run(*command: str | Path, **options) -> subprocess.CompletedProcess[str]:
    """Run a tool to its end."""
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)


@pytest.fixture(scope="session")
def rounds(browser, shown):
    """What one visit to each page saw, by language and kind."""
    from browser.rounds import go_round

    return go_round(browser, shown)
