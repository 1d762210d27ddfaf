"""Who made it, and in what role."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from tintuc.stories.models.story import Story


class Contributor(models.Model):
    """A person readers see named. ``forms`` holds the name as each language writes it."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    forms = models.JSONField(_("name in each language"), default=dict, blank=True)
    about = models.JSONField(_("about, in each language"), default=dict, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Forms and descriptions are tables of language and text."""
        for field in ("forms", "about"):
            value = getattr(self, field)
            if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
                raise ValidationError({field: _("Give one text a language.")})

    def name_in(self, language: str) -> str:
        """The name as ``language`` writes it, or the name itself."""
        return self.forms.get(language) or self.name


class Credits(models.Manager["Credit"]):
    """Lines with the people they name: nobody asks for one without the other."""

    def get_queryset(self) -> models.QuerySet[Credit]:
        """Lines with their people."""
        return super().get_queryset().select_related("contributor")


class Credit(models.Model):
    """One line of a byline: on the story for everybody, or on one article (its translator)."""

    class Role(models.TextChoices):
        """What the person did."""

        REPORTER = "reporter", _("reporter")
        TRANSLATOR = "translator", _("translator")
        EDITOR = "editor", _("editor")
        PHOTOGRAPHER = "photographer", _("photographer")

    story = models.ForeignKey(Story, models.CASCADE, related_name="credits", verbose_name=_("story"))
    article = models.ForeignKey(
        "stories.Article", models.CASCADE, null=True, blank=True, related_name="credits", verbose_name=_("article")
    )
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="credits", verbose_name=_("contributor"))
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.REPORTER)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = Credits()

    class Meta:
        ordering = ["order", "pk"]
        indexes = [
            models.Index(fields=["contributor", "article"], name="credit_of_article"),
            models.Index(fields=["contributor", "story"], name="credit_of_story"),
        ]
        verbose_name = _("credit")
        verbose_name_plural = _("credits")

    def __str__(self) -> str:
        return f"{self.contributor} ({self.get_role_display()})"
