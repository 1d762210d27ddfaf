"""A named person's reasoned decision to let one finding pass."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tintuc.stories.models import Article


class Waiver(models.Model):
    """Keyed by the finding's fingerprint, so it holds while the words it is about stay, and no longer."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="waivers", verbose_name=_("article"))
    fingerprint = models.CharField(_("fingerprint of the finding"), max_length=64)
    check_id = models.CharField(_("check"), max_length=80)
    quote = models.TextField(_("words it is about"), blank=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "fingerprint"],
                condition=models.Q(taken_back_at__isnull=True),
                name="one_waiver_a_finding",
            )
        ]
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")

    def __str__(self) -> str:
        return f"{self.check_id}: {self.reason}"

    def holds_at(self, now: dt.datetime) -> bool:
        """Whether it still counts at ``now``."""
        return self.taken_back_at is None and (self.until is None or self.until > now)
