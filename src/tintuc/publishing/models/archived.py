"""What of an archive has been loaded."""

from __future__ import annotations

from django.db import models

from tintuc.stories.models import Article


class Archived(models.Model):
    """An article that came with an archive, under the name the archive has for it: loaded once, however often asked."""

    story_key = models.CharField(max_length=160)
    language = models.CharField(max_length=10)
    article = models.OneToOneField(Article, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story_key", "language"], name="archived_once")]

    def __str__(self) -> str:
        return f"{self.story_key} {self.language}"
