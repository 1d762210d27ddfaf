"""Copy as it was received: never edited, kept beside everything made from it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tintuc.network.models import Edition
from tintuc.stories.models import Story


class SourceCopy(models.Model):
    """One file as it came in. Its bytes lie under their own hash in the newsroom's folder."""

    sha256 = models.CharField(_("SHA-256"), max_length=64)
    media_type = models.CharField(_("media type"), max_length=80)
    filename = models.CharField(_("file name"), max_length=255)
    address = models.URLField(_("address it came from"), max_length=600, blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("taken in for"))
    story = models.ForeignKey(Story, models.CASCADE, related_name="source_copies", verbose_name=_("story"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken in by"),
    )
    claims = models.JSONField(_("what it says about itself"), default=dict)

    class Meta:
        ordering = ["-received_at"]
        constraints = [models.UniqueConstraint(fields=["sha256", "edition"], name="one_copy_an_edition")]
        verbose_name = _("source copy")
        verbose_name_plural = _("source copies")

    def __str__(self) -> str:
        return self.filename

    @property
    def place(self) -> Path:
        """Where its bytes lie."""
        return Path(settings.DIR) / "source-copy" / self.sha256[:2] / self.sha256
