"""What is kept of a source: how it stood when its translations last heard, and when one last followed it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from tintuc.stories.models import Article


class Told(models.Model):
    """The passages of an article as its translations last heard of them: digests by key, where there are words."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="told")
    digests = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.article_id}"


class Base(models.Model):
    """The source's blocks as they stood when a translation last took them over: id, kind, and what is no words.

    The third side of a merge: it tells a block the source lost from one the translator added, and who moved one.
    """

    article = models.OneToOneField(Article, models.CASCADE, related_name="base")  #: the translation
    blocks = models.JSONField(default=list)
    revision = models.BigIntegerField(null=True, blank=True)  #: of the source
    undo = models.JSONField(null=True, blank=True)  #: what takes the last merge back
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.article_id}"
