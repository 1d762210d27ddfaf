"""What this room does in the background."""

from __future__ import annotations

import logging
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from tintuc.jobs.queue import enqueue
from tintuc.jobs.registry import handler
from tintuc.reading.pictures import draw, drawable
from tintuc.stories.models import Photo

logger = logging.getLogger(__name__)
JOB = "reading.draw_picture"


@receiver(post_save, sender=Photo)
def on_photo(instance: Photo, raw: bool = False, **_: Any) -> None:
    """A new picture, or another focal point, is drawn in all sizes long before a release waits for it."""
    if not raw:
        enqueue(JOB, {"photo": instance.pk}, key=str(instance.pk))


@handler(JOB, retries=2, lease_seconds=120)
def draw_picture(photo: int) -> None:
    """Draw one picture; one that is gone, or too large to be opened, is left alone."""
    found = Photo.objects.filter(pk=photo).first()
    if found is None:
        return
    if not drawable(found):
        logger.warning("Picture %s is %s × %s: too large to be opened", photo, found.width, found.height)
        return
    draw(found)
