"""What texts are known by when they come again, and which hosts readers were sent to."""

from __future__ import annotations

from django.db import models

from tintuc.stories.models import Article


class Shingle(models.Model):
    """One of the few short runs of words that an article's newest text is found by, as a hash.

    Written soon after each saved version and deleted with the article; ``tintuc manage index_archive`` writes all anew.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "article"], name="search_shingle_key")]


class LinkedHost(models.Model):
    """A host that an article has linked to in a release. Kept when it is withdrawn: readers were there."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    host = models.CharField(max_length=253)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "article"], name="one_row_a_host")]
