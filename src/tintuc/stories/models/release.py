"""One public state of an article, numbered and kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tintuc.stories.models.clearance import Clearance


class Release(models.Model):
    """Everything readers were given at one moment, frozen.

    Pages are baked from here and from nowhere else, so neither a draft nor a direct write to the article can reach
    a reader. ``content`` is :meth:`Article.public_content` and hashes to ``digest``.
    """

    class Kind(models.TextChoices):
        """How it changed what readers had before."""

        FIRST = "first", _("first release")
        UPDATE = "update", _("update")
        CORRECTION = "correction", _("correction")

    article = models.ForeignKey("stories.Article", models.CASCADE, related_name="releases", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.FIRST)
    clearance = models.OneToOneField(Clearance, models.PROTECT, related_name="release", verbose_name=_("clearance"))
    revision_id = models.PositiveBigIntegerField(_("revision"), null=True)
    digest = models.CharField(_("digest of the text"), max_length=64)
    content = models.JSONField(_("what readers were given"))
    released_at = models.DateTimeField(_("released"))
    closed_at = models.DateTimeField(_("taken out of the public history"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("released by"),
    )

    wagtail_reference_index_ignore = True  #: an article's release is part of it, and no use of anything

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_release_a_number")]
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return f"{self.article_id} no. {self.number}"

    @property
    def body(self) -> Any:
        """The body as a Wagtail stream value, ready for templates."""
        field = self.article._meta.get_field("body")
        return field.to_python(self.content["body"])
