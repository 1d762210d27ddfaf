"""One visit to each page in which everything is looked at that can be looked at without touching it.

A page is loaded once, with a browser that has kept nothing. What it asked for, what moved, what lies over what at each
width, and what axe finds in both themes and at both widths is written down, and tests judge what was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from browser.conftest import settle, tool
from browser.site import HOSTS, KINDS, LANGUAGES

WIDTHS = (320, 360, 768, 1024, 1440, 1600)
#: Kinds of page whose layout is looked at in every language.
LAID_OUT = (*("front", "article", "interview", "live", "pictures", "section", "search", "month", "feeds", "parallel"),)
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Words that lie over other words. Sideways scrollers and hidden helps are meant so.
COLLISIONS = """() => {
  const boxes = [];
  for (const element of document.querySelectorAll("h1, h2, h3, p, li > a, time, figcaption, .button, legend, summary")) {
    if (element.closest(".unseen, .skip, .sections, details:not([open]) .menu-panel") || !element.checkVisibility()) continue;
    for (const box of element.getClientRects()) if (box.width > 1 && box.height > 1) boxes.push([element, box]);
  }
  boxes.sort((one, other) => one[1].top - other[1].top);
  const wrong = [];
  boxes.forEach(([one, a], number) => {
    for (let next = number + 1; next < boxes.length && boxes[next][1].top < a.bottom - 2; next += 1) {
      const [other, b] = boxes[next];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - b.top;
      if (one !== other && across > 2 && down > 2 && !one.contains(other) && !other.contains(one)) wrong.push(`${one.textContent.trim().slice(0, 40)} | ${other.textContent.trim().slice(0, 40)}`);
    }
  });
  return wrong;
}"""
MOVED = """() => new Promise((answer) => {
  let sum = 0;
  const watch = new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; });
  watch.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => answer(sum)));
})"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Everything at each width in light; in dark what colours can change.
VIEWS = [(360, "light", RULES), (360, "dark", ["color-contrast"]), (1280, "dark", ["color-contrast"]), (1280, "light", RULES)]  # fmt: skip
AXE = "only => axe.run({ runOnly: only, resultTypes: ['violations'] })"


@dataclass
class Seen:
    """What one visit saw."""

    url: str
    requests: list[tuple[str, str]] = field(default_factory=list)  #: id and kind, as the browser names them
    sizes: dict[str, int] = field(default_factory=dict)  #: bytes on the wire by id
    moved: float = 0.0  #: the sum of all layout shifts
    wrong: list[tuple[int, str]] = field(default_factory=list)  #: width, and what overflows or collides there
    violations: list[tuple[Any, ...]] = field(default_factory=list)
    passes: list[int] = field(default_factory=list)  #: rules axe was satisfied about, by view
    said: list[str] = field(default_factory=list)  #: errors in the browser's console

    @property
    def counted(self) -> list[str]:
        """The ids of what was asked for beside pictures."""
        return [one for one, kind in self.requests if kind != "Image"]

    @property
    def weight(self) -> int:
        """Bytes on the wire without pictures."""
        return sum(self.sizes.get(one, 0) for one in self.counted)


def go_round(browser: Any, shown: Any) -> dict[tuple[str, str], Seen]:
    """Visit every kind of page, each in one language by turns, and what is laid out anew in each in all of them."""
    axe = tool("axe-core", "axe.min.js").read_text()
    context = browser.new_context(service_workers="block")  # a worker would answer from what it kept
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    found: dict[tuple[str, str], Seen] = {}
    client.on(
        "Network.responseReceived", lambda event: _now(found).requests.append((event["requestId"], event["type"]))
    )
    client.on(
        "Network.loadingFinished",
        lambda event: _now(found).sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.on("console", lambda message: _now(found).said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: _now(found).said.append(str(error)))
    for (language, kind), (url, laid_out, judged) in _wanted(shown).items():
        page.set_viewport_size({"width": 360, "height": 900})
        client.send("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "light"}]})
        found[language, kind] = seen = Seen(url)
        page.goto(url)
        settle(page)
        seen.moved = page.evaluate(MOVED)
        if judged:
            page.evaluate(axe)
            _judge(page, client, seen)
        for width in WIDTHS if laid_out else ():
            page.set_viewport_size({"width": width, "height": 900})
            if (over := page.evaluate(OVERFLOW)) > 0:
                seen.wrong.append((width, f"{over} px too wide"))
            seen.wrong += [(width, words) for words in page.evaluate(COLLISIONS)]
    context.close()
    return found


def _now(found: dict[tuple[str, str], Seen]) -> Seen:
    """The visit that is being made."""
    return next(reversed(found.values()))


def _wanted(shown: Any) -> dict[tuple[str, str], tuple[str, bool, bool]]:
    """Address, whether its layout is looked at at every width, and whether axe judges it, by language and kind."""
    wanted = {}
    for number, kind in enumerate(KINDS):
        wanted[LANGUAGES[number % len(LANGUAGES)], kind] = (False, True)
    for language in (*LANGUAGES, "ar"):
        for kind in LAID_OUT:
            if kind in shown.pages[language]:
                wanted[language, kind] = (True, wanted.get((language, kind), (False, kind == "article"))[1])
    found = {
        (language, kind): (shown.url(shown.pages[language][kind]), *what) for (language, kind), what in wanted.items()
    }
    for host, path in (
        (HOSTS["slab"], "/en/"),
        (HOSTS["slab"], "/vi/"),
        (HOSTS["sans"], "/vi/"),
        (HOSTS["sans"], "/zh-hans/"),
    ):
        found[host, path] = (shown.url(path, host), True, path != "/zh-hans/")
    lettered = next((shown.root / HOSTS["sans"] / "vi").glob("*/20*/*/*-*.html"))  # with a typeface of its own
    found[HOSTS["sans"], "article"] = (
        shown.url("/" + lettered.relative_to(shown.root / HOSTS["sans"]).as_posix(), HOSTS["sans"]), False, False,
    )  # fmt: skip
    return found


def _judge(page: Any, client: Any, seen: Seen) -> None:
    """Axe, in each view; what is small enough for a phone is looked at as a device without a pointer shows it."""
    for width, theme, rules in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        touched = [{"name": "hover", "value": "none"}] if width < 600 else []
        client.send(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}, *touched]}
        )
        said = page.evaluate(AXE, rules)
        seen.passes.append(len(said["passes"]))
        seen.violations += [
            (width, theme, rule["id"], node["html"], node["failureSummary"])
            for rule in said["violations"]
            for node in rule["nodes"]
        ]
