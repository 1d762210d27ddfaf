"""The interface is complete in every language, and pages speak one language."""

import re
from pathlib import Path

import pytest
from babel.messages import mofile, pofile
from babel.messages.extract import extract_from_dir
from lxml import html

import tintuc.reading
import tintuc.syndication

CATALOGUES = Path(tintuc.reading.__file__).parent / "locale"
LANGUAGES = ["vi", "zh_Hans", "zh_Hant", "ja", "ko"]
ROOMS = [Path(room.__file__).parent for room in (tintuc.reading, tintuc.syndication)]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
METHODS = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]


def messages():
    return {message[2] for room in ROOMS for message in extract_from_dir(room, method_map=METHODS, keywords=KEYWORDS)}


def catalogue(language, ending="po"):
    place = CATALOGUES / language / "LC_MESSAGES" / f"django.{ending}"
    with place.open("rb") as opened:
        return pofile.read_po(opened, locale=language) if ending == "po" else mofile.read_mo(opened)


def marks(said):
    return sorted(re.findall(r"%\(\w+\)[ds]", said))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(language):
    """Each string of the interface has a translation with the same places for values."""
    known = catalogue(language)
    for message in messages():
        key = message if isinstance(message, str) else message[0]
        entry = known.get(key)
        assert entry is not None, key
        said = entry.string if isinstance(entry.string, str) else entry.string[0]
        assert said, key
        assert not entry.fuzzy, key
        assert marks(said) == marks(key), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_left_over(language):
    """A catalogue holds no string the interface no longer says."""
    said = {message if isinstance(message, str) else message[0] for message in messages()}
    kept = {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in catalogue(language) if entry.id}
    assert kept == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_fresh(language):
    """What is compiled says what is written."""
    written = {entry.id if isinstance(entry.id, str) else entry.id[0]: entry.string for entry in catalogue(language)}
    compiled = {
        entry.id if isinstance(entry.id, str) else entry.id[0]: entry.string for entry in catalogue(language, "mo")
    }
    written.pop("", None)
    compiled.pop("", None)

    def plain(said):
        return said if isinstance(said, str) else said[0]

    assert {key: plain(said) for key, said in written.items()} == {key: plain(said) for key, said in compiled.items()}


#: Words that may stand in any language: names, formats, and a site's other languages.
NEUTRAL = re.compile(
    r"English|Facebook|LINE|Telegram|\bX\b|RSS|Atom|OPML|World|An Lê|Bắc Đẩu|UTC|cookie|Cookie|bac-dau\.test|Tiếng Việt"
)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-Hans", "ja", "ko"])
def test_pages_speak_one_language(language, languages, release, bake, bake_article):
    """No English and no Vietnamese is left on a Chinese, Japanese or Korean page."""
    edition = languages[language]
    placement = release(language)
    pages = [bake_article(placement)[1]]
    day = placement.released_at.astimezone(edition.zone)
    keys = [("front", ""), ("section", placement.section_id), ("hot", ""), ("map", ""), ("map", f"{day:%Y/%m}")]
    keys += [("map", f"{day:%Y/%m/%d}")] + [("standing", key) for key in ("about", "checking", "counting", "feeds")]
    pages += [bake(kind, edition.pk, key)[1] for kind, key in keys]
    for page in pages:
        own = page.xpath("//body//text()[not(ancestor::script)] | //@aria-label | //@placeholder | //@title | //@alt")
        foreign = page.xpath("//*[@lang and not(starts-with(@lang, $lang))]//text()", lang=language)
        said = " ".join(str(piece) for piece in own if piece not in foreign)
        assert not re.findall(r"[A-Za-zÀ-ỹ]{3,}", NEUTRAL.sub("", said)), html.tostring(page)[:300]


@pytest.mark.django_db
def test_vietnamese_pages_speak_vietnamese(languages, release, bake, bake_article):
    """No English string of the interface is left on a Vietnamese page."""
    edition = languages["vi"]
    placement = release("vi")
    said = {message if isinstance(message, str) else message[0] for message in messages()} - {"%(speaker)s:"}
    for _, page in (bake_article(placement), bake("front", edition.pk), bake("standing", edition.pk, "counting")):
        pieces = {
            " ".join(str(piece).split()) for piece in page.xpath("//body//text() | //@aria-label | //@placeholder")
        }
        assert not pieces & said
