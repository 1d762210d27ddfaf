"""How far a story has come in one language: one short row, so that a board never has to read a text."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tintuc.network.languages import CHOICES
from tintuc.network.models import Site
from tintuc.stories.models import Article, Story

#: Stands for "at no particular moment", so that rows sort by a moment without a rule for missing ones.
NEVER = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


class Stage(models.TextChoices):
    """Where a story stands in one language, in one word."""

    MISSING = "missing", _("missing")
    DRAFT = "draft", _("machine draft")
    WORK = "work", _("in work")
    STALE = "stale", _("stale")
    HOLD = "hold", _("on hold")
    READY = "ready", _("ready")
    LIVE = "live", _("live")
    LIVE_STALE = "live-stale", _("live, stale")
    CHANGED = "changed", _("live, with changes")
    WITHDRAWN = "withdrawn", _("withdrawn")


#: Stages by how much they ask of a person: readers are given something outdated; work waits; nothing is to be done.
RANKS = {Stage.LIVE_STALE: 0, Stage.READY: 2, Stage.LIVE: 2, Stage.WITHDRAWN: 2}


class Progress(models.Model):
    """A story in one language: what is counted of its newest version, and the stage that follows.

    Written in the transaction of whatever changes the words, and worked out anew at any time by
    :func:`tintuc.translation.actions.count.count`; nothing is known from here alone. ``holds``, ``reads`` and
    ``release_at`` are told by higher rooms. A language in which the story is wanted and has no article has a row too.
    """

    story = models.ForeignKey(Story, models.CASCADE, related_name="progress", verbose_name=_("story"))
    language = models.CharField(_("language"), max_length=10, choices=CHOICES)
    article = models.OneToOneField(
        Article, models.CASCADE, null=True, blank=True, related_name="progress", verbose_name=_("article")
    )
    site = models.ForeignKey(Site, models.CASCADE, related_name="+", verbose_name=_("home site"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.MISSING)
    rank = models.PositiveSmallIntegerField(default=1)
    since = models.DateTimeField(default=timezone.now)  #: when it came to this stage
    passages = models.PositiveIntegerField(default=0)
    untranslated = models.PositiveIntegerField(default=0)  #: or somebody is still writing there
    drafts = models.PositiveIntegerField(default=0)  #: a machine's, which nobody has vouched for
    translated = models.PositiveIntegerField(default=0)
    reviewed = models.PositiveIntegerField(default=0)
    stale = models.PositiveIntegerField(default=0)
    upstream = models.PositiveIntegerField(default=0)  #: whose source is itself outdated: they wait for that
    stale_since = models.DateTimeField(null=True, blank=True)
    worked_at = models.DateTimeField(null=True, blank=True)  #: its newest version
    words = models.CharField(max_length=64, blank=True)  #: digest of the words that were counted, and of their source's
    holds = models.PositiveIntegerField(null=True)  #: open holds the integrity desk has, None while it has not looked
    judged = models.CharField(max_length=64, blank=True)  #: digest of the words it looked at
    reads = models.PositiveIntegerField(default=0)  #: its own, or the source's while readers do not have it
    release_at = models.DateTimeField(null=True, blank=True)  #: the moment a plan of release has set
    due_at = models.DateTimeField(default=NEVER)  #: the nearest moment by which it must be ready

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "language"], name="one_progress_a_language")]
        indexes = [
            models.Index(fields=["site", "stage", "language", "story"], name="progress_by_stage"),
            models.Index(fields=["site", "language", "story"], name="progress_by_language"),
            models.Index(fields=["rank", "due_at", "-reads", "-story"], name="progress_by_urgency"),
            models.Index(fields=["-reads", "-story"], name="progress_by_reads"),
            models.Index(fields=["since", "story"], name="progress_by_age"),
        ]
        verbose_name = _("progress")
        verbose_name_plural = _("progress")

    def __str__(self) -> str:
        return f"{self.story_id} {self.language}: {self.stage}"

    @property
    def due(self) -> dt.datetime | None:
        """The nearest moment by which it must be ready, or None."""
        return None if self.due_at >= NEVER else self.due_at

    @property
    def complete(self) -> bool:
        """Whether every passage is there and none is outdated."""
        return bool(self.passages) and not (self.untranslated or self.stale or self.upstream)

    @property
    def done(self) -> int:
        """Passages a person answers for, in per cent."""
        return 100 * (self.translated + self.reviewed) // self.passages if self.passages else 0
