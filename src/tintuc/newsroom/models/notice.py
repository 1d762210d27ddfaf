"""What a person at the desk is told, and how they want to be told."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tintuc.stories.models import Article


def new_token() -> str:
    """What nobody guesses: 32 random bytes, as the address of a private feed."""
    return secrets.token_urlsafe(32)


class Notice(models.Model):
    """One thing a person is told about one article.

    Until it is sent, more of the same kind about the same article is added to it: ``values`` grows, and one notice
    tells all. The sentence is made when it is read, in the language of whoever reads.
    """

    class Kind(models.TextChoices):
        """What happened."""

        STALE = "stale", _("a source changed, so that my translation is stale")
        ASSIGNED = "assigned", _("something was assigned to me")
        COMMENTED = "commented", _("somebody commented on what I work on")
        REFUSED = "refused", _("the gate refused a release")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    article = models.ForeignKey(Article, models.CASCADE, related_name="notices")
    values = models.JSONField(default=dict)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)  #: mailed, or left for the feed alone
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "article"],
                condition=models.Q(sent_at__isnull=True),
                name="one_open_notice_an_article",
            )
        ]
        indexes = [models.Index(fields=["person", "-at"], name="notice_by_person")]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.article_id}"


class NoticeSettings(models.Model):
    """How a person wants to be told. ``token`` is the address of their private feed; a new one ends the old."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_settings")
    token = models.CharField(max_length=64, unique=True, default=new_token)
    mail = models.BooleanField(_("by e-mail"), default=True)
    minutes = models.PositiveSmallIntegerField(_("at most every"), default=30)
    off = models.JSONField(default=list, blank=True)  #: kinds the person does not want to hear of
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("settings for notices")
        verbose_name_plural = _("settings for notices")

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def of(cls, person: object) -> NoticeSettings:
        """The person's settings, made with the defaults the first time."""
        return cls.objects.get_or_create(person=person)[0]
