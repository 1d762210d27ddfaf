"""Where copy comes from and what may be done with it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.Model):
    """The terms under which a story or picture may be carried."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(_("address of the terms"), blank=True)
    may_carry = models.BooleanField(_("may be carried"), default=True)
    may_translate = models.BooleanField(_("may be translated"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("licence")
        verbose_name_plural = _("licences")

    def __str__(self) -> str:
        return self.name


class Provider(models.Model):
    """Who a story is taken from: an agency, a partner, a broadcaster."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    url = models.URLField(_("home page"), blank=True)
    licence = models.ForeignKey(
        Licence, models.SET_NULL, null=True, blank=True, related_name="providers", verbose_name=_("usual licence")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("provider")
        verbose_name_plural = _("providers")

    def __str__(self) -> str:
        return self.name
