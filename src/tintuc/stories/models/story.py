"""The story: one piece of reporting, whatever its language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tintuc.network.languages import CHOICES
from tintuc.network.models import Site, Topic
from tintuc.stories import references
from tintuc.stories.models.rights import Licence, Provider


class Story(models.Model):
    """The unit of credit, embargo, correction and rights; its words are in its articles."""

    class Format(models.TextChoices):
        """What kind of piece it is."""

        NEWS = "news", _("news")
        INTERVIEW = "interview", _("interview")
        ANALYSIS = "analysis", _("analysis")
        EXPLAINER = "explainer", _("explainer")
        LIVE = "live", _("live")
        PICTURES = "pictures", _("picture story")

    slugline = models.CharField(_("slugline"), max_length=80)
    format = models.CharField(_("format"), max_length=12, choices=Format, default=Format.NEWS)
    site = models.ForeignKey(Site, models.PROTECT, related_name="stories", verbose_name=_("home site"))
    source_language = models.CharField(_("source language"), max_length=10, choices=CHOICES)
    carried = models.BooleanField(_("carried from somebody else"), default=False)
    provider = models.ForeignKey(
        Provider, models.PROTECT, null=True, blank=True, related_name="stories", verbose_name=_("provider")
    )
    source_url = models.URLField(_("address of the original"), max_length=600, blank=True)
    licence = models.ForeignKey(
        Licence, models.PROTECT, null=True, blank=True, related_name="stories", verbose_name=_("licence")
    )
    written_at = models.DateTimeField(_("written"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    embargoed_until = models.DateTimeField(_("embargoed until"), null=True, blank=True)
    confidential = models.BooleanField(
        _("confidential"),
        default=False,
        help_text=_("Its copy is not sent to machines outside, unless the site allows that."),
    )
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    ended_at = models.DateTimeField(_("live coverage ended"), null=True, blank=True)
    topics = models.ManyToManyField(Topic, related_name="stories", blank=True, verbose_name=_("topics"))
    note = models.TextField(_("editor's note"), blank=True)
    invented = models.BooleanField(_("invented people, says so to readers"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("created by")
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def __str__(self) -> str:
        return self.slugline

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep what it refers to."""
        with transaction.atomic(savepoint=False), references.kept(self, kwargs.get("update_fields")):
            super().save(*args, **kwargs)

    @property
    def source_article(self):
        """The article the others are translated from, or None before it is written."""
        return self.articles.filter(language=self.source_language).first()
