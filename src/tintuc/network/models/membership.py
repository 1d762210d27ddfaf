"""Who works on which site, in what role."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tintuc.network.models.sites import Site


class Role(models.TextChoices):
    """A role on one site, from least to most."""

    REPORTER = "reporter", _("reporter")
    TRANSLATOR = "translator", _("translator")
    EDITOR = "editor", _("editor")
    CHIEF = "chief", _("chief editor")


class Membership(models.Model):
    """A person's role on a site."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    site = models.ForeignKey(Site, models.CASCADE, related_name="memberships", verbose_name=_("site"))
    role = models.CharField(_("role"), max_length=12, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "site"], name="one_role_a_site")]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        return f"{self.user} · {self.site} · {self.get_role_display()}"
