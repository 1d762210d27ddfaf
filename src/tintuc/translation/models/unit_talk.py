"""What people who translate one story at the same time leave for each other: claims and comments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tintuc.stories.models import Article


class Claim(models.Model):
    """Somebody is writing here. It ends by itself, so nobody is kept out by a browser that was closed."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="claims")
    place = models.CharField(max_length=80)  #: id of a block, or name of a field
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "place"], name="one_claim_a_place")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.place}"


class Comment(models.Model):
    """A word from desk to desk about one block. Never published, and no part of any version."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments")
    place = models.CharField(max_length=80)  #: id of a block, or name of a field
    text = models.TextField(_("comment"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["article", "place"], name="comment_place")]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return self.text[:60]
