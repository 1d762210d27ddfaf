"""Wagtail's index of what refers to what is written when a reference changes, and for nothing else."""

import pytest
from django.core.files.images import ImageFile
from wagtail.blocks import StreamBlock
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, ReferenceIndex

from tintuc.publishing.actions.release import release
from tintuc.stories.models import Photo
from writing import paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo():
    return Photo.objects.create(title="The pier", file=ImageFile(get_test_image_file()))


@pytest.fixture
def body(photo):
    page = Page.objects.first()
    return [
        paragraph("p1", f'<a linktype="page" id="{page.pk}">The pier</a> opened on Monday.'),
        {"type": "picture", "id": "i1", "value": {"image": photo.pk, "alt": "A pier"}},
        {"type": "turn", "id": "t1", "value": {"text": f'<p><a linktype="page" id="{page.pk}">Yes.</a></p>'}},
        {"type": "list", "id": "l1", "value": [{"type": "item", "id": "x", "value": "one"}]},
    ]


def test_a_body_refers_to_what_wagtail_finds_in_it(make_article, body, django_assert_num_queries):
    """The references of a body are Wagtail's own, and no picture is read for them."""
    stream = make_article(body=body).newest().body
    with django_assert_num_queries(0):
        mine = list(stream.stream_block.extract_references(stream))
    assert mine == list(StreamBlock.extract_references(stream.stream_block, stream))
    assert len(mine) == 3


def test_a_release_writes_the_index_only_for_another_reference(make_article, people, photo, body, monkeypatch):
    """Other words ask nothing of the index; a picture that comes or goes with a release is in it or not."""
    from tintuc.stories import references

    def released(blocks):
        version = article.newest()
        version.body = blocks
        version.save_revision(clean=False)
        release(article=article, by=people["editor"])
        return ReferenceIndex.get_references_to(photo).filter(object_id=str(article.pk)).exists()

    article = make_article()
    assert released(body)
    with monkeypatch.context() as patch:
        patch.setattr(references, "_index", lambda _: pytest.fail("nothing refers to anything else"))
        assert released([*body, paragraph("p3", "Other words.")])
    assert not released(body[:1])
