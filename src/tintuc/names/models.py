"""Who is who: people, organisations and places, and what each language calls them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from tintuc.names.keys import keys_of
from tintuc.text.languages import known

#: Other forms of one name in one language.
MOST_OTHERS = 40


class Name(ClusterableModel):
    """One person, organisation or place. It belongs to the whole network."""

    class Kind(models.TextChoices):
        """What is named."""

        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")
        PLACE = "place", _("place")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PERSON)
    about = models.CharField(_("who or what this is"), max_length=250, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("name")
        verbose_name_plural = _("names")

    def __str__(self) -> str:
        return " · ".join(form.text for form in self.forms.all()[:3]) or str(self.get_kind_display())

    def form_in(self, language: str) -> NameForm | None:
        """What a language calls it, or None."""
        return next((form for form in self.forms.all() if form.language == language), None)


class NameForm(models.Model):
    """What the house writes in one language."""

    class Order(models.TextChoices):
        """Which part of a person's name stands first."""

        NONE = "", _("one part, or no person")
        GIVEN = "given-first", _("given name first")
        FAMILY = "family-first", _("family name first")

    name = ParentalKey(Name, on_delete=models.CASCADE, related_name="forms", verbose_name=_("name"))
    language = models.CharField(_("language"), max_length=10)
    text = models.CharField(_("form"), max_length=200)
    order = models.CharField(_("order"), max_length=12, choices=Order, default=Order.NONE, blank=True)
    reading = models.CharField(_("reading: kana, pinyin, how it is said"), max_length=200, blank=True)
    others = models.TextField(_("forms the house does not use, one a line"), max_length=4000, blank=True)

    class Meta:
        ordering = ["language", "pk"]
        constraints = [models.UniqueConstraint(fields=["name", "language"], name="one_form_a_language")]
        indexes = [models.Index(fields=["language", "text"], name="name_form")]
        verbose_name = _("form of a name")
        verbose_name_plural = _("forms of names")

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"

    def other_forms(self) -> list[str]:
        """What the house does not write."""
        return [flat for line in self.others.splitlines()[:MOST_OTHERS] if (flat := " ".join(line.split()))]

    def clean(self) -> None:
        """A form is one line with a letter in it, and none of what the house does not use."""
        self.text = " ".join(self.text.split())
        if self.language not in known():
            raise ValidationError({"language": _("This is no language of the newsroom.")})
        if not keys_of(self.text):
            raise ValidationError({"text": _("A name needs a letter or a digit.")})
        if self.text in self.other_forms():
            raise ValidationError({"others": _("This is the house's own form.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with what texts are looked up by."""
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            NameKey.objects.filter(form=self).delete()
            keys = {key for text in (self.text, *self.other_forms()) for key in keys_of(text)}
            NameKey.objects.bulk_create(NameKey(form=self, key=key, language=self.language) for key in sorted(keys))


class NameKey(models.Model):
    """A word of a name, or two characters of one: what texts are looked up by."""

    form = models.ForeignKey(NameForm, models.CASCADE, related_name="keys")
    key = models.CharField(max_length=60)
    language = models.CharField(max_length=10)

    class Meta:
        indexes = [models.Index(fields=["key", "language"], name="name_key")]


class Proposal(models.Model):
    """What may be a name that no record knows. Each is proposed once, whatever was decided about it.

    The story and site it was seen in are numbers, since their rooms lie above or beside this one.
    """

    class State(models.TextChoices):
        """What was decided."""

        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        IGNORED = "ignored", _("ignored")

    language = models.CharField(_("language"), max_length=10)
    text = models.CharField(_("form"), max_length=200)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN, db_index=True)
    context = models.CharField(_("words around it"), max_length=300, blank=True)
    article = models.PositiveBigIntegerField(_("article"), null=True, blank=True)
    site = models.PositiveBigIntegerField(_("site"), null=True, blank=True, db_index=True)
    seen_at = models.DateTimeField(_("first seen"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["language", "text"], name="one_proposal_a_form")]
        verbose_name = _("proposed name")
        verbose_name_plural = _("proposed names")

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"
