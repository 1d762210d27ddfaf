"""What this room does in the background."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import ReferenceIndex

from tintuc.jobs.queue import enqueue
from tintuc.jobs.registry import handler
from tintuc.publishing.marks import mark
from tintuc.reading.pictures import draw, drawable
from tintuc.stories.models import Article, Photo, Placement

logger = logging.getLogger(__name__)
JOB = "reading.draw_picture"


@receiver(post_save, sender=Photo)
def on_photo(instance: Photo, raw: bool = False, **_: Any) -> None:
    """A new picture, or another focal point, is drawn in all sizes long before a release waits for it."""
    if not raw:
        enqueue(JOB, {"photo": instance.pk}, key=str(instance.pk))


@handler(JOB, retries=2, lease_seconds=120)
def draw_picture(photo: int) -> None:
    """Draw one picture, and have the pages that show it baked again; a story may be out before its pictures are drawn.

    One that is gone, or too large to be opened, is left alone.
    """
    found = Photo.objects.filter(pk=photo).first()
    if found is None:
        return
    if not drawable(found):
        logger.warning("Picture %s is %s × %s: too large to be opened", photo, found.width, found.height)
        return
    draw(found)
    if tags := set(_showing(found)):
        mark(tags)


def _showing(photo: Photo) -> Iterator[str]:
    """The tags of the live articles with the picture, and of the lists they stand in."""
    article = ContentType.objects.get_for_model(Article)
    named = ReferenceIndex.get_references_to(photo).filter(base_content_type=article)
    placed = Placement.objects.filter(
        article__in={int(pk) for pk in named.values_list("object_id", flat=True)}, article__live=True
    )
    for pk, edition, section in placed.values_list("article", "edition", "section").iterator():
        yield from (f"article:{pk}", f"shown:{pk}", f"list:{edition}", f"section:{section}")
