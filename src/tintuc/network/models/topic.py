"""A subject across sections, sites and languages."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """A subject stories are filed under, whatever their section. It has a page on each edition that can name it."""

    key = models.SlugField(_("address, the same in every language"), max_length=60, unique=True)
    names = models.JSONField(_("name in each language"), default=dict)
    about = models.JSONField(_("description in each language"), default=dict, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.names.get("en") or next(iter(self.names.values()), self.key)

    def clean(self) -> None:
        """Names and descriptions are tables of language and text, and there is a name in some language."""
        for field in ("names", "about"):
            value = getattr(self, field)
            if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
                raise ValidationError({field: _("Give one text a language.")})
        if not any(self.names.values()):
            raise ValidationError({"names": _("Name the topic in one language at least.")})

    def name_in(self, language: str) -> str:
        """Its name in ``language``; empty where it has none, and no page then."""
        return str(self.names.get(language) or "")

    def about_in(self, language: str) -> str:
        """Its description in ``language``, or nothing."""
        return str(self.about.get(language) or "")
