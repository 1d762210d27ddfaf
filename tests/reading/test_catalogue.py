"""The interface is complete in every language, and pages speak one language."""

import re
from pathlib import Path

import pytest
from babel.messages import mofile, pofile
from babel.messages.extract import extract_from_dir
from lxml import html

import tintuc.reading
import tintuc.syndication

#: A sentence of each language, as the fixtures release it.
WORDS = {
    "vi": ("Bến phà mới rút ngắn đường ra đảo", "Chuyến phà nay chỉ mất mười hai phút."),
    "zh-Hans": ("新码头缩短登岛航程", "渡轮如今只需十二分钟。"),
    "zh-Hant": ("新碼頭縮短登島航程", "渡輪如今只需十二分鐘。"),
    "ja": ("新しい桟橋で島への航路が短縮", "フェリーは十二分で着くようになった。"),
    "ko": ("새 부두로 섬까지 뱃길이 짧아졌다", "배는 이제 십이 분이면 닿는다."),
    "ar": ("رصيف جديد يختصر الرحلة إلى الجزيرة", "تستغرق الرحلة الآن اثنتي عشرة دقيقة."),
}
CATALOGUES = Path(tintuc.reading.__file__).parent / "locale"
LANGUAGES = ["vi", "zh_Hans", "zh_Hant", "ja", "ko", "ar"]
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
        forms = [entry.string] if isinstance(entry.string, str) else list(entry.string)
        assert len(forms) == (1 if isinstance(entry.string, str) else known.num_plurals), key
        assert all(forms), key
        assert not entry.fuzzy, key
        assert marks(forms[-1]) == marks(key), key
        for form in forms:  # one and two may say the number as a word
            assert set(marks(key)) - {"%(num)s"} <= set(marks(form)) <= set(marks(key)), key


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
        return said if isinstance(said, str) else list(said)

    assert {key: plain(said) for key, said in written.items()} == {key: plain(said) for key, said in compiled.items()}


#: Words that may stand in any language: names, formats, and a site's other languages.
NEUTRAL = re.compile(
    r"English|Facebook|LINE|Telegram|\bX\b|RSS|Atom|OPML|World|An Lê|Bắc Đẩu|UTC|cookie|Cookie|bac-dau\.test|Tiếng Việt"
)


def of_every_kind(language, site, release, bake, bake_article):
    """Articles that say all an article's page can say, and the pages beside them."""
    from tintuc.network.models import Topic
    from tintuc.publishing.actions.record_corrections import record_corrections
    from tintuc.stories.models import Article, Contributor, Placement, Story
    from writing import paragraph

    words, moment = WORDS[language][1], "2026-11-23T09:00:00+00:00"
    body = [
        paragraph("p1", words),
        {"type": "list", "id": "l1", "value": [{"type": "item", "id": "x", "value": words}]},
        {"type": "crosshead", "id": "c1", "value": words},
        {"type": "crosshead", "id": "c2", "value": words},
        {"type": "turn", "id": "t1", "value": {"role": "question", "speaker": "", "text": f"<p>{words}</p>"}},
        {"type": "turn", "id": "t2", "value": {"role": "question", "speaker": "", "text": f"<p>{words}</p>"}},
        {"type": "entry", "id": "e1", "value": {"at": moment, "headline": words, "text": f"<p>{words}</p>"}},
    ]
    topic = Topic.objects.create(key="x", names={language: WORDS[language][0]})
    pages = []
    for form in Story.Format.values:
        facts = {"carried": True, "invented": True} if form == "news" else {}
        story = Story.objects.create(slugline=form, site=site, source_language=language, format=form, **facts)
        story.topics.add(topic)
        placement = release(language, story=story, body=body)
        article = Article.objects.get(pk=placement.article_id)
        note = {"type": "correction", "id": "k1", "value": {"kind": "correction", "on": "2026-11-24", "text": words}}
        article.body = [paragraph("p1", words * 2), *body[1:], note]
        article.origin, article.engine = "machine", ""
        article.save_revision().publish()
        article = Article.objects.get(pk=article.pk)
        record_corrections([(article, article.current_release, None)])
        placement = Placement.objects.get(pk=placement.pk)
        pages += [bake_article(placement)[1], bake("history", placement.edition_id, placement.pk)[1]]
    person, _ = Contributor.objects.get_or_create(slug="an-le", defaults={"name": "An Lê"})
    story.credits.create(contributor=person)
    pages += [
        bake(kind, placement.edition_id, key)[1]
        for kind, key in (("topic", topic.pk), ("person", person.pk), ("corrections", ""))
    ]
    other = release("vi", story=story, body=body[:2])
    pages.append(bake("parallel", placement.edition_id, f"{placement.pk}:vi")[1])
    pages.append(bake_article(placement)[1])
    assert other.article.language == "vi"
    return pages


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "ja", "ko", "ar"])
def test_pages_speak_one_language(language, site, languages, release, bake, bake_article):
    """No English and no Vietnamese is left on a Chinese, Japanese, Korean or Arabic page."""
    from tintuc.network.models import Edition, Section
    from tintuc.reading.standing_page import KEYS

    edition = languages.get(language) or Edition.objects.create(site=site, language=language, time_zone="Asia/Taipei")
    Section.objects.get_or_create(
        edition=edition, slug="world", defaults={"key": "world", "name": WORDS[language][0][:2]}
    )
    placement = release(language)
    pages = [bake_article(placement)[1]]
    day = placement.released_at.astimezone(edition.zone)
    keys = [("front", ""), ("section", placement.section_id), ("hot", ""), ("map", ""), ("map", f"{day:%Y/%m}")]
    keys += [("map", f"{day:%Y/%m/%d}")] + [("standing", key) for key in KEYS]
    keys += [
        ("section-month", f"{placement.section_id}/{day:%Y/%m}"),
        ("corrections", ""),
        ("topics", ""),
        ("error", ""),
    ]
    pages += [bake(kind, edition.pk, key)[1] for kind, key in keys]
    pages += of_every_kind(language, site, release, bake, bake_article)
    for page in pages:
        own = page.xpath("//body//text()[not(ancestor::script)] | //@aria-label | //@placeholder | //@title | //@alt")
        foreign = page.xpath("//*[@lang and not(starts-with(@lang, $lang))]//text()", lang=language)
        said = " ".join(str(piece) for piece in own if piece not in foreign)
        assert not re.findall(r"[A-Za-zÀ-ɏḀ-ỹ]{3,}", NEUTRAL.sub("", said)), html.tostring(page)[:300]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لا مواد"),
        (1, "مادة واحدة"),
        (2, "مادتان"),
        (3, "3 مواد"),
        (10, "10 مواد"),
        (11, "11 مادة"),
        (100, "100 مادة"),
        (103, "103 مواد"),
    ],
)
def test_arabic_counts_in_six_forms(number, said):
    """Arabic has a form for none, one, two, few, many and the rest."""
    from django.utils import translation

    from tintuc.reading.words import ngettext

    with translation.override("ar"):
        assert ngettext("%(num)s story", "%(num)s stories", number) % {"num": number} == said


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


@pytest.mark.django_db
def test_borrowed_words_say_whose_they_are(site, release, bake, bake_article):
    """An edition in a language without a catalogue has English words marked as English, and nothing of it in titles."""
    from tintuc.network.models import Edition, Section
    from tintuc.reading.standing_page import KEYS
    from tintuc.reading.words import CLOSE, OPEN

    edition = Edition.objects.create(site=site, language="fr", time_zone="Europe/Paris", tagline="Vérifiable")
    Section.objects.create(edition=edition, key="world", name="Monde", slug="monde")
    story = {"headline": "Un quai raccourcit la traversée", "standfirst": "Le bac met douze minutes."}
    placement = release("fr", body=[{"type": "paragraph", "id": "p1", "value": "<p>Le bac.</p>"}], **story)
    said = {message if isinstance(message, str) else message[0] for message in messages()} - {"%(speaker)s:"}
    keys = [("front", ""), ("section", placement.section_id), ("hot", ""), ("map", ""), ("topics", ""), ("error", "")]
    keys += [("corrections", "")] + [("standing", key) for key in KEYS]
    baked = [bake_article(placement), *(bake(kind, edition.pk, key) for kind, key in keys)]
    for file, page in baked:
        assert not {OPEN, CLOSE} & set(file.body.decode())
        assert page.get("lang") == "fr"
        own = {" ".join(str(piece).split()) for piece in page.xpath("//body//text()[not(ancestor::*[@lang='en'])]")}
        assert not own & said
        assert page.xpath("//*[@lang='en']")
        assert not page.xpath("//title/* | //script/*")
    assert "Vérifiable" in baked[1][1].text_content()
