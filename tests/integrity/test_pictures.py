"""Pictures and who made them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tintuc.integrity.queries import inspect
from tintuc.stories.models import Photo
from writing import paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "ferry.png"
    Image.new("RGB", (4, 4)).save(file)
    return Photo.objects.create(title="ferry", file=SimpleUploadedFile("ferry.png", file.read_bytes()))


def asked(article):
    report = inspect(article.newest())
    return [one.place["block"] for one in report.findings if one.check == "pictures.missing-credit"]


def picture(image, credit="", caption="The first ferry leaves."):
    return {
        "type": "picture",
        "id": "f",
        "value": {"image": image, "alt": "A ferry", "caption": caption, "credit": credit},
    }


def test_a_picture_without_credit_is_asked_about(make_article, photo):
    """A picture that names nobody, here or in the library, is a query at its caption."""
    assert asked(make_article(body=[paragraph("p", "It is open."), picture(photo.pk)])) == ["f"]


def test_the_library_may_know(make_article, photo):
    """A credit line in the library is enough, and so is one in the article, or no picture."""
    assert asked(make_article(body=[picture(photo.pk, "Maki Orita")])) == []
    assert asked(make_article(body=[picture(None)])) == []
    Photo.objects.update(credit="Maki Orita")
    assert asked(make_article(body=[picture(photo.pk)])) == []
