"""A passage with its translation and state, the records before it, and small edits of a source."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tintuc.stories.models import Article


class Record(models.Model):
    """What one passage of a translated article was made from, by whom and how, and how far it has come.

    ``source_digest`` is the digest of the source passage at the time somebody last wrote or confirmed the
    translation. It is empty for a passage that was added for local readers and has no source.
    """

    class State(models.TextChoices):
        """How far the words have come: XLIFF 2's states, and one for what is not translated on purpose."""

        INITIAL = "initial", _("draft")
        TRANSLATED = "translated", _("translated")
        REVIEWED = "reviewed", _("reviewed")
        FINAL = "final", _("released")
        LEFT_OUT = "left-out", _("left out")

    class Origin(models.TextChoices):
        """Who made the translation."""

        HUMAN = "human", _("a person")
        MACHINE = "machine", _("a machine")
        MEMORY = "memory", _("the memory")

    key = models.CharField(max_length=80)
    source_digest = models.CharField(max_length=64, blank=True)
    source_text = models.TextField(blank=True)
    target_digest = models.CharField(max_length=64, blank=True)
    target_value = models.TextField(blank=True)  #: the translation as it is stored, rich text with its tags
    revision = models.BigIntegerField(null=True, blank=True)  #: the version in which the words came
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.TRANSLATED)
    origin = models.CharField(_("made by"), max_length=8, choices=Origin, default=Origin.HUMAN)
    engine = models.CharField(_("machine"), max_length=80, blank=True)
    edited = models.BooleanField(_("changed by a person since"), default=False)
    note = models.CharField(_("reason"), max_length=300, blank=True)  #: why it was left out or added
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    #: What a record says, place and article apart.
    SAYS = (
        "source_digest",
        "source_text",
        "target_digest",
        "target_value",
        "revision",
        "state",
        "origin",
        "engine",
        "edited",
        "note",
        "by_id",
        "at",
        "reviewed_by_id",
        "reviewed_at",
    )

    class Meta:
        abstract = True

    def says(self) -> dict[str, object]:
        """The record as keywords for another."""
        return {name: getattr(self, name) for name in self.SAYS}


class Unit(Record):
    """The record in force.

    When the source's digest differs from the record's, the unit is stale, at once and without any job;
    ``stale_since`` only tells when that was first seen.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="units")
    stale_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "key"], name="one_unit_a_passage")]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return f"{self.article_id} {self.key}"


class PastUnit(Record):
    """A record that was in force until other words or another decision took its place.

    It belongs to its words: when a version comes back, each passage gets back the record its words had.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="past_units")
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-until", "-pk"]
        indexes = [models.Index(fields=["article", "key", "target_digest"], name="past_unit_words")]
        verbose_name = _("earlier record of a unit")
        verbose_name_plural = _("earlier records of units")

    def __str__(self) -> str:
        return f"{self.article_id} {self.key}"


class MinorEdit(models.Model):
    """A change of a source passage of which its editor says that every translation is still right."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="minor_edits")  #: the source
    key = models.CharField(max_length=80)
    from_digest = models.CharField(max_length=64)
    from_text = models.TextField()
    to_digest = models.CharField(max_length=64)
    to_text = models.TextField()
    note = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["article", "key"], name="minor_edit_passage")]
        verbose_name = _("minor edit")
        verbose_name_plural = _("minor edits")

    def __str__(self) -> str:
        return f"{self.article_id} {self.key}"
