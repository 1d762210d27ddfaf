"""Releases a story in several languages at one moment."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tintuc.network.permissions import may, require
from tintuc.publishing.actions.release import require_placement
from tintuc.publishing.models import Plan, PlanLine
from tintuc.publishing.signals import refused
from tintuc.stories.errors import NotCleared, StoryError
from tintuc.stories.models import Article, Story
from tintuc.translation.actions.note_progress import note_release

logger = logging.getLogger(__name__)

#: A plan that fails for a reason of the machine's is tried so often, then it is over and its people are told.
ATTEMPTS = 10


class PlanRefused(StoryError):
    """The plan cannot be made, carried out or undone so."""


class _KeptBack(Exception):
    """One language may not go out, so none does; takes the releases of this transaction back."""


@transaction.atomic
def plan_release(
    *, story: Story, articles: Iterable[Article], by: Any, at: dt.datetime | None = None, whole: bool = False
) -> Plan:
    """Plan the release of these articles of a story, at a moment or now; return the plan, carried out if it is for now.

    Languages that are not ready yet may be planned: the gate decides at the moment. Raises ``NotAllowed``, or
    :class:`PlanRefused` if a plan waits already, nothing is chosen, or the moment is past or before the embargo.
    """
    require(by, "release", story.site_id)
    story = Story.objects.select_for_update().get(pk=story.pk)
    chosen = list(story.articles.filter(pk__in=[article.pk for article in articles]))
    moment = at or timezone.now()
    if not chosen:
        raise PlanRefused(_("Choose at least one language."))
    if at is not None and at <= timezone.now():
        raise PlanRefused(_("This moment has passed. Choose a later one, or release now."))
    if story.embargoed_until and moment < story.embargoed_until:
        until = date_format(timezone.localtime(story.embargoed_until), "DATETIME_FORMAT")
        raise PlanRefused(_("The story is under embargo until %(moment)s.") % {"moment": until})
    if story.plans.filter(state=Plan.State.WAITING).exists():
        raise PlanRefused(_("A plan for this story waits already. Call it off first."))
    plan = Plan.objects.create(story=story, at=moment, whole=whole, made_by=by)
    PlanLine.objects.bulk_create([PlanLine(plan=plan, article=article) for article in _source_first(story, chosen)])
    if at is None:
        return carry_out(plan)
    note_release(article_ids=[article.pk for article in chosen], at=at)
    return plan


def _source_first(story: Story, articles: list[Article]) -> list[Article]:
    return sorted(articles, key=lambda article: (article.language != story.source_language, article.pk))


@transaction.atomic
def call_off(*, plan: Plan, by: Any) -> Plan:
    """Undo a plan that waits. Raises ``NotAllowed``, or :class:`PlanRefused` if its moment was sooner."""
    require(by, "release", plan.story.site_id)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("story").get(pk=plan.pk)
    if not plan.waits:
        raise PlanRefused(_("This plan is over already: %(state)s.") % {"state": plan.get_state_display()})
    return _end(plan, Plan.State.UNDONE, by)


@transaction.atomic
def carry_out(plan: Plan) -> Plan:
    """Release what the plan names, all in this transaction; a second call changes nothing.

    A language that the gate refuses is recorded with the reason and announced. With ``whole`` it takes the others back.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("story", "made_by").get(pk=plan.pk)
    if not plan.waits:
        return plan
    if not may(plan.made_by, "release", plan.story.site_id):
        return _refuse_all(plan, _("Whoever made this plan may not release on this site any more."))
    lines = list(plan.lines.select_related("article__story", "article__latest_revision"))
    reasons: dict[int, str] = {}
    try:
        with transaction.atomic():
            for line in lines:
                _release_line(line, plan)
                if line.outcome == PlanLine.Outcome.REFUSED:
                    reasons[line.pk] = line.reason
            if plan.whole and reasons:
                raise _KeptBack
    except _KeptBack:
        for line in lines:
            line.outcome = PlanLine.Outcome.REFUSED if line.pk in reasons else PlanLine.Outcome.KEPT
    PlanLine.objects.bulk_update(lines, ["outcome", "reason", "checks"])
    for line in lines:
        if line.outcome == PlanLine.Outcome.REFUSED:
            refused.send(Article, article=line.article, by=plan.made_by, reason=line.reason, checks=line.checks)
    out = any(line.outcome in {PlanLine.Outcome.RELEASED, PlanLine.Outcome.SAME} for line in lines)
    return _end(plan, Plan.State.DONE if out else Plan.State.REFUSED, plan.made_by)


def _release_line(line: PlanLine, plan: Plan) -> None:
    """Release one language in a savepoint of its own; note what became of it and why."""
    article = line.article
    try:
        with transaction.atomic():
            require_placement(article)
            revision = article.latest_revision or article.save_revision(user=plan.made_by)
            if article.live and article.live_revision_id == revision.pk:
                line.outcome = PlanLine.Outcome.SAME
                return
            article.publish(revision, user=plan.made_by, skip_permission_checks=True)
            article.refresh_from_db()
            if not article.live or article.live_revision_id != revision.pk:
                moment = date_format(timezone.localtime(article.go_live_at), "DATETIME_FORMAT")
                raise StoryError(_("It has a moment of its own: %(moment)s.") % {"moment": moment})
    except StoryError as refusal:
        line.outcome, line.reason, line.checks = PlanLine.Outcome.REFUSED, str(refusal), held_by(refusal)
    else:
        line.outcome = PlanLine.Outcome.RELEASED


def held_by(refusal: StoryError) -> list[str]:
    """The checks whose findings a refusal names, each once."""
    findings = refusal.findings if isinstance(refusal, NotCleared) else []
    return list(dict.fromkeys(finding.check for finding in findings))


def _refuse_all(plan: Plan, reason: str) -> Plan:
    for line in plan.lines.select_related("article__story"):
        line.outcome, line.reason = PlanLine.Outcome.REFUSED, reason
        line.save(update_fields=["outcome", "reason"])
        refused.send(Article, article=line.article, by=plan.made_by, reason=reason, checks=[])
    plan.reason = reason
    return _end(plan, Plan.State.REFUSED, None)


def _end(plan: Plan, state: str, by: Any) -> Plan:
    plan.state, plan.ended_by, plan.ended_at = state, by, timezone.now()
    plan.save(update_fields=["state", "ended_by", "ended_at", "reason"])
    note_release(article_ids=list(plan.lines.values_list("article", flat=True)), at=None)
    return plan


def carry_out_due(now: dt.datetime) -> int:
    """Carry out the plans whose moment has come, each by itself; return how many were looked at.

    One that breaks is tried again with the next round: it releases all it can or, after many attempts, is given up and
    its people are told. It never keeps the others.
    """
    due = list(Plan.objects.filter(state=Plan.State.WAITING, at__lte=now).order_by("at"))
    for plan in due:
        try:
            carry_out(plan)
        except Exception:
            logger.exception("The plan %s could not be carried out; it is tried again", plan)
            Plan.objects.filter(pk=plan.pk).update(attempts=plan.attempts + 1)
            if plan.attempts + 1 >= ATTEMPTS:
                with transaction.atomic():
                    _refuse_all(plan, _("The machine failed each time it was tried. The log says why."))
    return len(due)
