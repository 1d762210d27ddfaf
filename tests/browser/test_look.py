"""What a reader's browser makes of the pages: nothing overflows, collides, jumps or needs a script."""

from __future__ import annotations

import itertools

import pytest

from browser.site import HOSTS, LANGUAGES

#: The first test waits for the small site to be baked.
pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(600)]

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Words that lie over other words, and words cut off at an edge. Sideways scrollers and hidden helps are meant so.
COLLISIONS = """() => {
  const boxes = [];
  for (const element of document.querySelectorAll("h1, h2, h3, p, li > a, time, figcaption, .button, legend, summary")) {
    if (element.closest(".unseen, .skip, .sections, details:not([open]) .menu-panel") || !element.checkVisibility()) continue;
    for (const box of element.getClientRects()) if (box.width > 1 && box.height > 1) boxes.push([element, box]);
  }
  const wrong = [];
  for (const [one, a] of boxes) for (const [other, b] of boxes) {
    if (one === other) continue;
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 2 && down > 2 && !one.contains(other) && !other.contains(one)) wrong.push(`${one.textContent.trim().slice(0, 40)} | ${other.textContent.trim().slice(0, 40)}`);
  }
  return wrong;
}"""
SHIFT = """() => new Promise((answer) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => answer(sum), 300);
})"""


@pytest.mark.parametrize("language", [*LANGUAGES, "ar"])
def test_nothing_overflows_or_collides(browser, shown, language):
    """From 320 to 1600 pixels no page scrolls sideways, and no words lie over others, in any language."""
    wrong = []
    context = browser.new_context()
    page = context.new_page()
    for kind in (
        "front",
        "article",
        "interview",
        "live",
        "pictures",
        "section",
        "search",
        "month",
        "feeds",
        "parallel",
    ):
        if kind not in shown.pages[language]:
            continue
        page.goto(shown.url(shown.pages[language][kind]))
        for width in (320, 360, 768, 1024, 1440, 1600):
            page.set_viewport_size({"width": width, "height": 900})
            if (over := page.evaluate(OVERFLOW)) > 0:
                wrong.append((kind, width, f"{over} px too wide"))
            wrong += [(kind, width, words) for words in page.evaluate(COLLISIONS)]
    context.close()
    assert wrong == []


@pytest.mark.parametrize("host", HOSTS.values())
def test_every_character_holds(browser, shown, host):
    """The three characters of masthead hold their words apart at every width."""
    context = browser.new_context()
    page, wrong = context.new_page(), []
    page.goto(shown.url("/vi/", host))
    for width in (320, 480, 768, 1024, 1440, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(OVERFLOW) == 0
        wrong += [(width, words) for words in page.evaluate(COLLISIONS)]
    context.close()
    assert wrong == []


def test_letters_twice_as_large(visit, shown):
    """With letters at 200 % a page still fits a phone, and nothing collides."""
    for kind in ("front", "article"):
        page = visit(shown.pages["vi"][kind], 640)
        page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        assert page.evaluate(OVERFLOW) == 0
        assert page.evaluate(COLLISIONS) == []


RATIO = "(element) => parseFloat(getComputedStyle(element).lineHeight) / parseFloat(getComputedStyle(element).fontSize)"


def test_vietnamese_lines_stand_apart(visit, shown):
    """Vietnamese headings have at least 1.3 of their size from line to line, text 1.6: stacked marks never touch."""
    for kind, width in itertools.product(("front", "article"), (360, 1440)):
        page = visit(shown.pages["vi"][kind], width)
        for heading in page.locator("h1, h2, h3, .masthead-name").all():
            assert heading.evaluate(RATIO) >= 1.3
        for words in page.locator(".text > p, .standfirst, .entry-standfirst").all():
            assert words.evaluate(RATIO) >= 1.6


def style(page, selector, name):
    return page.locator(selector).first.evaluate(f"(element) => getComputedStyle(element)['{name}']")


def test_asian_lines_break_strictly(visit, shown):
    """Chinese, Japanese and Korean lines break by their own rules, their headings at phrases where browsers can."""
    for language in ("zh-Hans", "ja", "ko"):
        page = visit(shown.pages[language]["article"])
        assert style(page, ".text > p", "lineBreak") == "strict"
        assert page.locator(".text > p").first.evaluate(RATIO) >= 1.7
    assert style(page, "h1", "wordBreak") == "keep-all"
    page = visit(shown.pages["ja"]["article"])
    assert style(page, "h1", "wordBreak") == "auto-phrase"
    page.evaluate("() => { document.querySelector('.text > p').innerHTML += '<em>x</em>'; }")
    assert style(page, ".text em", "fontStyle") == "normal"
    assert "dot" in style(page, ".text em", "textEmphasisStyle")


def test_arabic_is_mirrored(visit, shown):
    """In a language written from right to left everything starts at the right."""
    page = visit(shown.pages["ar"]["article"], 1440)
    edges = page.evaluate("""() => {
      const box = (selector) => document.querySelector(selector).getBoundingClientRect();
      return { text: box(".text > p"), beside: box(".beside"), quote: getComputedStyle(document.querySelector(".quote")).borderRightWidth };
    }""")
    assert edges["beside"]["left"] < edges["text"]["left"], "the rail stands at the left"
    assert edges["quote"] == "4px", "the quotation's line stands at the right"
    page = visit(shown.pages["ar"]["front"], 360)
    assert page.evaluate("() => document.querySelector('.masthead-name a').getBoundingClientRect().right > 300")


def test_nothing_jumps(visit, shown):
    """No part of a page moves once it is shown, with the machine's faces or with one of ours."""
    for path, host in (
        (shown.pages["vi"]["article"], HOSTS["serif"]),
        ("/vi/", HOSTS["serif"]),
        ("/vi/", HOSTS["sans"]),
    ):
        for width in (360, 1280):
            page = visit(path, width, host=host)
            page.wait_for_load_state("networkidle")
            assert page.evaluate(SHIFT) < 0.01, (path, host, width)


def test_pages_keep_to_their_budget(browser, shown):
    """An article weighs at most 50 KB on the wire without its pictures and asks at most eight times; so do all kinds."""
    paths = visit_paths(shown)
    for start in range(0, len(paths), 6):  # six at once: most of the time is spent waiting for silence
        urls = paths[start : start + 6]
        for url, (page, got, sizes) in zip(urls, [_weighed(browser, url) for url in urls], strict=True):
            page.wait_for_load_state("networkidle")
            counted = [request for request, kind in got if kind != "Image"]
            assert len(counted) <= 8, url
            assert 3_000 < sum(sizes.get(request, 0) for request in counted) <= 50_000, url
            page.context.close()


def _weighed(browser, url):
    """A page in a browser that has kept nothing, what it asks for, and what that weighs; still loading."""
    page, got, sizes = browser.new_context(viewport={"width": 360, "height": 900}).new_page(), [], {}
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.responseReceived", lambda event: got.append((event["requestId"], event["type"])))
    client.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(url, wait_until="commit")
    return page, got, sizes


def visit_paths(shown):
    kinds = [shown.url(path) for path in dict.fromkeys(shown.pages["vi"].values())]
    return [*kinds, shown.url("/vi/", HOSTS["sans"]), shown.url("/zh-hans/", HOSTS["sans"])]


@pytest.mark.parametrize("character", HOSTS)
def test_specimens(browser, shown, character, tmp_path):
    """Every component in every language, theme and character keeps to its place, and is photographed."""
    context = browser.new_context()
    page, wrong = context.new_page(), []
    for language, theme in itertools.product(("vi", "en", "zh-Hans", "zh-Hant", "ja", "ko", "ar"), ("light", "dark")):
        page.goto(shown.url(f"/specimen/{language}-{theme}.html", HOSTS[character]))
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            if (over := page.evaluate(OVERFLOW)) > 0:
                wrong.append((language, width, f"{over} px too wide"))
            wrong += [(language, width, words) for words in page.evaluate(COLLISIONS)]
            if width == (1440 if theme == "light" else 360):
                page.screenshot(path=tmp_path / f"{language}-{theme}-{width}.png", full_page=True)
        ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number)")
        light = ground[0] > 0.5 if max(ground) <= 1 else ground[0] > 128
        assert light == (theme == "light")
        assert (style(page, "html", "direction") == "rtl") == (language == "ar")
        if language in {"zh-Hans", "zh-Hant", "ja"}:
            assert style(page, ".text em", "fontStyle") == "normal"
    context.close()
    assert wrong == []
    assert len(list(tmp_path.glob("*.png"))) == 14
