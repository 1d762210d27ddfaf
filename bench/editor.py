"""How long an editor waits for a finding: from the last key pressed to the mark at the words, in Debian's Chromium.

Loads the demonstration's network into a temporary folder, serves the desk from this process, and types a flaw and mends it
again, over and over, in a story of sixty paragraphs: in the article's editor and in the translation desk. Prints JSON. Times
are milliseconds on the page's own clock, the pause that both screens keep for further keys included; the page notes both
moments itself, since whoever asks it from outside asks every half a second. Beside them stands what the desk's answers to one
flaw cost: requests, and the processor's milliseconds.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from typing import Any

from harness import Missing, need
from translating import desk, key

ROUNDS = int(os.environ.get("ROUNDS", "10"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
#: Notes when a key came last and when the mark stands at the words first.
WATCH = """(mark) => {
  addEventListener("input", () => { tintucTyped = performance.now(); tintucShown = null; }, true);
  const look = () => { if (document.querySelector(mark)) tintucShown ??= performance.now(); };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""
#: Processor milliseconds of each answer the desk has given.
ANSWERS: list[float] = []
PASSWORD = "a long password"
FLAW = "港口新码头星期一正式启用渡轮往返海岛只需十二分钟居民对此表示欢迎"


def main() -> None:
    """Measure and print."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps an event loop running beside
    try:
        need("chromium")
    except Missing as missing:
        print(json.dumps({"missing": str(missing)}))
        return
    with desk(PASSWORD) as (_, source, targets):
        print(json.dumps(measure(source, targets), indent=1))


def measure(source: Any, targets: list[Any]) -> dict[str, Any]:
    """The figures of both screens."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread
    from playwright.sync_api import sync_playwright

    from tintuc.network.models import Network

    network = Network.current()
    network.desk_host = "localhost"
    network.save()

    class Desk(StaticFilesHandler):
        def __call__(self, environ: Any, start_response: Any) -> Any:
            begun = time.thread_time()
            answer = super().__call__(environ, start_response)
            ANSWERS.append((time.thread_time() - begun) * 1000)
            return answer

    server = LiveServerThread("localhost", Desk)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    address = f"http://localhost:{server.port}"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(f"{address}/login/")
        page.fill("input[name=username]", "bench")
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.goto(f"{address}/snippets/stories/article/edit/{source.pk}/")
        block = page.locator(f"#block-{key(5)}-section")
        page.wait_for_timeout(4000)  # Wagtail's editor settles
        article = waits(page, block.locator("[contenteditable=true]"), f"#block-{key(5)}-section .tintuc-mark--hold")
        page.goto(f"{address}/desk/article/{targets[0].pk}/translation/")
        page.locator("[data-ready]").wait_for()
        row = f'.td-row[data-key="{key(5)}"]'
        translation = waits(page, page.locator(f"{row} .td-field"), f"{row} .td-finding--hold")
        browser.close()
    server.terminate()
    return {"blocks": 60, "article_editor_ms": article, "translation_desk_ms": translation}


def waits(page: Any, field: Any, mark: str) -> dict[str, Any]:
    """Milliseconds from the last key of a flaw to its mark, a selector: median and longest; what the desk answered to."""
    shown = page.locator(mark).first
    page.evaluate(WATCH, mark)
    took, asked, cost = [], [], []
    for _ in range(ROUNDS):
        field.click()
        page.keyboard.press("Control+End")
        ANSWERS.clear()
        page.keyboard.type(FLAW)
        shown.wait_for(timeout=30_000)
        took.append(page.evaluate("tintucShown - tintucTyped"))
        asked.append(len(ANSWERS))
        cost.append(sum(ANSWERS))
        for _ in FLAW:
            page.keyboard.press("Backspace")
        shown.wait_for(state="detached", timeout=30_000)
    return {
        "median": round(statistics.median(took)),
        "longest": round(max(took)),
        "requests": statistics.median(asked),
        "cpu": round(statistics.median(cost)),
        "rounds": ROUNDS,
    }


if __name__ == "__main__":
    main()
