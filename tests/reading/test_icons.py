"""Icons and manifest of a site."""

import io
import json
from urllib.parse import unquote

import pytest
from PIL import Image

from tintuc.publishing.bakery import OVENS, PageRef
from tintuc.reading import icons

pytestmark = pytest.mark.django_db


def test_manifest_speaks_the_editions_language(languages):
    """Each edition's manifest names it in its language and lists icons that are there, in the sizes it says."""
    for edition in languages.values():
        baked = OVENS["manifest"].bake(PageRef("manifest", edition.pk))
        said = json.loads(baked.body)
        assert baked.path == f"{edition.root}manifest.webmanifest"
        assert (said["lang"], said["name"], said["start_url"]) == (edition.language, edition.name, edition.root)
        assert {icon["sizes"] for icon in said["icons"]} == {"any", "192x192", "512x512"}


def test_icons_are_what_they_say(site, settings):
    """PNG icons have their size, the favicon holds three sizes, and a hostile masthead stays text."""
    site.masthead = "<script>"
    for size in (icons.FOR_SCREEN, *icons.FOR_MANIFEST):
        place = settings.BAKED_ROOT / "_assets" / icons.picture(site, size).rpartition("/")[2]
        assert Image.open(place).size == (size, size)
    assert Image.open(io.BytesIO(icons.favicon(site))).info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    drawn = settings.BAKED_ROOT / "_assets" / icons.drawing(site).rpartition("/")[2]
    assert "&lt;" in drawn.read_text()


def test_letter_no_face_draws(site):
    """A masthead no face here can draw gets a ring, and never an empty box."""
    assert icons.pixels("\U00012000", "#8a1c1c", 64) == icons.pixels("\U00012001", "#8a1c1c", 64)


def test_pages_hold_their_icon(site, bake, settings):
    """A page's icon stands in its address, whole and as inert as the file: no request is made for it."""
    site.masthead = "<&"
    site.save()
    _, page = bake("front", site.editions.get(language="vi").pk)
    kind, _, drawn = page.xpath("string(//link[@rel='icon']/@href)").partition(",")
    assert kind == "data:image/svg+xml"
    file = settings.BAKED_ROOT / "_assets" / icons.drawing(site).rpartition("/")[2]
    assert unquote(drawn) == file.read_text(encoding="utf-8")


def test_favicon_is_baked_with_the_brand(site):
    """A new masthead bakes the favicon anew."""
    assert list(OVENS["favicon"].refs(f"brand:{site.pk}")) == [PageRef("favicon", site.pk)]
    baked = OVENS["favicon"].bake(PageRef("favicon", site.pk))
    assert (baked.host, baked.path) == (site.host, "/favicon.ico")
