"""The editor in a real browser: findings come while one types, keys lead to them, waiving needs no reload."""

from __future__ import annotations

import pytest

from browsing import PAUSES
from tintuc.network.models import Network
from writing import paragraph

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def page(desk_server, people, browser):
    """A browser window on the desk, logged in as the site's editor."""
    network = Network.current()
    network.desk_host = "localhost"
    network.save()
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    window = context.new_page()
    window.goto(f"{desk_server.url}/login/")
    window.fill("input[name=username]", "editor")
    window.fill("input[name=password]", "a long password")
    window.click("button[type=submit]")
    yield window
    context.close()


def test_findings_while_typing_keys_and_waiver(page, desk_server, make_article):
    """A flaw typed into a paragraph is named at it; Alt+J leads there; a waiver clears it."""
    article = make_article(body=[paragraph("11111111-1111-4111-8111-111111111111", "The pier is open.")])
    page.goto(f"{desk_server.url}/snippets/stories/article/edit/{article.pk}/")
    block = page.locator("#block-11111111-1111-4111-8111-111111111111-section")
    words = block.locator("[contenteditable=true]")
    page.wait_for_timeout(2500)  # Wagtail notes the form as it was when it had settled
    words.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("港口新码头星期一正式启用渡轮往返海岛只需十二分钟居民对此表示欢迎")
    note = block.locator(".tintuc-mark--hold")
    note.wait_for(timeout=8000)
    assert "Han script" in note.inner_text()
    assert "Han script" in page.locator("body > [role=status]").inner_text(), "a screen reader says it too"
    counter = page.locator("[data-side-panel-toggle=integrity] [data-side-panel-toggle-counter]")
    assert counter.inner_text().strip() == "1"
    page.keyboard.press("Alt+j")
    finding = page.locator(".tintuc-finding--hold")
    finding.wait_for(timeout=3000)
    assert finding.get_attribute("aria-current") == "true"
    assert block.evaluate("(block) => block.contains(document.activeElement)"), "the caret is at the words"
    finding.locator("[data-open-waive]").click()
    finding.locator("[data-reason]").fill("A poem, quoted as it is.")
    finding.locator("[data-waive]").click()
    page.locator(".tintuc-finding--waived").wait_for(timeout=4000)
    assert block.locator(".tintuc-mark--hold").count() == 0
    assert counter.is_hidden()
    assert page.locator(".tintuc-finding--waived:focus").count() == 1, "the keyboard is at what it was at"
    assert "Clear to go" in page.locator("body > [role=status]").inner_text()
    assert article.waivers.get().reason == "A poem, quoted as it is."


def test_a_reason_outlives_a_save(page, desk_server, make_article):
    """What somebody writes into a waiver stays under the keyboard when a save makes the panel anew."""
    article = make_article(body=[paragraph("11111111-1111-4111-8111-111111111111", "The pier is open.")])
    page.goto(f"{desk_server.url}/snippets/stories/article/edit/{article.pk}/")
    words = page.locator("#block-11111111-1111-4111-8111-111111111111-section [contenteditable=true]")
    page.wait_for_timeout(2500)
    words.click()
    page.keyboard.type("港口新码头星期一正式启用渡轮往返海岛只需十二分钟居民对此表示欢迎")
    page.locator(".tintuc-mark--hold").wait_for(timeout=8000)
    page.keyboard.press("Alt+j")
    page.locator(".tintuc-finding--hold [data-open-waive]").click()
    page.keyboard.type("A poem")
    page.locator("[data-tintuc-desk]").evaluate("(panel) => (panel.dataset.old = 'yes')")
    page.locator("#id_kicker").evaluate("(kicker) => (kicker.value = 'Port')")
    page.locator("[data-tintuc-desk]:not([data-old])").wait_for(timeout=8000)
    page.wait_for_timeout(200)
    page.keyboard.type(", quoted.")
    assert page.locator(".tintuc-finding--hold [data-reason]").input_value() == "A poem, quoted."


def test_a_fix_with_one_key(page, desk_server, make_article):
    """Alt+J leads to a flaw that can be mended, Alt+Enter mends it, and the next save has it."""
    article = make_article(body=[paragraph("11111111-1111-4111-8111-111111111111", "The pier is open.. All can go.")])
    page.goto(f"{desk_server.url}/snippets/stories/article/edit/{article.pk}/")
    block = page.locator("#block-11111111-1111-4111-8111-111111111111-section")
    page.wait_for_timeout(2500)
    page.keyboard.press("Alt+j")
    page.locator(".tintuc-finding[aria-current] [data-apply]").wait_for(timeout=3000)
    page.keyboard.press("Alt+Enter")
    assert block.locator("[contenteditable=true]").inner_text().strip() == "The pier is open. All can go."
    assert block.evaluate("(block) => block.contains(document.activeElement)")
    page.locator(".tintuc-finding [data-apply]").wait_for(state="detached", timeout=8000)
    assert "open. All" in str(article.newest().raw_body()[0]["value"])


def test_saves_wait_for_a_pause_and_for_each_other(page, desk_server, make_article):
    """Keys in a row are sent once, soon after the last; what is typed while the desk still saves goes out when it has, whole."""
    article = make_article(body=[paragraph("11111111-1111-4111-8111-111111111111", "The pier is open.")])
    address = f"{desk_server.url}/snippets/stories/article/edit/{article.pk}/"
    page.goto(address)
    page.wait_for_timeout(2500)
    page.evaluate(PAUSES, f"/article/edit/{article.pk}/")
    held, sent = [], []
    page.route(
        address,
        lambda route: held.append(route) if route.request.method == "POST" and not held else route.continue_(),
    )
    page.on("request", lambda request: request.method == "POST" and request.url == address and sent.append(request))
    words = page.locator("#block-11111111-1111-4111-8111-111111111111-section [contenteditable=true]")
    words.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" It is new.", delay=60)
    page.wait_for_timeout(1500)
    assert len(sent) == 1
    assert page.evaluate("Math.min(...tintucPauses)") > 450, "nothing goes out between keys"
    page.keyboard.type(" It is long.", delay=20)
    page.wait_for_timeout(1500)
    assert len(sent) == 1, "the desk has not answered yet"
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url == address) as first:
        held[0].continue_()
    assert first.value.ok
    page.wait_for_timeout(2500)
    assert len(sent) == 2
    assert "The pier is open. It is new. It is long." in str(article.newest().raw_body()[0]["value"])


def test_nothing_half_composed_is_saved(page, desk_server, make_article):
    """While an input method composes in the headline nothing is saved; the whole word is, soon after."""
    article = make_article(headline="New pier", body=[paragraph("11111111-1111-4111-8111-111111111111", "It is open.")])
    address = f"{desk_server.url}/snippets/stories/article/edit/{article.pk}/"
    page.goto(address)
    page.wait_for_timeout(2500)
    sent = []
    page.on("request", lambda request: request.method == "POST" and request.url == address and sent.append(request))
    headline = page.locator("#id_headline")
    headline.click()
    page.keyboard.press("Control+End")
    session = page.context.new_cdp_session(page)
    for text in (" b", " bê", " bến"):
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
        page.wait_for_timeout(400)
    page.wait_for_timeout(1200)
    assert headline.input_value() == "New pier bến"
    assert not sent
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url == address):
        session.send("Input.insertText", {"text": " bến phà"})
    assert article.newest().headline == "New pier bến phà"
