"""What texts are known by when they come again."""

from __future__ import annotations

from django.db import models

from tintuc.stories.models import Article


class Shingle(models.Model):
    """One of the few short runs of words that an article's newest text is found by, as a hash.

    Written with each saved version and deleted with the article; ``tintuc manage index_shingles`` writes all anew.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "article"], name="search_shingle_key")]
