"""Pictures come in several widths with their size, words and maker."""

import io
import json

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from PIL import Image

from tintuc.jobs.models import Job
from tintuc.jobs.registry import HANDLERS
from tintuc.publishing.models import Mark
from tintuc.reading.duties import JOB
from tintuc.stories.models import Article, Photo, PhotoRendition

pytestmark = pytest.mark.django_db


@pytest.fixture
def pictured(release):
    """Releases an article with a picture of its own."""

    def go(number=1, **value):
        drawn = io.BytesIO()
        Image.new("RGB", (1700, 1200), (number, 90, 120)).save(drawn, "JPEG")
        photo = Photo.objects.create(title="x", file=ContentFile(drawn.getvalue(), name=f"{number}.jpg"), credit="Mai")
        shown = {"image": photo.pk, "alt": "A ferry", "caption": "The pier", "credit": ""} | value
        return release(body=[{"type": "picture", "id": "i1", "value": shown}])

    return go


def widths(source):
    return [part.split()[1] for part in source.split(", ")]


def test_picture_in_an_article(pictured, bake_article):
    """A picture has its widths in WebP, its measure, alt text, caption and credit, and machines are told of it."""
    _, page = bake_article(pictured())
    figure = page.get_element_by_id("b-i1")
    image = figure.find("picture/img")
    assert widths(image.get("srcset")) == ["480w", "960w", "1600w"]
    assert all(part.split()[0].endswith(".webp") for part in image.get("srcset").split(", "))
    assert (image.get("width"), image.get("height"), image.get("alt")) == ("960", "677", "A ferry")
    assert (image.get("fetchpriority"), image.get("loading")) == ("high", None), "the first is wanted at once"
    assert " ".join(figure.find("figcaption").text_content().split()) == "The pier Photo: Mai"
    graph = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
    drawn, photograph = graph[0]["image"]
    assert [drawn["url"]] == page.xpath("//meta[@property='og:image']/@content")
    assert photograph["url"].endswith(image.get("src"))
    assert (photograph["width"], photograph["height"]) == (960, 677)


def test_avif_where_it_has_been_drawn(pictured, bake_article):
    """A new picture is drawn in the background in AVIF too; pages that are out are then baked again, and offer it first."""
    placement = pictured()
    job = Job.objects.get(kind=JOB)
    assert not bake_article(placement)[1].xpath("//source")
    Mark.objects.all().delete()
    HANDLERS[JOB].function(**job.arguments)
    marked = set(Mark.objects.values_list("tag", flat=True))
    assert {
        f"article:{placement.article_id}",
        f"list:{placement.edition_id}",
        f"section:{placement.section_id}",
    } < marked
    source = bake_article(placement)[1].xpath("//picture/source[@type='image/avif']")[0]
    assert widths(source.get("srcset")) == ["480w", "960w", "1600w"]
    assert all(part.split()[0].endswith(".avif") for part in source.get("srcset").split(", "))


def test_a_rendition_the_store_has_lost_is_drawn_again(pictured, bake_article, settings):
    """A size that is known and whose file is gone keeps no page from being baked; it is drawn into the same file."""
    placement = pictured()
    _, before = bake_article(placement)
    files = {one: one.read_bytes() for one in settings.BAKED_ROOT.glob("_media/*")}
    assert files
    for rendition in PhotoRendition.objects.all():
        rendition.file.storage.delete(rendition.file.name)
    for file in files:
        file.unlink()
    _, page = bake_article(placement)
    assert {one: one.read_bytes() for one in settings.BAKED_ROOT.glob("_media/*")} == files
    assert page.xpath("//img/@srcset") == before.xpath("//img/@srcset")
    assert all(one.file.storage.exists(one.file.name) for one in PhotoRendition.objects.all())


def test_a_picture_of_a_draft_marks_nothing(pictured):
    """A picture no live article shows has no page baked again."""
    placement = pictured()
    Article.objects.filter(pk=placement.article_id).update(live=False)
    Mark.objects.all().delete()
    HANDLERS[JOB].function(photo=Photo.objects.get().pk)
    assert not Mark.objects.exists()


def test_lists_cut_round_the_focal_point(pictured, bake, settings):
    """In lists pictures are cut to 3:2 round what matters in them."""
    placement = pictured()
    photo = Photo.objects.get()
    drawn = Image.new("RGB", (1700, 1200), (0, 0, 0))
    drawn.paste((255, 255, 255), (0, 0, 300, 300))
    with photo.file.open("wb") as opened:
        drawn.save(opened, "JPEG")
    photo.focal_point_x = photo.focal_point_y = 100
    photo.focal_point_width = photo.focal_point_height = 200
    photo.save()
    _, page = bake("front", placement.edition_id)
    image = page.xpath("//a[@class='entry-picture']//img")[0]
    assert widths(image.get("srcset"))[:2] == ["320w", "640w"]
    assert (image.get("width"), image.get("height")) == ("640", "427")
    assert image.get("alt") == "", "the headline beside it says it"
    shown = Image.open(settings.BAKED_ROOT / "_media" / image.get("src").rpartition("/")[2])
    assert min(shown.getpixel((5, 5))) > 200, "the corner that matters is still there"


def test_a_picture_too_large_is_never_opened(pictured, bake_article, bake, settings, monkeypatch):
    """A file whose header promises more pixels than a machine can hold is left out, unopened, everywhere."""
    placement = pictured()
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000
    monkeypatch.setattr(Photo, "get_rendition", lambda *_: pytest.fail("it was opened"))
    HANDLERS[JOB].function(photo=Photo.objects.get().pk)
    assert not bake_article(placement)[1].xpath("//figure")
    assert not bake("front", placement.edition_id)[1].xpath("//main//img")


def test_a_lost_picture_is_left_out(release, bake_article, bake):
    """A picture the library no longer has leaves no hole on any page."""
    placement = release(body=[{"type": "picture", "id": "i1", "value": {"image": 999, "alt": "x"}}])
    assert not bake_article(placement)[1].xpath("//figure")
    assert bake("front", placement.edition_id)[0]


def test_pictures_ask_little(pictured, bake, django_assert_max_num_queries):
    """Pictures of a whole front, already drawn, are found with two more queries."""
    for number in range(5):
        placement = pictured(number)
    bake("front", placement.edition_id)
    cache.clear()
    with django_assert_max_num_queries(8):
        _, page = bake("front", placement.edition_id)
    assert len(page.xpath("//main//img")) == 5
