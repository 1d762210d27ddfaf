"""The list of corrections readers are shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tintuc.stories.models.release import Release


class Correction(models.Model):
    """One correction an article owns up to, found without reading any article.

    ``release`` is the release that brought it. ``blocks`` are the ids of the blocks whose words that release changed:
    what the correction corrected. Written at each release from the release itself, so it can be made anew.
    """

    article = models.ForeignKey(
        "stories.Article", models.CASCADE, related_name="corrections", verbose_name=_("article")
    )
    release = models.ForeignKey(Release, models.CASCADE, related_name="corrections", verbose_name=_("release"))
    block = models.CharField(_("block"), max_length=80)
    kind = models.CharField(_("kind"), max_length=16)
    on = models.DateField(_("date"))
    text = models.TextField(_("text"))
    blocks = models.JSONField(_("blocks it changed"), default=list)

    class Meta:
        ordering = ["-on", "-release_id", "block"]
        constraints = [models.UniqueConstraint(fields=["article", "block"], name="one_correction_a_block")]
        indexes = [models.Index(fields=["-on", "-release"])]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.article_id} {self.on}"
