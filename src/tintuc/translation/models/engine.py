"""Machine translation as the newsroom has it: who uses which engine for what, what it took, and how good it was."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from tintuc.network.languages import CHOICES
from tintuc.network.models import Site
from tintuc.stories.models import Article
from tintuc.translation.engines.errors import say


class EngineChoice(models.Model):
    """Which engine drafts a pair of languages for a site. The row that says most about a pair counts."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="engine_choices", verbose_name=_("site"))
    source_language = models.CharField(
        _("from"), max_length=10, choices=CHOICES, blank=True, help_text=_("Empty: from any language.")
    )
    language = models.CharField(
        _("into"), max_length=10, choices=CHOICES, blank=True, help_text=_("Empty: into any language.")
    )
    engine = models.CharField(_("engine"), max_length=40)

    class Meta:
        ordering = ["site", "source_language", "language"]
        constraints = [
            models.UniqueConstraint(fields=["site", "source_language", "language"], name="one_engine_a_pair")
        ]
        verbose_name = _("choice of an engine")
        verbose_name_plural = _("choices of engines")

    def __str__(self) -> str:
        return f"{self.source_language or '*'} → {self.language or '*'}: {self.engine}"

    def clean(self) -> None:
        """A pair is of two languages."""
        if self.language and self.source_language == self.language:
            raise ValidationError({"language": _("A translation goes into another language.")})


class EngineAllowance(models.Model):
    """What a site lets an engine have. Without a row: any number of characters, nothing embargoed or confidential."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="engine_allowances", verbose_name=_("site"))
    engine = models.CharField(_("engine"), max_length=40)
    monthly = models.PositiveIntegerField(
        _("characters a month"), null=True, blank=True, help_text=_("Empty: no limit of the site's own.")
    )
    confidential = models.BooleanField(
        _("embargoed and confidential stories too"),
        default=False,
        help_text=_("Their copy leaves this machine before release. An engine on this machine may have them anyway."),
    )

    class Meta:
        ordering = ["site", "engine"]
        constraints = [models.UniqueConstraint(fields=["site", "engine"], name="one_allowance_an_engine")]
        verbose_name = _("allowance of an engine")
        verbose_name_plural = _("allowances of engines")

    def __str__(self) -> str:
        return f"{self.site} · {self.engine}"


class EngineUse(models.Model):
    """What a site had an engine translate in a month, and what that cost at the price of the day."""

    engine = models.CharField(max_length=40)
    site = models.ForeignKey(Site, models.CASCADE, related_name="engine_use")
    source_language = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    month = models.DateField()  #: its first day, UTC
    currency = models.CharField(max_length=3)
    characters = models.PositiveBigIntegerField(default=0)
    cost = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["engine", "month", "site", "source_language", "language", "currency"], name="one_use_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.month:%Y-%m} {self.site_id}"


class EngineHealth(models.Model):
    """How an engine is doing, for all processes: after failures in a row it is left in peace for a while."""

    engine = models.CharField(max_length=40, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    resting_until = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=40, blank=True)
    values = models.JSONField(default=dict, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    well_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.engine

    @property
    def problem(self) -> str:
        """What went wrong last, as a sentence."""
        return say(self.code, self.values) if self.code else ""


class Drafting(models.Model):
    """One piece of work of a machine: the drafts of an article."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("at work")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    ACTIVE = ("waiting", "running")

    article = models.ForeignKey(Article, models.CASCADE, related_name="draftings")
    engine = models.CharField(_("engine"), max_length=40)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    total = models.PositiveIntegerField(default=0)  #: pieces to draft
    done = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)  #: passages put into the article
    tries = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)  #: of what went wrong
    values = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_drafting_an_article",
            )
        ]
        verbose_name = _("drafting")
        verbose_name_plural = _("draftings")

    def __str__(self) -> str:
        return f"{self.article_id} {self.engine} {self.state}"

    @property
    def active(self) -> bool:
        """Whether it waits or works."""
        return self.state in self.ACTIVE

    @property
    def problem(self) -> str:
        """What went wrong, as a sentence for whoever reads it."""
        return say(self.code, self.values) if self.code else ""

    @property
    def percent(self) -> int:
        """How far it is."""
        return 100 * self.done // self.total if self.total else 0


class MachineDraft(models.Model):
    """What a machine made of a piece of copy: kept, so that nothing is paid for twice and drafts can be judged."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="machine_drafts")
    engine = models.CharField(max_length=40)
    key = models.CharField(max_length=120)  #: of the passage; of a table's cell with row and column
    source_digest = models.CharField(max_length=64)
    source_language = models.CharField(max_length=10)
    text = models.TextField(blank=True)  #: flat, codes numbered as in the source; empty if there was no usable answer
    notes = models.JSONField(default=list, blank=True)
    characters = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)
    distance = models.FloatField(null=True, blank=True)  #: between the draft and what was released, 0 to 1
    size = models.PositiveIntegerField(null=True, blank=True)  #: words, or characters, that the distance is of

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "engine", "key", "source_digest"], name="one_machine_draft_a_piece"
            )
        ]
        verbose_name = _("machine draft")
        verbose_name_plural = _("machine drafts")

    def __str__(self) -> str:
        return f"{self.article_id} {self.key} {self.engine}"
