"""Which languages a person works in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkingLanguages(models.Model):
    """The languages a person translates from and into, as codes. Theirs to say; nobody is kept out by them."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="working_languages", verbose_name=_("person")
    )
    sources = models.JSONField(_("translates from"), default=list, blank=True)
    targets = models.JSONField(_("translates into"), default=list, blank=True)

    class Meta:
        verbose_name = _("working languages")
        verbose_name_plural = _("working languages")

    def __str__(self) -> str:
        return f"{self.person}: {', '.join(self.sources)} → {', '.join(self.targets)}"
