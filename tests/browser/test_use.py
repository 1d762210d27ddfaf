"""Readers use the pages: with the keyboard, without scripts, offline, in the theme they chose."""

from __future__ import annotations

import pytest

from browser.site import HOSTS

#: The first test waits for the small site to be baked.
pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(600)]

GROUND = "() => getComputedStyle(document.body).backgroundColor"
COAST = HOSTS["sans"]


def coast_article(visit):
    page = visit("/vi/", host=COAST)
    return page.locator("h2 a, h3 a").first.get_attribute("href")


def test_the_keyboard_goes_in_reading_order(visit, shown):
    """Tab first offers to skip to the text, then goes down the page in the order of its words; focus is always seen."""
    page = visit(shown.pages["vi"]["article"], 1280)
    page.keyboard.press("Tab")
    skip = page.evaluate(
        "() => { const box = document.activeElement.getBoundingClientRect(); return [document.activeElement.className, box.width]; }"
    )
    assert skip[0] == "skip"
    assert skip[1] > 50, "it is shown"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")
    assert (
        page.evaluate('() => document.querySelectorAll(\'[tabindex]:not([tabindex="0"]):not([tabindex="-1"])\').length')
        == 0
    )
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => { const style = getComputedStyle(document.activeElement); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; }"
        )


def test_the_menu_of_a_phone(visit, shown):
    """On a phone the menu opens with the keyboard, holds search, sections and languages, and has targets of 24 pixels."""
    page = visit(shown.pages["vi"]["front"])
    menu = page.locator(".menu > summary")
    menu.focus()
    page.keyboard.press("Enter")
    panel = page.locator(".menu-panel")
    assert panel.locator("input[type=search]").is_visible()
    assert panel.locator("a[hreflang=ja]").is_visible()
    for link in panel.locator("a, button").all():
        box = link.bounding_box()
        assert box["height"] >= 24
        assert box["width"] >= 24
    assert page.locator(".strip").is_hidden()


def test_a_chosen_theme_stays_and_never_flashes(visit, shown):
    """Dark stays chosen on the next page, and is set by what runs before the first paint, not by the deferred script."""
    page = visit(shown.pages["vi"]["front"], 1280)
    light = page.evaluate(GROUND)
    page.locator("[data-choose-theme=dark]").last.click()
    dark = page.evaluate(GROUND)
    assert dark != light
    page.route("**/page.*.js", lambda route: route.abort())
    page.goto(shown.url(shown.pages["vi"]["article"]))
    assert page.evaluate(GROUND) == dark
    page.unroute("**/page.*.js")
    page.reload()
    page.locator("[data-choose-theme='']").last.click()
    assert page.evaluate(GROUND) == light


def test_without_scripts(visit, shown):
    """Without scripts everything is there to read, no button waits in vain, and counting goes by a picture."""
    for kind in ("front", "article", "section", "saved"):
        page = visit(shown.pages["vi"][kind], 360, java_script_enabled=False)
        assert page.locator("h1").count() == 1
        assert (
            page.locator("[data-save], [data-copy], [data-share], .themes, [data-player] button").evaluate_all(
                "(all) => all.filter((one) => one.checkVisibility()).length"
            )
            == 0
        )
    page = visit(shown.pages["vi"]["article"], 360, java_script_enabled=False)
    assert page.locator("noscript img").count() or "/c/r.gif" in page.content()
    assert page.locator(".text p").first.is_visible()


def test_saving_a_story(visit, shown):
    """A saved story is listed on the page of saved stories, in its language, and leaves when it is removed."""
    page = visit(shown.pages["vi"]["article"])
    button = page.locator("[data-save]")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    headline = page.locator("h1").inner_text()
    page.goto(shown.url(shown.pages["vi"]["saved"]))
    line = page.locator("[data-saved] li")
    assert line.locator("a").inner_text() == headline
    assert line.locator("a").get_attribute("lang") == "vi"
    line.locator("button").click()
    assert page.locator("[data-saved] li").count() == 0
    assert page.locator("[data-none]").is_visible()


def test_a_torn_list_of_saved_stories(visit, shown):
    """Whatever stands in the browser's storage, the page of saved stories opens and leads nowhere else."""
    page = visit(shown.pages["vi"]["saved"])
    for kept in (
        "{",
        "null",
        "7",
        '[null, 1, {"path": "javascript:alert(1)"}, {"path": "//evil.test/", "headline": "x"}]',
    ):
        page.evaluate("(kept) => localStorage.setItem('saved', kept)", kept)
        page.reload()
        assert page.locator("[data-none]").is_visible()
        assert page.locator("[data-saved] li").count() == 0


def test_reading_without_a_connection(visit, shown):
    """Where the edition offers it, a saved story opens without a connection, and any other page shows what is saved."""
    path = coast_article(visit)
    page = visit(path, host=COAST)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.locator("[data-save]").click()
    page.wait_for_function("async () => (await (await caches.open('saved-1')).keys()).length >= 3")
    headline = page.locator("h1").inner_text()
    page.context.set_offline(True)
    page.reload()
    assert page.locator("h1").inner_text() == headline
    assert page.evaluate("() => document.styleSheets.length") >= 1
    page.goto(shown.url("/vi/khoa-hoc/", COAST))
    assert page.locator("[data-saved] a").first.inner_text() == headline
    page.context.set_offline(False)


def test_no_worker_where_it_is_not_offered(visit, shown):
    """An edition that does not offer it registers no service worker."""
    page = visit(shown.pages["vi"]["article"])
    assert page.evaluate("() => navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_a_player_loads_after_a_click_alone(browser, shown):
    """Nothing is asked of another site until the reader asks for its player; then it is framed without jumping."""
    context = browser.new_context(viewport={"width": 800, "height": 900})
    page, asked = context.new_page(), []
    page.route(
        "**://www.youtube-nocookie.com/**",
        lambda route: (asked.append(route.request.url), route.fulfill(body="<p>player</p>", content_type="text/html")),
    )
    page.on(
        "request",
        lambda request: (
            asked.append(request.url)
            if "localhost" not in request.url and not request.url.startswith("data:")
            else None
        ),
    )
    page.goto(shown.url(shown.pages["ar"]["article"]))
    page.wait_for_load_state("networkidle")
    assert asked == []
    card = page.locator("[data-player]")
    before = card.bounding_box()
    card.locator("button").click()
    page.frame_locator(".embed iframe").locator("p").wait_for()
    after = card.bounding_box()
    assert (after["width"], after["height"]) == (before["width"], before["height"])
    assert set(asked) == {"https://www.youtube-nocookie.com/embed/abcdefghijk"}
    context.close()


def test_motion_and_forced_colours(visit, shown):
    """Who asks for less motion gets none; with the machine's own colours what is current and what is a button still show."""
    page = visit(shown.pages["vi"]["front"], 1280, reduced_motion="reduce")
    assert page.evaluate("() => getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("() => getComputedStyle(document.querySelector('.button')).transitionDuration") == "0s"
    page = visit(shown.pages["vi"]["front"], 1280, forced_colors="active")
    assert (
        page.evaluate("() => getComputedStyle(document.querySelector('.sections [aria-current]')).textDecorationLine")
        == "underline"
    )
    assert page.evaluate("() => parseFloat(getComputedStyle(document.querySelector('.button')).borderTopWidth)") >= 1


def test_paper(visit, shown):
    """On paper there are the words, who wrote them and whence, and none of the ways through the site."""
    page = visit(shown.pages["vi"]["article"], 800)
    page.emulate_media(media="print")
    assert page.locator(".text").is_visible()
    assert page.locator(".byline").first.is_visible()
    for gone in (".sections", ".menu", ".beside", ".share", ".tools", ".foot-ways"):
        assert page.locator(gone).first.is_hidden(), gone


def test_a_live_story_offers_new_entries(browser, shown):
    """New entries are offered, not pushed under a reader's eyes; an unchanged page offers nothing."""
    path = shown.pages["vi"]["live"]
    file = shown.root / "daily.localhost" / path[1:]
    words = file.read_text(encoding="utf-8")
    fresh = '<div class="live-group"><article class="live-entry" id="b-new"><p>Tin vừa đến.</p></article></div>'
    later = words.replace("<div data-entries>", f"<div data-entries>{fresh}")
    assert later != words
    context = browser.new_context(viewport={"width": 360, "height": 900})
    page = context.new_page()
    page.clock.install()
    page.goto(shown.url(path))
    answers = iter([("first", words), ("second", later)])

    def answer(route):
        tag, body = next(answers)
        route.fulfill(body=body, headers={"ETag": f'"{tag}"', "Content-Type": "text/html; charset=utf-8"})

    page.route(shown.url(path), answer)
    offer = page.locator("[data-new]")
    for _ in range(2):
        assert offer.is_hidden()
        with page.expect_response(shown.url(path)):
            page.clock.fast_forward(60_000)
    offer.wait_for(state="visible", timeout=5_000)
    assert page.locator("#b-new").count() == 0
    offer.locator("button").click()
    assert page.locator("[data-entries] .live-entry").first.get_attribute("id") == "b-new"
    assert offer.is_hidden()
    context.close()
