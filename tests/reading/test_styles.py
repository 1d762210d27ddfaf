"""A site's stylesheet carries its colours, keeps to its three layers, and holds nothing a row may have brought."""

import re

import pytest
from django.core.exceptions import ValidationError

from tintuc.network.colours import contrast
from tintuc.reading.styles import CHARACTERS, ORDER, STATIC, TYPEFACES, css, stylesheet

pytestmark = pytest.mark.django_db

LAYERS = {"tokens", "meaning"}
COMPONENTS = [*(name for name in ORDER if name not in LAYERS), *(f"characters/{name}" for name in CHARACTERS)]
#: Sides of the paper. Ours are those of the line, so that a page turns round with its script.
PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height"
    r"|(?:min|max)-(?:width|height)|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)
RAW = re.compile(
    r"var\(--raw-|#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\("
    r"|\b(?:white|black|red|gr[ae]y|navy|teal)\b(?!-)"
    r"|font-size\s*:\s*[\d.]|line-height\s*:\s*[\d.]|(?<![-\w])font\s*:\s*(?:[\w.]+\s+)*[\d.]+(?:rem|em|px)"
)


def text_of(address, settings):
    return (settings.BAKED_ROOT / "_assets" / address.rpartition("/")[2]).read_text()


def rules(name):
    """The file without comments and without the conditions of its media and container queries."""
    plain = re.sub(r"/\*.*?\*/", "", css(name), flags=re.S)
    return re.sub(r"@(?:media|container)[^{]*\{", "{", plain)


def test_tokens_of_the_site(site, settings):
    """Colours and character of the masthead open the stylesheet, whose name changes with them."""
    site.accent, site.style = "#0b5563", "slab"
    address = stylesheet(site)
    sheet = text_of(address, settings)
    assert sheet.startswith(":root{--site-accent:#0b5563;--site-paper:#fffdf8}[lang]{--site-face:var(--face-slab)}")
    assert css("characters/slab") in sheet
    assert css("characters/serif") not in sheet
    site.accent = "#0b5564"
    assert stylesheet(site) != address


def test_rules_in_a_colour_are_dropped(site, settings):
    """A colour written past the form cannot bring rules with it."""
    site.accent = site.paper = "red}*{display:none"
    site.style = "x)}*{display:none"
    assert "*{display:none" not in text_of(stylesheet(site), settings)


def test_every_file_is_used_and_loads_nothing():
    """Every stylesheet file is in a cascade, and none but a chosen typeface asks for a file."""
    folder = STATIC / "css"
    files = {place.relative_to(folder).as_posix().removesuffix(".css") for place in folder.rglob("*.css")}
    faces = {f"typefaces/{name}" for name in TYPEFACES}
    assert files == {*ORDER, "print", "text-only", *(f"characters/{name}" for name in CHARACTERS), *faces}
    for name in files - faces:
        assert not re.search(r"url\(|@import|@font-face", css(name)), name


@pytest.mark.parametrize("name", [*COMPONENTS, "print"])
def test_components_use_meanings_only(name):
    """No component holds a colour, a face, a size of letters or a raw value of its own."""
    assert not RAW.findall(rules(name))


@pytest.mark.parametrize("name", [*ORDER, *(f"characters/{name}" for name in CHARACTERS), "print", "text-only"])
def test_sides_are_those_of_the_line(name):
    """Only logical properties, so that Arabic pages are mirrored without a rule of their own."""
    assert not PHYSICAL.findall(rules(name))


def test_every_meaning_is_there():
    """Each custom property a file uses is set in one of them or by the site."""
    whole = "".join(css(name) for name in (*ORDER, "print", *(f"characters/{name}" for name in CHARACTERS)))
    known = set(re.findall(r"(--[\w-]+)\s*:", whole)) | {"--site-accent", "--site-paper", "--site-face"}
    assert set(re.findall(r"var\((--[\w-]+)", whole)) <= known


def test_raw_values_are_all_used():
    """No raw value or meaning is left over."""
    whole = "".join(css(name) for name in (*ORDER, "print", *(f"characters/{name}" for name in CHARACTERS)))
    used = set(re.findall(r"var\((--[\w-]+)", whole)) | {f"--face-{name}" for name in CHARACTERS}
    assert set(re.findall(r"(--[\w-]+)\s*:", css("tokens") + css("meaning"))) <= used


def test_a_typeface_only_where_it_was_chosen(site, settings):
    """A site none of whose editions chose a typeface loads none; one that did has both its faces, baked."""
    assert "@font-face" not in text_of(stylesheet(site), settings)
    site.editions.filter(language="vi").update(typeface="be-vietnam-pro")
    faces = re.findall(r'url\("(/_a/[^"]+)"\)', text_of(stylesheet(site), settings))
    assert len(faces) == 2
    sizes = [(settings.BAKED_ROOT / "_assets" / face.rpartition("/")[2]).stat().st_size for face in faces]
    assert sum(sizes) < 24_000


def mixed(colour, other, share):
    """``color-mix(in oklab, colour share, other)`` as ``#rrggbb``, by the matrices of CSS Color 4."""

    def lab(text):
        parts = [int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        cone = (
            0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
            0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
            0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
        )
        x, y, z = (value ** (1 / 3) for value in cone)
        return (
            0.2104542553 * x + 0.793617785 * y - 0.0040720468 * z,
            1.9779984951 * x - 2.428592205 * y + 0.4505937099 * z,
            0.0259040371 * x + 0.7827717662 * y - 0.808675766 * z,
        )

    lightness, a, b = (one * share + two * (1 - share) for one, two in zip(lab(colour), lab(other), strict=True))
    x, y, z = (
        value**3
        for value in (
            lightness + 0.3963377774 * a + 0.2158037573 * b,
            lightness - 0.1055613458 * a - 0.0638541728 * b,
            lightness - 0.0894841775 * a - 1.291485548 * b,
        )
    )
    linear = (
        4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
        -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
        -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
    )
    shown = (12.92 * part if part <= 0.0031308 else 1.055 * max(part, 0) ** (1 / 2.4) - 0.055 for part in linear)
    return "#" + "".join(f"{round(255 * min(max(part, 0), 1)):02x}" for part in shown)


def share(name):
    """How much of the accent a meaning takes in the dark."""
    return (
        int(re.findall(r"--site-accent\) (\d+)%", css("meaning").partition(f"--{name}: ")[2].partition(";")[0])[-1])
        / 100
    )


ACCENTS = ["#8a1c1c", "#0b4f6c", "#1f6f54", "#000000", "#5b2a86", "#7a4b00", "#003399", "#b00020", "#00572d", "#4d4d4d"]


@pytest.mark.parametrize("accent", ACCENTS)
def test_an_accepted_accent_can_be_read_in_both_themes(site, accent):
    """What the form accepts has 4.5 to 1 in light and in dark, on the paper and on raised ground, as text and as band."""
    site.accent = accent
    site.clean()
    raw = dict(re.findall(r"--raw-(\w+): (#\w+);", css("tokens")))
    raw = {
        name: value if len(value) == 7 else "#" + "".join(2 * digit for digit in value[1:])
        for name, value in raw.items()
    }
    page, raised, tint = (share(name) for name in ("page", "raised", "accent"))
    dark = mixed(accent, raw["white"], tint)
    for ground in (mixed(accent, raw["soot"], page), mixed(accent, raw["coal"], raised)):
        for ink in (dark, raw["bone"], raw["smoke"], raw["honey"]):
            assert contrast(ink, ground) >= 4.5
    for ground in (site.paper, mixed(accent, site.paper, 0.05)):
        for ink in (accent, raw["ink"], raw["ash"], raw["amber"]):
            assert contrast(ink, ground) >= 4.5
    assert contrast(raw["white"], accent) >= 4.5
    assert contrast(raw["white"], mixed(accent, raw["soot"], share("band"))) >= 4.5


def test_an_accent_that_cannot_be_read_is_refused(site):
    """A pale accent is refused with the reason."""
    site.accent = "#c8a200"
    with pytest.raises(ValidationError, match="cannot be read"):
        site.clean()
