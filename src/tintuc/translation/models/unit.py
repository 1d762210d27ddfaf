"""A passage with its translation and state."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tintuc.stories.models import Article


class Unit(models.Model):
    """What one passage of a translated article was made from.

    ``source_digest`` is the digest of the source passage at the time somebody last wrote or confirmed the
    translation. When the source's digest differs, the unit is stale, at once and without any job.
    """

    class Origin(models.TextChoices):
        """Who made the translation."""

        HUMAN = "human", _("a person")
        MACHINE = "machine", _("a machine")
        MEMORY = "memory", _("the memory")

    article = models.ForeignKey(Article, models.CASCADE, related_name="units")
    key = models.CharField(max_length=80)
    source_digest = models.CharField(max_length=64)
    source_text = models.TextField()
    target_digest = models.CharField(max_length=64)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.HUMAN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "key"], name="one_unit_a_passage")]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return f"{self.article_id} {self.key}"
