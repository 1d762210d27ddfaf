"""Pictures come in several widths with their size, words and maker."""

import io
import json

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from PIL import Image

from tintuc.stories.models import Photo

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


def test_picture_in_an_article(pictured, bake_article):
    """A picture has its widths in WebP, its measure, alt text, caption and credit, and machines are told of it."""
    _, page = bake_article(pictured())
    figure = page.get_element_by_id("b-i1")
    image = figure.find("img")
    assert [part.split()[1] for part in image.get("srcset").split(", ")] == ["400w", "800w", "1600w"]
    assert all(part.split()[0].endswith(".webp") for part in image.get("srcset").split(", "))
    assert (image.get("width"), image.get("alt")) == ("800", "A ferry")
    assert " ".join(figure.find("figcaption").text_content().split()) == "The pier Photo: Mai"
    graph = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
    assert graph[0]["image"] == page.xpath("//meta[@property='og:image']/@content")
    assert graph[0]["image"][0].startswith("http://bac-dau.test/_m/")


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
    with django_assert_max_num_queries(12):
        _, page = bake("front", placement.edition_id)
    assert len(page.xpath("//main//img")) == 5
