"""What a reader's browser makes of the pages: nothing overflows, collides, jumps or needs a script."""

from __future__ import annotations

import itertools

import pytest

from browser.rounds import COLLISIONS, MOVED, OVERFLOW
from browser.site import HOSTS, KINDS, LANGUAGES

#: The first test waits for the small site to be baked.
pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(600)]


@pytest.mark.parametrize("language", [*LANGUAGES, "ar"])
def test_nothing_overflows_or_collides(rounds, language):
    """From 320 to 1600 pixels no page scrolls sideways, and no words lie over others, in any language."""
    looked = {kind: seen.wrong for (spoken, kind), seen in rounds.items() if spoken == language}
    assert {"front", "article", "section"} <= set(looked)
    assert {kind: wrong for kind, wrong in looked.items() if wrong} == {}


def test_every_character_holds(rounds):
    """The three characters of masthead hold their words apart at every width."""
    for host, language in ((HOSTS["slab"], "/vi/"), (HOSTS["sans"], "/vi/"), ("vi", "front")):
        assert rounds[host, language].wrong == []


def test_no_page_complains(rounds):
    """No page's script fails, and nothing a page asks for is refused."""
    assert [(seen.url, seen.said) for seen in rounds.values() if seen.said] == []


def test_letters_twice_as_large(visit, shown):
    """With letters at 200 % a page still fits a phone, and nothing collides."""
    for kind in ("front", "article"):
        page = visit(shown.pages["vi"][kind], 640)
        page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        assert page.evaluate(OVERFLOW) == 0
        assert page.evaluate(COLLISIONS) == []


LONG = """(word) => document.querySelectorAll("h1, h2 a, h3 a, .standfirst, .entry-standfirst, .text > p, .kicker, .masthead-name a")
  .forEach((one) => { one.textContent = word; })"""


def test_a_word_longer_than_its_line(visit, shown):
    """A word or an address longer than a phone is wide breaks, in whatever place it stands; no page grows with it."""
    for kind in ("front", "section", "article"):
        page = visit(shown.pages["vi"][kind], 320)
        for word in ("Donaudampfschifffahrtsgesellschaftskapitänsmützenverordnung", "https://example.org/" + "a" * 90):
            page.evaluate(LONG, word)
            for width in (320, 768, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate(OVERFLOW) <= 0, (kind, width)
                assert page.evaluate(COLLISIONS) == [], (kind, width)


#: From line to line, in sizes of the letters.
RATIO = """(selector) => [...document.querySelectorAll(selector)].map((one) => {
  const style = getComputedStyle(one);
  return parseFloat(style.lineHeight) / parseFloat(style.fontSize);
})"""


def test_vietnamese_lines_stand_apart(visit, shown):
    """Vietnamese headings have at least 1.3 of their size from line to line, text 1.6: stacked marks never touch."""
    for kind, width in itertools.product(("front", "article"), (360, 1440)):
        page = visit(shown.pages["vi"][kind], width)
        assert min(page.evaluate(RATIO, "h1, h2, h3, .masthead-name")) >= 1.3
        assert min(page.evaluate(RATIO, ".text > p, .standfirst, .entry-standfirst")) >= 1.6


def style(page, selector, name):
    return page.locator(selector).first.evaluate(f"(element) => getComputedStyle(element)['{name}']")


def test_asian_lines_break_strictly(visit, shown):
    """Chinese, Japanese and Korean lines break by their own rules, their headings at phrases where browsers can."""
    for language in ("zh-Hans", "ja", "ko"):
        page = visit(shown.pages[language]["article"])
        assert style(page, ".text > p", "lineBreak") == "strict"
        assert page.evaluate(RATIO, ".text > p")[0] >= 1.7
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


def test_nothing_jumps(rounds, visit, shown):
    """No part of a page moves once it is shown, with the machine's faces or with one of ours."""
    assert {seen.url: seen.moved for seen in rounds.values() if seen.moved >= 0.01} == {}
    wide = ((shown.pages["vi"]["article"], HOSTS["serif"]), ("/vi/", HOSTS["serif"]), ("/vi/", HOSTS["sans"]))
    for path, host in wide:
        assert visit(path, 1280, host=host).evaluate(MOVED) < 0.01, (path, host)


def test_pages_keep_to_their_budget(rounds):
    """An article weighs at most 50 KB on the wire without its pictures and asks at most eight times; so do all kinds."""
    assert {kind for _, kind in rounds} >= set(KINDS)
    for seen in rounds.values():
        assert 3 <= len(seen.counted) <= 8, (seen.url, seen.requests)
        assert 3_000 < seen.weight <= 50_000, seen.url


GROUND = "() => getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number)"


def is_light(page):
    ground = page.evaluate(GROUND)
    return ground[0] > 0.5 if max(ground) <= 1 else ground[0] > 128


@pytest.mark.parametrize("character", HOSTS)
def test_specimens(browser, shown, character, tmp_path):
    """Every component in every language, theme and character keeps to its place, and is photographed."""
    context = browser.new_context()
    page, wrong = context.new_page(), []
    for language in ("vi", "en", "zh-Hans", "zh-Hant", "ja", "ko", "ar"):
        page.goto(shown.url(f"/specimen/{language}-light.html", HOSTS[character]))
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            if (over := page.evaluate(OVERFLOW)) > 0:
                wrong.append((language, width, f"{over} px too wide"))
            wrong += [(language, width, words) for words in page.evaluate(COLLISIONS)]
        assert is_light(page)
        assert (style(page, "html", "direction") == "rtl") == (language == "ar")
        if language in {"zh-Hans", "zh-Hant", "ja"}:
            assert style(page, ".text em", "fontStyle") == "normal"
        photograph(page, tmp_path / f"{language}-light.jpg")
        page.goto(shown.url(f"/specimen/{language}-dark.html", HOSTS[character]))
        page.set_viewport_size({"width": 360, "height": 900})
        assert not is_light(page)
        photograph(page, tmp_path / f"{language}-dark.jpg")
    context.close()
    assert wrong == []
    assert len(list(tmp_path.glob("*.jpg"))) == 14


def photograph(page, place):
    page.screenshot(path=place, full_page=True, type="jpeg", quality=70)
    assert place.stat().st_size > 20_000
