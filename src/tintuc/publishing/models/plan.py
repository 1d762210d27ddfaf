"""A plan to release a story in several languages at one moment."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tintuc.stories.models import Article, Story


class Plan(models.Model):
    """Languages of a story that go out at one moment, in one transaction.

    What is released is each article's newest version at that moment. ``whole`` says whether a language that may not go
    out keeps the others back. A plan is carried out once; it can be undone until then.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waits for its moment")
        DONE = "done", _("released")
        REFUSED = "refused", _("nothing was released")
        UNDONE = "undone", _("called off")

    story = models.ForeignKey(Story, models.CASCADE, related_name="plans", verbose_name=_("story"))
    at = models.DateTimeField(_("moment"))
    whole = models.BooleanField(_("all or nothing"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["story"], condition=models.Q(state="waiting"), name="one_waiting_plan_a_story"
            )
        ]
        indexes = [models.Index(fields=["state", "at"], name="plan_by_moment")]
        verbose_name = _("plan of release")
        verbose_name_plural = _("plans of release")

    def __str__(self) -> str:
        return f"{self.story_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def waits(self) -> bool:
        """Whether it can still be undone."""
        return self.state == self.State.WAITING

    def overdue_at(self, now: dt.datetime | None = None) -> bool:
        """Whether its moment has passed by more than a minute and nothing has happened."""
        return self.waits and self.at < (now or timezone.now()) - dt.timedelta(minutes=1)


class PlanLine(models.Model):
    """One language of a plan, and what became of it."""

    class Outcome(models.TextChoices):
        """What became of it."""

        WAITING = "", _("waits")
        RELEASED = "released", _("released")
        REFUSED = "refused", _("refused")
        KEPT = "kept", _("kept back with the others")
        SAME = "same", _("readers had it already")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lines", verbose_name=_("plan"))
    article = models.ForeignKey(Article, models.CASCADE, related_name="plan_lines", verbose_name=_("article"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, default=Outcome.WAITING, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    checks = models.JSONField(default=list)  #: the checks whose findings held it, each once

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "article"], name="one_line_an_article")]
        verbose_name = _("language of a plan")
        verbose_name_plural = _("languages of a plan")

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.article_id}"
