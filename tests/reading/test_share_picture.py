"""The picture that shows where a story is shared."""

import io
import unicodedata

import pytest
from PIL import Image, ImageChops

from tintuc.publishing.bakery import OVENS, PageRef
from tintuc.reading import faces, share_picture
from tintuc.reading.share_picture import HIGH, WIDE, Words, can_draw, draw
from tintuc.stories.models import Article

ACCENT, PAPER = "#8a1c1c", "#fffdf8"


def opened(body):
    return Image.open(io.BytesIO(body)).convert("RGB")


def ink(picture, box):
    """How many pixels in the box are darker than paper."""
    part = picture.crop(box).convert("L")
    return sum(part.histogram()[:128])


@pytest.fixture
def only_own_face(monkeypatch, settings):
    """A machine without any faces of its own."""
    settings.FONTS = ""
    monkeypatch.setattr(faces, "SYSTEM", ())
    caches = (faces._files, faces._faces)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def test_words_stay_inside(only_own_face):
    """A headline of any length stays within the margins, in every size there is for it."""
    for headline in ("Ngắn", "Bến phà mới rút ngắn đường ra đảo " * 3, "Tin " * 200, "W" * 300):
        picture = opened(draw(Words(headline.strip(), "Bắc Đẩu", "Thế giới", "vi"), ACCENT, PAPER))
        assert picture.size == (WIDE, HIGH)
        assert ink(picture, (60, 60, WIDE - 50, HIGH - 60)) > 1000
        assert ink(picture, (WIDE - 40, 0, WIDE, HIGH)) == 0
        assert ink(picture, (21, HIGH - 30, WIDE, HIGH)) == 0


def test_vietnamese_needs_no_face_of_the_machine(only_own_face):
    """Every letter of Vietnamese is drawn by the face the product brings."""
    letters = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
    assert can_draw(Words(letters + letters.upper() + "“”‘’–…", "", "", "vi"))


def test_no_empty_boxes(only_own_face):
    """Where no face can draw a headline the picture is not offered, and drawing it all the same leaves it out."""
    words = Words("新码头缩短登岛航程", "Bắc Đẩu", "", "zh-Hans")
    assert not can_draw(words)
    picture = opened(draw(words, ACCENT, PAPER))
    assert ink(picture, (60, 60, WIDE, HIGH - 140)) == 0


def test_right_to_left_is_mirrored():
    """In a language written from the right the band and the words stand on the right."""
    left = opened(draw(Words("Headline", "Post", "", "en"), ACCENT, PAPER))
    right = opened(draw(Words("Headline", "Post", "", "en", right_to_left=True), ACCENT, PAPER))
    assert ink(left, (0, 0, 20, HIGH)) == ink(right, (WIDE - 20, 0, WIDE, HIGH)) == 20 * HIGH
    assert ink(left, (WIDE // 2, 0, WIDE, HIGH)) == ink(right, (0, 0, WIDE // 2, HIGH)) == 0


def test_photograph_stands_beside_the_words():
    """A photograph of any shape fills its side and never covers the words."""
    for size in ((3000, 200), (200, 3000), (1, 1)):
        picture = opened(draw(Words("Headline", "Post", "", "en"), ACCENT, PAPER, Image.new("RGB", size, "#0000ff")))
        side = picture.crop((share_picture.COLUMN + 8, 0, WIDE, HIGH))
        assert (
            max(ImageChops.difference(side, Image.new("RGB", side.size, "#0000ff")).convert("L").histogram()[30:]) == 0
        )
        assert ink(picture, (60, 60, share_picture.COLUMN - 60, HIGH)) > 500


@pytest.mark.django_db
def test_address_leads_to_the_picture(release, settings):
    """A public article's page names its picture, and only its own address on its own host leads to it."""
    placement = release()
    oven = OVENS["share"]
    path = placement.path.replace(".html", ".jpg")
    ref = oven.at(placement.edition.site.host, path)
    assert ref == PageRef("share", placement.edition_id, str(placement.pk))
    baked = oven.bake(ref)
    assert baked.path == path
    assert opened(baked.body).size == (WIDE, HIGH)
    assert oven.at("other.test", path) is None
    assert oven.at(placement.edition.site.host, path.replace("/2026/", "/2025/")) is None
    assert oven.at(placement.edition.site.host, f"/x-{placement.pk}.jpg") is None


@pytest.mark.django_db(transaction=True)
def test_first_to_ask_has_it_drawn(release, client, settings):
    """The picture is drawn when it is first asked for, lies in the tree from then on, and is nobody else's page."""
    placement = release()
    placement.path = placement.path.replace(f"-{placement.pk}.html", f"-{placement.pk + 900}.html")
    placement.save(update_fields=["path"])
    path = placement.path.replace(".html", ".jpg")
    host = placement.edition.site.host
    answer = client.get(path, HTTP_HOST=host)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert (settings.BAKED_ROOT / host / path[1:]).read_bytes() == answer.content
    assert client.get(path.replace(".jpg", ".png"), HTTP_HOST=host).status_code == 404
    drawn = [PageRef("share", placement.edition_id, str(placement.pk))]
    assert OVENS["share"].refs(f"story:{placement.article.story_id}") == drawn
    assert OVENS["share"].refs(f"story:{placement.article.story_id + 1}") == []


@pytest.mark.django_db
def test_odd_words_are_drawn_or_left(release):
    """Line breaks in taken-in copy do not keep the picture from being drawn; signs no face has leave it out whole."""
    placement = release(kicker="On\nthe coast", headline="New pier\r\n shortens\tthe crossing")
    ref = PageRef("share", placement.edition_id, str(placement.pk))
    assert opened(OVENS["share"].bake(ref).body).size == (WIDE, HIGH)
    placement.headline = "\U00012000 \u202e\x07"
    placement.save()
    assert OVENS["share"].bake(ref) is None


@pytest.mark.django_db
def test_letters_written_in_pieces(release, only_own_face):
    """A headline whose letters are written as letter and marks is drawn like one of whole letters."""
    placement = release("vi")
    placement.headline = unicodedata.normalize("NFD", "Bến phà mới rút ngắn đường ra đảo")
    placement.save()
    assert OVENS["share"].bake(PageRef("share", placement.edition_id, str(placement.pk))) is not None


@pytest.mark.django_db
def test_picture_goes_with_the_article(release):
    """A withdrawn article has no picture any more: its headline would stand in it."""
    placement = release()
    ref = PageRef("share", placement.edition_id, str(placement.pk))
    article = Article.objects.get(pk=placement.article_id)
    article.unpublish()
    assert OVENS["share"].bake(ref) is None
    assert OVENS["share"].at(placement.edition.site.host, placement.path.replace(".html", ".jpg")) is None


@pytest.mark.django_db
def test_page_names_its_picture(release, bake_article, languages):
    """A page's head names the drawn picture with its size, and a locale with its country."""
    _, page = bake_article(release("zh-Hans"))
    said = {meta.get("property"): meta.get("content") for meta in page.xpath("//meta[@property]")}
    assert said["og:image"].partition("?")[0].endswith(".jpg")
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["og:locale"] == "zh_CN"


@pytest.mark.django_db
def test_photograph_serves_where_no_face_does(release, bake_article, only_own_face, languages):
    """Where no face here draws the headline, the page does not name a picture without words."""
    _, page = bake_article(release("zh-Hans"))
    assert not page.xpath("//meta[@property='og:image']")
