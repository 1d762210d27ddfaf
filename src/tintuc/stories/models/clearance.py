"""The desk's decision that one exact text may go out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Clearance(models.Model):
    """What was cleared, under which rules, with which findings and waivers. Never changed after it is written.

    ``digest`` is :meth:`Article.digest` of the cleared text; the database refuses a release whose digest differs.
    """

    article = models.ForeignKey("stories.Article", models.CASCADE, related_name="clearances", verbose_name=_("article"))
    digest = models.CharField(_("digest of the text"), max_length=64)
    rule_set = models.CharField(_("rule set"), max_length=64)
    findings = models.JSONField(_("findings"), default=list)
    waivers = models.JSONField(_("waivers"), default=list)
    checks = models.PositiveSmallIntegerField(_("checks that looked"), null=True)
    issued_at = models.DateTimeField(_("issued"), auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")

    def __str__(self) -> str:
        return f"{self.article_id} {self.digest[:12]}"
