"""How long an editor waits for a finding: from the last key pressed to the mark at the words, in Debian's Chromium.

Loads the demonstration's network into a temporary folder, serves the desk from this process, and types a flaw and mends it
again, over and over, in a story of sixty paragraphs: in the article's editor and in the translation desk. Prints JSON. Times
are milliseconds on the clock, the pause that both screens keep for further keys included.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from harness import Missing, need

from tintuc.config import newsroom

HERE = Path(__file__).parents[1]
ROUNDS = int(os.environ.get("ROUNDS", "10"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
FLAW = "港口新码头星期一正式启用渡轮往返海岛只需十二分钟居民对此表示欢迎"


def main() -> None:
    """Measure and print."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps an event loop running beside
    try:
        need("chromium")
    except Missing as missing:
        print(json.dumps({"missing": str(missing)}))
        return
    with tempfile.TemporaryDirectory(prefix="tintuc-bench-") as folder:
        network = (HERE / "src/tintuc/config/demo/network.toml").read_text(encoding="utf-8")
        newsroom.make(Path(folder), network, say=lambda _: None)
        print(json.dumps(measure(), indent=1))


def measure() -> dict[str, Any]:
    """The figures of both screens."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread
    from playwright.sync_api import sync_playwright
    from translating import key, story

    from tintuc.network.models import Network

    settings.ALLOWED_HOSTS = ["*"]
    network = Network.current()
    network.desk_host = "localhost"
    network.save()
    user = get_user_model().objects.create_superuser("bench", password="a long password")
    source, targets = story(user)
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    desk = f"http://localhost:{server.port}"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(f"{desk}/login/")
        page.fill("input[name=username]", "bench")
        page.fill("input[name=password]", "a long password")
        page.click("button[type=submit]")
        page.goto(f"{desk}/snippets/stories/article/edit/{source.pk}/")
        block = page.locator(f"#block-{key(5)}-section")
        page.wait_for_timeout(4000)  # Wagtail's editor settles
        article = waits(page, block.locator("[contenteditable=true]"), block.locator(".tintuc-mark--hold").first)
        page.goto(f"{desk}/desk/article/{targets[0].pk}/translation/")
        page.locator("[data-ready]").wait_for()
        row = page.locator(f'.td-row[data-key="{key(5)}"]')
        translation = waits(page, row.locator(".td-field"), row.locator(".td-finding--hold").first)
        browser.close()
    server.terminate()
    return {"blocks": 60, "article_editor_ms": article, "translation_desk_ms": translation}


def waits(page: Any, field: Any, mark: Any) -> dict[str, Any]:
    """Milliseconds from the last key of a flaw to its mark: median and longest."""
    took = []
    for _ in range(ROUNDS):
        field.click()
        page.keyboard.press("Control+End")
        page.keyboard.type(FLAW)
        begun = time.monotonic()
        mark.wait_for(timeout=30_000)
        took.append((time.monotonic() - begun) * 1000)
        for _ in FLAW:
            page.keyboard.press("Backspace")
        mark.wait_for(state="detached", timeout=30_000)
    return {"median": round(statistics.median(took)), "longest": round(max(took)), "rounds": ROUNDS}


if __name__ == "__main__":
    main()
