"""Pages stay light and work without scripts; what comes from elsewhere waits for a click."""

import gzip
import io
import re

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from tintuc.network.models import Edition
from tintuc.publishing.players import HOSTS, player_of
from tintuc.reading.scripts import source, whole
from tintuc.serving.headers import POLICY
from tintuc.stories.models import Photo

pytestmark = pytest.mark.django_db

EMBED = {
    "type": "embed",
    "id": "e1",
    "value": {"url": "https://youtu.be/abcdefghijk", "title": "Clip", "provider": "YouTube"},
}


def test_scripts_are_small():
    """All the script of a page is at most 6 KB gzipped, the part before the first paint 400 bytes."""
    assert len(gzip.compress(whole())) < 6_000
    assert len(source("theme")) < 400


def test_scripts_ask_nobody_else():
    """No script names an address outside the page's own host, or evaluates text."""
    for name in ("beacon", "theme", "themes", "share", "saved", "embeds", "worker"):
        assert not re.search(r"https?://|\beval\(|new Function|document\.write|insertAdjacentHTML", source(name)), name


def test_a_player_waits_for_a_click(release, bake_article):
    """An embed is a link and a button that only scripts show; no address of the player is loaded by the page."""
    _, page = bake_article(release(body=[EMBED]))
    card = page.get_element_by_id("b-e1")
    assert card.get("data-player") == "https://www.youtube-nocookie.com/embed/abcdefghijk"
    assert card.xpath("a/@href") == ["https://youtu.be/abcdefghijk"]
    assert card.xpath("button/@hidden") == ["hidden"] or card.xpath("button[@hidden]")
    assert not page.xpath("//iframe | //*[contains(@src, 'youtube')]")


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk&t=3", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://vimeo.com/1234567", "https://player.vimeo.com/video/1234567?dnt=1"),
        ("https://www.bilibili.com/video/BV1xx411c7mD/", "https://player.bilibili.com/player.html?bvid=BV1xx411c7mD"),
        ("https://www.dailymotion.com/video/x7tgad0", "https://geo.dailymotion.com/player.html?video=x7tgad0"),
        ("https://youtube.com.evil.test/watch?v=abcdefghijk", ""),
        ("https://evil.test/?https://youtu.be/abcdefghijk", ""),
        ('https://youtu.be/abc"onload=x', ""),
        ("javascript:alert(1)//youtu.be/abcdefghijk", ""),
    ],
)
def test_players_are_those_we_know(url, player):
    """Only addresses of known sites become a player, and the policy of every page allows its host."""
    assert player_of(url) == player
    if player:
        assert any(player.startswith(f"{host}/") for host in HOSTS)


def test_the_policy_allows_exactly_that():
    """Frames come from the known players alone; scripts, styles and fonts from the page's host; nothing is inline."""
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["frame-src"].split() == list(HOSTS)
    assert rules["default-src"] == "'none'"
    assert {rules[key] for key in ("script-src", "style-src", "font-src", "connect-src", "worker-src")} == {"'self'"}
    assert "unsafe" not in POLICY


def test_saved_stories(release, bake, bake_article, site):
    """There is a page for what a reader keeps, not listed anywhere, and each story has a button scripts show."""
    _, page = bake("standing", site.editions.get(language="en").pk, "saved")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//*[@data-saved]")
    _, page = bake_article(release())
    assert page.xpath("//button[@data-save][@hidden]")
    assert page.xpath("//button[@data-copy][@hidden]")


def test_worker_only_where_it_is_offered(bake, site, release, bake_article):
    """A service worker is baked for a site one of whose editions offers reading offline, and not before."""
    assert bake("worker", site.pk)[0] is None
    assert not bake_article(release())[1].xpath("/html/@data-offline")
    Edition.objects.filter(site=site, language="en").update(offline=True)
    baked, _ = bake("worker", site.pk)
    assert baked.path == "/worker.js"
    assert b"saved-1" in baked.body
    assert bake_article(release())[1].xpath("/html/@data-offline") == ["/en/saved/"]


def test_the_chosen_theme_comes_before_the_style(release, bake_article):
    """The few lines that set a chosen theme are no deferred script; all others are."""
    _, page = bake_article(release())
    first, second = page.xpath("//script[@src]")
    assert "theme" in first.get("src")
    assert first.get("defer") is None
    assert second.get("defer") is not None


def test_typeface_of_an_edition(release, bake_article, site):
    """An edition that chose a typeface preloads its two faces; another edition of the site does not."""
    site.editions.filter(language="vi").update(typeface="be-vietnam-pro")
    page = bake_article(release("vi"))[1]
    assert page.xpath("/html/@data-typeface") == ["be-vietnam-pro"]
    assert len(page.xpath("//link[@rel='preload'][@as='font'][@crossorigin]")) == 2
    assert not bake_article(release("en"))[1].xpath("//link[@rel='preload'] | /html[@data-typeface]")


def test_text_only(release, bake, bake_article, site, settings):
    """A site turned to text only sends no picture, script or typeface; the words are all there, and a line says why."""
    drawn = io.BytesIO()
    Image.new("RGB", (900, 600), (90, 90, 120)).save(drawn, "JPEG")
    photo = Photo.objects.create(title="x", file=ContentFile(drawn.getvalue(), name="x.jpg"), credit="Mai")
    shown = {"type": "picture", "id": "i1", "value": {"image": photo.pk, "alt": "A ferry", "caption": "The pier"}}
    placement = release(body=[shown, EMBED])
    site.editions.update(typeface="be-vietnam-pro")
    site.text_only = True
    site.save()
    placement.refresh_from_db()
    for baked, page in (bake_article(placement), bake("front", placement.edition_id)):
        assert not page.xpath(
            "//main//img[not(ancestor::noscript)] | //script[@src] | //link[@rel='preload'] | //button[@data-save]"
        )
        assert not page.xpath("//*[@data-player] | //iframe")
        assert "text only" in page.xpath("string(//p[@class='banner'])")
        assert len(gzip.compress(baked.body)) < 8_000
    page = bake_article(placement)[1]
    assert "A ferry" in page.xpath("string(//figure)")
    assert "The pier" in page.xpath("string(//figure/figcaption)")
    sheet = page.xpath("string(//link[@rel='stylesheet']/@href)").rpartition("/")[2]
    assert (settings.BAKED_ROOT / "_assets" / sheet).stat().st_size < 1_500
