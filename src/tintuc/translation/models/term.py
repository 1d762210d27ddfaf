"""The termbase: concepts with their terms in every language."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from tintuc.network.languages import CHOICES
from tintuc.network.models import Site
from tintuc.text.terms import head
from tintuc.translation.term_files import UNSEEN


class Concept(ClusterableModel):
    """One thing that has a name in each language. Without a site it holds for the whole network."""

    ident = models.CharField(_("id in files"), max_length=80, blank=True)
    site = models.ForeignKey(
        Site, models.CASCADE, null=True, blank=True, related_name="concepts", verbose_name=_("only for the site")
    )
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    definition = models.TextField(_("definition"), max_length=2000, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ident"], condition=models.Q(site=None) & ~models.Q(ident=""), name="one_concept_an_id"
            ),
            models.UniqueConstraint(
                fields=["site", "ident"], condition=~models.Q(ident=""), name="one_concept_an_id_and_site"
            ),
        ]
        verbose_name = _("concept")
        verbose_name_plural = _("termbase")

    def __str__(self) -> str:
        shown = [term.text for term in self.terms.all() if term.status != Term.Status.FORBIDDEN]
        return " · ".join(shown[:4]) or self.ident or str(_("concept"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a concept made at the desk gets an id of its own for files."""
        self.ident = self.ident or f"t-{uuid4().hex[:16]}"
        super().save(*args, **kwargs)


class Term(models.Model):
    """One form of a concept in one language. ``head`` is what texts are looked up by."""

    class Status(models.TextChoices):
        """What the house has decided about the form."""

        APPROVED = "approved", _("approved")
        FORBIDDEN = "forbidden", _("forbidden")
        KEPT = "do-not-translate", _("stays as it is in every language")

    concept = ParentalKey(Concept, on_delete=models.CASCADE, related_name="terms", verbose_name=_("concept"))
    language = models.CharField(_("language"), max_length=10, choices=CHOICES)
    text = models.CharField(_("term"), max_length=250)
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.APPROVED)
    note = models.CharField(_("note"), max_length=500, blank=True)
    head = models.CharField(max_length=60, editable=False, blank=True)

    class Meta:
        ordering = ["language", "status", "pk"]
        constraints = [models.UniqueConstraint(fields=["concept", "language", "text"], name="one_term_a_form")]
        indexes = [
            # Holds all that a look-up reads.
            models.Index(fields=["language", "head", "status", "text", "concept"], name="term_head")
        ]
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"

    def clean(self) -> None:
        """A term is one line of characters that can be seen, and holds a letter or digit."""
        self.text = " ".join(self.text.split())
        if UNSEEN.search(self.text):
            raise ValidationError({"text": _("The term holds a character that cannot be seen.")})
        if not head(self.text, self.language):
            raise ValidationError({"text": _("A term needs a letter or a digit.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with what texts are looked up by."""
        self.head = head(self.text, self.language)
        super().save(*args, **kwargs)
