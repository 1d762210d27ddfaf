"""The translation desk in a real browser: writing, keys, input methods, findings, two people, a lost connection."""

from __future__ import annotations

import pytest

from browsing import PAUSES
from tintuc.network.models import Network
from tintuc.stories.models import Article, Story
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.write import write
from tintuc.translation.models import Unit
from tintuc.translation.queries import units
from writing import paragraph

P1, P2, P3 = (f"{number}0000000-0000-4000-8000-000000000000" for number in (1, 2, 3))

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def target(make_article, people):
    """A Vietnamese article of three paragraphs, one of them translated."""
    source = make_article(
        headline="New pier", standfirst="",
        body=[
            {"type": "paragraph", "id": P1, "value": '<p>The <b>pier</b> is <a href="https://a.test/">open</a>.</p>'},
            paragraph(P2, "All ferries go from there."),
            paragraph(P3, "The crossing takes twelve minutes."),
        ],
    )  # fmt: skip
    target = translate_into(story=source.story, language="vi", by=people["translator"])
    write(article=target, words={P2: "<p>Mọi chuyến phà đi từ đó.</p>"}, by=people["translator"])
    return target


@pytest.fixture
def window(desk_server, people, browser):
    """Opens windows of one browser, each logged in as somebody, at the desk of an article."""
    network = Network.current()
    network.desk_host = "localhost"
    network.save()
    contexts = []

    def opened(article, role="editor", **options):
        contexts.append(browser.new_context(viewport={"width": 1400, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.goto(f"{desk_server.url}/login/")
        page.fill("input[name=username]", role)
        page.fill("input[name=password]", "a long password")
        page.click("button[type=submit]")
        page.goto(f"{desk_server.url}/desk/article/{article.pk}/translation/")
        page.locator("[data-ready]").wait_for(timeout=10_000)
        return page

    yield opened
    for context in contexts:
        context.close()


def row(page, key):
    return page.locator(f'.td-row[data-key="{key}"]')


def field(page, key):
    return row(page, key).locator(".td-field")


def saved(page, timeout=8000):
    page.locator("[data-td=status][data-kind=saved]").wait_for(timeout=timeout)


def stored(article, key):
    return {view.key: view for view in units(article.newest())}[key]


def test_writing_with_keys_alone(window, target):
    """Words are saved as they are typed and done with Ctrl+Enter; a flaw is named at them."""
    page = window(target)
    page.keyboard.press("Alt+u")
    assert page.evaluate("document.activeElement.closest('.td-row').dataset.key") != P2
    field(page, P1).click()
    page.keyboard.type("Bến phà mở cửa..")
    row(page, P1).locator(".td-finding").first.wait_for(timeout=8000)
    saved(page)
    assert stored(target, P1).state == "initial"
    assert page.evaluate("[...CSS.highlights.get('tintuc-query')].map(String).join('|')") == ".."
    page.keyboard.press("Alt+Enter")
    assert field(page, P1).inner_text().strip() == "Bến phà mở cửa."
    page.keyboard.press("Control+z")
    assert field(page, P1).inner_text().strip() == "Bến phà mở cửa.."
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+Enter")
    page.locator(f'.td-row--at[data-key="{P2}"]').wait_for(timeout=3000)
    saved(page)
    row(page, P1).locator(".td-state", has_text="translated").wait_for(timeout=4000)
    assert (stored(target, P1).target, stored(target, P1).state) == ("Bến phà mở cửa.", "translated")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Control+Shift+C")
    assert field(page, P1).locator("b").inner_text() == "pier"
    page.keyboard.press("Control+Shift+Backspace")
    assert field(page, P1).inner_text().strip() == ""
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert field(page, P1).inner_text().strip() == "Bến phà mở cửa."
    page.keyboard.press("F1")
    assert page.locator("#td-help").is_visible()


def test_keys_are_the_input_methods_while_it_composes(window, target):
    """While Telex, pinyin or kana compose, Ctrl+Enter and Alt+Down move nowhere and nothing half-written is saved."""
    page = window(target)
    field(page, P1).click()
    session = page.context.new_cdp_session(page)
    for text in ("b", "bê", "bến"):
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    page.wait_for_timeout(1300)
    key = {"key": "Enter", "code": "Enter", "ctrlKey": True, "bubbles": True, "isComposing": True}
    other = {"key": "Process", "code": "ArrowDown", "altKey": True, "bubbles": True, "keyCode": 229}
    for one in (key, other):
        page.evaluate("(k) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', k))", one)
    assert page.locator(".td-row--at").get_attribute("data-key") == P1
    assert stored(target, P1).target == ""
    session.send("Input.insertText", {"text": "bến phà"})
    saved(page)
    assert stored(target, P1).target == "bến phà"


def test_what_a_screen_reader_hears(window, target):
    """A new finding is said aloud; a field is described by its source and findings; after a fix or a waiver one is in it."""
    page = window(target)
    field(page, P1).click()
    page.keyboard.type("Bến phà mở cửa.. 港口新码头星期一正式启用渡轮往返海岛只需十二分钟居民对此表示欢迎")
    row(page, P1).locator(".td-finding--hold").first.wait_for(timeout=8000)
    saved(page)
    told = page.locator("[data-td=told][role=status]")
    assert "hold: " in told.inner_text()
    described = field(page, P1).evaluate(
        "(field) => field.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent)"
    )
    assert "The pier is open." in described[0]
    assert "Waive…" in described[1]
    here = "document.activeElement.closest('.td-row')?.dataset.key + ' ' + document.activeElement.className"
    row(page, P1).locator("[data-act=fix]").first.click()
    assert page.evaluate(here) == f"{P1} td-field"
    saved(page)
    row(page, P1).locator(".td-finding [data-act=fix]").wait_for(state="detached", timeout=8000)
    while row(page, P1).locator("[data-act=waive]").count():
        left = row(page, P1).locator("[data-act=waive]").count()
        row(page, P1).locator("[data-act=waive]").first.click()
        page.locator("#td-reason textarea").fill("A poem, quoted as it is.")
        page.locator("#td-reason button[value=yes]").click()
        page.wait_for_function(
            "([key, left]) => document.querySelectorAll(`[data-key='${key}'] [data-act=waive]`).length < left",
            arg=[P1, left],
        )
    assert page.evaluate(here) == f"{P1} td-field"


def test_saves_and_questions_wait_for_a_pause_and_for_each_other(window, target):
    """Keys in a row are saved once; findings are never asked for twice at once, and only the newest answer is shown."""
    page = window(target)
    page.wait_for_timeout(800)
    page.evaluate(PAUSES, "/translation/save/")
    asked, held, saves = [], [], []
    page.route("**/translation/show/findings/**", lambda route: route.continue_() if held else held.append(route))
    page.on("request", lambda request: "/show/findings/" in request.url and asked.append(request))
    page.on("request", lambda request: request.url.endswith("/translation/save/") and saves.append(request))
    field(page, P1).click()
    page.keyboard.type("Bến phà mở cửa..", delay=60)
    saved(page)
    assert page.evaluate("Math.min(...tintucPauses)") > 550, "nothing goes out between keys"
    assert (len(saves), len(asked)) == (1, 1)
    page.keyboard.press("Backspace")
    page.wait_for_timeout(100)
    saved(page)
    page.keyboard.type(" 港口新码头星期一正式启用渡轮往返海岛只需十二分钟")
    page.wait_for_timeout(100)
    saved(page)
    assert (len(saves), len(asked)) == (3, 1), "the first question is still open"
    old = {"verdict": "hold", "holds": 99, "findings": [], "stamp": ""}
    held[0].fulfill(json=old)
    row(page, P1).locator(".td-finding").first.wait_for(timeout=8000)
    assert len(asked) == 2
    assert "99" not in page.locator("[data-td=verdict]").inner_text()


def test_pasted_words_are_cleaned(window, target):
    """Of what is pasted from a word processor, words, bold and links stay; colours, spans and scripts do not."""
    page = window(target)
    field(page, P1).click()
    markup = (
        "<meta charset=utf-8><b style='font-weight:normal'><p style='color:red'><span>Bến <b>phà</b></span></p>"
        "<p><a href='https://b.test/' onclick='x()'>mở</a><script>1</script><a href='javascript:x'>!</a></p></b>"
    )
    page.evaluate(
        """(markup) => {
            const data = new DataTransfer();
            data.setData("text/html", markup);
            data.setData("text/plain", "Bến phà mở!");
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        markup,
    )
    saved(page)
    value = Unit.objects.get(article=target, key=P1).target_value
    assert value == '<p>Bến <b>phà</b><br/><a href="https://b.test/">mở</a>!</p>'


def test_two_people_and_one_passage(window, target):
    """Who comes second sees both texts and loses neither; where somebody writes, the field is closed to others."""
    first, second = window(target, "translator"), window(target, "editor")
    field(first, P3).click()
    first.keyboard.type("Đi mất mười hai phút.")
    field(second, P3).click()
    second.keyboard.type("Mười hai phút.")
    first.keyboard.press("Control+Enter")
    saved(first)
    meeting = row(second, P3).locator(".td-meeting")
    meeting.wait_for(timeout=12_000)
    assert "Mười hai phút." in meeting.locator("[data-meet=mine]").inner_text()
    if "Đi mất" not in meeting.locator("[data-meet=theirs]").inner_text():
        assert "translator" in meeting.inner_text()
    assert stored(target, P3).target == "Đi mất mười hai phút."
    field(first, P1).click()
    first.keyboard.type("Bến phà")
    saved(first)
    second.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    row(second, P1).locator(".td-claim", has_text="translator").wait_for(timeout=12_000)
    assert field(second, P1).get_attribute("aria-readonly") == "true"
    assert field(second, P1).inner_text().strip() == "Bến phà"


def test_words_survive_a_lost_connection(window, target):
    """Without a connection words stay on the device and on the screen, and are saved when it is back, even after a reload."""
    page = window(target)
    page.context.set_offline(True)
    field(page, P3).click()
    page.keyboard.type("Mười hai phút.")
    page.locator("[data-td=status][data-kind=waiting]").wait_for(timeout=6000)
    assert "kept on this device" in page.locator("[data-td=status]").inner_text()
    assert page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('tintuc-desk:'))")
    page.context.set_offline(False)
    saved(page, 12_000)
    assert stored(target, P3).target == "Mười hai phút."
    assert not page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('tintuc-desk:'))")
    kept = {"value": "Còn lại trên máy.", "seen": "", "at": 1}
    page.evaluate(
        "([key, kept]) => localStorage.setItem(key, JSON.stringify(kept))", [f"tintuc-desk:{target.pk}:{P1}", kept]
    )
    page.reload()
    saved(page, 12_000)
    assert stored(target, P1).target == "Còn lại trên máy."


def test_on_a_phone(window, target):
    """At 360 pixels the source stands over the target, nothing hangs over the edge, and what is beside comes below."""
    page = window(target)
    page.set_viewport_size({"width": 360, "height": 740})
    field(page, P1).click()
    page.locator(".td-row--at .td-beside").wait_for(timeout=4000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    above, below = row(page, P1).locator(".td-source").bounding_box(), field(page, P1).bounding_box()
    assert above["y"] + above["height"] <= below["y"]
    assert below["width"] > 280


def test_the_board_by_keyboard(window, target, desk_server):
    """On the board j and k go from line to line, l and h from language to language, x ticks, / searches, Enter opens."""
    other = make_other(target)
    page = window(target)
    page.goto(f"{desk_server.url}/desk/board/")
    at = "document.activeElement.textContent.trim()"
    page.locator("[data-line]").first.wait_for()
    page.keyboard.press("j")
    assert page.evaluate(at) == other
    page.keyboard.press("x")
    assert page.locator("[data-line][data-here] [data-tick]").is_checked()
    page.keyboard.press("j")
    assert page.evaluate(at) == "New pier"
    page.keyboard.press("j")
    assert page.evaluate(at) == "New pier", "the last line is the last"
    page.keyboard.press("l")
    page.keyboard.press("l")
    assert page.evaluate("document.activeElement.matches('[data-cell]')")
    here = page.evaluate(at)
    page.keyboard.press("h")
    page.keyboard.press("l")
    assert page.evaluate(at) == here
    page.keyboard.press("/")
    page.keyboard.type("jk")
    assert page.locator("[data-search]").input_value() == "jk", "in a field letters are letters"
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.keyboard.press("j")
    for _ in range(2):
        page.keyboard.press("l")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/article/{target.pk}/translation/**", timeout=10_000)


def make_other(target):
    """A newer story of the same site, without a translation; its headline."""
    story = Story.objects.create(site=target.story.site, source_language="en", slugline="other-story")
    article = Article(story=story, language="en", headline="Other story", body=[paragraph(P1, "All is quiet.")])
    article.save()
    article.save_revision()
    return "Other story"


def test_a_source_that_changes_while_one_types(window, target, people):
    """Words typed beside an older source are saved and called *source changed*, with the change beside them."""
    page = window(target)
    field(page, P3).click()
    page.keyboard.type("Chuyến đi mất mười hai")
    version = target.story.source_article.newest()
    version.body = [*version.raw_body()[:2], paragraph(P3, "The crossing takes forty minutes.")]
    version.save_revision(user=people["reporter"])
    page.keyboard.type(" phút.")
    page.keyboard.press("Control+Enter")
    row(page, P3).locator(".td-state", has_text="source changed").wait_for(timeout=8000)
    row(page, P3).locator("ins", has_text="forty").wait_for(timeout=15_000)
    row(page, P3).locator(".td-words", has_text="forty").first.wait_for(timeout=15_000)
    assert stored(target, P3).state == "stale"
    field(page, P3).click()
    page.keyboard.press("Control+Shift+Enter")
    row(page, P3).locator(".td-state", has_text="translated").wait_for(timeout=8000)
    assert stored(target, P3).state == "translated"
