"""An article on one edition."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tintuc.jobs.together import together
from tintuc.network.models import Edition, Section


class Placements(models.QuerySet["Placement"]):
    """Placements, and which of them are public."""

    def public(self, before: dt.datetime | None = None) -> Placements:
        """Those readers may see now: the one rule of visibility. With ``before``, those shown before that moment.

        ``shown_at`` is set only while a placement is public, and every list's index ends with it; the whole rule is
        asked all the same. SQLite walks an index from one bound only, so there is one: the nearer of now and
        ``before``.
        """
        now = timezone.now()
        return self.filter(
            models.Q(shown_at__lt=before) if before and before <= now else models.Q(shown_at__lte=now),
            article__live=True,
            article__current_release__isnull=False,
            withdrawn_at__isnull=True,
        ).exclude(path="")

    def counting(self) -> models.Q:
        """A condition for those whose address counts: of an article's public ones the canonical, else the oldest."""
        older = models.Q(shown_at__lt=models.OuterRef("shown_at")) | models.Q(
            shown_at=models.OuterRef("shown_at"), pk__lt=models.OuterRef("pk")
        )
        others = self.model.objects.public().filter(article=models.OuterRef("article"))
        return models.Q(canonical=True) | ~models.Exists(others.filter(models.Q(canonical=True) | older))


class Placement(models.Model):
    """Section, address, headline of its own if wanted, and moment of release on one edition.

    ``path`` is given at the first release and never changes: an address once public stays.
    """

    article = models.ForeignKey("stories.Article", models.CASCADE, related_name="placements", verbose_name=_("article"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="placements", verbose_name=_("edition"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="placements", verbose_name=_("section"))
    canonical = models.BooleanField(_("counts as the original address"), default=False)
    headline = models.CharField(_("headline of its own"), max_length=250, blank=True)
    release_at = models.DateTimeField(_("not before"), null=True, blank=True)
    path = models.CharField(_("path"), max_length=300, blank=True, db_index=True)
    released_at = models.DateTimeField(_("released here"), null=True, blank=True, db_index=True)
    #: ``released_at`` until it is withdrawn, kept by the database: what every list of an edition is sorted by.
    shown_at = models.GeneratedField(
        expression=models.Case(
            models.When(models.Q(withdrawn_at__isnull=True) & ~models.Q(path=""), then="released_at"), default=None
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    front_place = models.PositiveSmallIntegerField(_("place at the top of the front"), null=True, blank=True)
    front_until = models.DateTimeField(_("at the top until"), null=True, blank=True)

    objects = Placements.as_manager()

    class Meta:
        ordering = ["-canonical", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "edition"], name="one_placement_an_edition"),
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(canonical=True), name="one_canonical_address"
            ),
        ]
        indexes = [
            models.Index(
                fields=["edition", "front_place"],
                condition=models.Q(front_place__isnull=False),
                name="placement_front",
            ),
            models.Index(fields=["edition", "-shown_at", "-id"], name="placement_shown"),
            models.Index(fields=["edition", "section", "-shown_at", "-id"], name="placement_shown_in_section"),
            models.Index(fields=["edition", "-withdrawn_at"], name="placement_withdrawn"),
            models.Index(fields=["release_at"], name="placement_to_come", condition=models.Q(released_at=None)),
        ]
        verbose_name = _("placement")
        verbose_name_plural = _("placements")

    def __str__(self) -> str:
        return f"{self.article} · {self.edition}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and not while its article is being released or withdrawn."""
        with together(savepoint=False):
            if kwargs.get("update_fields") is None:
                type(self).article.field.related_model.hold([self.article_id])
            super().save(*args, **kwargs)

    def clean(self) -> None:
        """An article is placed in editions of its own language, in a section of that edition."""
        if self.edition_id and self.article_id and self.edition.language != self.article.language:
            raise ValidationError({"edition": _("This edition is in another language than the article.")})
        if self.edition_id and self.section_id and self.section.edition_id != self.edition_id:
            raise ValidationError({"section": _("This section belongs to another edition.")})

    @property
    def url(self) -> str:
        """Its absolute address; empty before its first release."""
        return self.edition.address(self.path) if self.path else ""
