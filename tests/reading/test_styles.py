"""A site's stylesheet carries its colours, and nothing else a row may hold."""

import pytest

from tintuc.reading.styles import ORDER, STATIC, stylesheet

pytestmark = pytest.mark.django_db


def text_of(address, settings):
    return (settings.BAKED_ROOT / "_assets" / address.rpartition("/")[2]).read_text()


def test_tokens_of_the_site(site, settings):
    """Colours and character of the masthead open the stylesheet, whose name changes with them."""
    site.accent, site.style = "#0b5563", "slab"
    address = stylesheet(site)
    assert text_of(address, settings).startswith(
        ":root{--site-accent:#0b5563;--site-paper:#fffdf8;--site-face:var(--face-slab)}"
    )
    site.accent = "#0b5564"
    assert stylesheet(site) != address


def test_rules_in_a_colour_are_dropped(site, settings):
    """A colour written past the form cannot bring rules with it."""
    site.accent = site.paper = "red}*{display:none"
    site.style = "x)}*{display:none"
    assert "display:none" not in text_of(stylesheet(site), settings)


def test_every_file_is_used_and_loads_nothing(settings):
    """Every stylesheet file is in the cascade, and none asks for a font, picture or file of anybody's."""
    files = {place.stem: place.read_text() for place in (STATIC / "css").glob("*.css")}
    assert set(files) == set(ORDER)
    assert not any("url(" in text or "@import" in text or "@font-face" in text for text in files.values())
