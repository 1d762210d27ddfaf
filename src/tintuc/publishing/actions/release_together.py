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

from tintuc.jobs.holding import hold
from tintuc.jobs.together import together
from tintuc.network.permissions import may, require
from tintuc.publishing.actions.release import NOWHERE
from tintuc.publishing.models import Plan, PlanLine
from tintuc.publishing.shown import blanks, rows
from tintuc.publishing.signals import refused
from tintuc.stories.actions.publish import publish
from tintuc.stories.errors import NotCleared, StoryError
from tintuc.stories.models import Article, Story
from tintuc.translation.actions.note_progress import note_release

logger = logging.getLogger(__name__)

#: A plan that fails for a reason of the machine's is tried so often, then it is over and its people are told.
ATTEMPTS = 10


#: What is asked of an article before it is released.
_GOING = ("live", "live_revision", "latest_revision")
_WAITS = "SELECT 1 FROM publishing_plan WHERE story_id = %s AND state = %s LIMIT 1"
_PLACED = "SELECT article_id FROM stories_placement WHERE article_id IN ({})"


class PlanRefused(StoryError):
    """The plan cannot be made, carried out or undone so."""


class _KeptBack(Exception):
    """One language may not go out, so none does; takes the releases of this transaction back."""


def plan_release(
    *, story: Story, articles: Iterable[Article], by: Any, at: dt.datetime | None = None, whole: bool = False
) -> Plan:
    """Plan the release of these articles of a story, at a moment or now; return the plan, carried out if it is for now.

    Languages that are not ready yet may be planned: the gate decides at the moment. Raises ``NotAllowed``, or
    :class:`PlanRefused` if a plan waits already, nothing is chosen, or the moment is past or before the embargo.
    """
    require(by, "release", story.site_id)
    with together():
        return _plan(story, [article.pk for article in articles], by, at, whole)


def _plan(story: Story, pks: list[int], by: Any, at: dt.datetime | None, whole: bool) -> Plan:
    story = Story.objects.select_for_update(no_key=True).get(pk=story.pk)
    chosen = list(story.articles.filter(pk__in=pks).only("story", "language", *_GOING))
    moment = at or timezone.now()
    if not chosen:
        raise PlanRefused(_("Choose at least one language."))
    if at is not None and at <= timezone.now():
        raise PlanRefused(_("This moment has passed. Choose a later one, or release now."))
    if story.embargoed_until and moment < story.embargoed_until:
        until = date_format(timezone.localtime(story.embargoed_until), "DATETIME_FORMAT")
        raise PlanRefused(_("The story is under embargo until %(moment)s.") % {"moment": until})
    if rows(_WAITS, [story.pk, Plan.State.WAITING.value]):
        raise PlanRefused(_("A plan for this story waits already. Call it off first."))
    plan = Plan(story=story, at=moment, whole=whole, made_by=by)
    lines = [PlanLine(plan=plan, article=article) for article in _source_first(story, chosen)]
    if at is None:
        return _carry_out(plan, lines)
    plan.save()
    PlanLine.objects.bulk_create(lines)
    note_release(article_ids=[article.pk for article in chosen], at=at)
    return plan


def _source_first(story: Story, articles: list[Article]) -> list[Article]:
    return sorted(articles, key=lambda article: (article.language != story.source_language, article.pk))


@transaction.atomic
def call_off(*, plan: Plan, by: Any) -> Plan:
    """Undo a plan that waits. Raises ``NotAllowed``, or :class:`PlanRefused` if its moment was sooner."""
    require(by, "release", plan.story.site_id)
    hold(Plan.objects.filter(pk=plan.pk))
    plan = Plan.objects.select_related("story").get(pk=plan.pk)
    if not plan.waits:
        raise PlanRefused(_("This plan is over already: %(state)s.") % {"state": plan.get_state_display()})
    return _end(plan, plan.lines.all(), Plan.State.UNDONE, by)


def carry_out(plan: Plan) -> Plan:
    """Release what the plan names, all in one transaction; a second call changes nothing.

    A language that the gate refuses is recorded with the reason and announced. With ``whole`` it takes the others back.
    """
    with together():
        hold(Plan.objects.filter(pk=plan.pk))
        plan = Plan.objects.select_related("story", "made_by").get(pk=plan.pk)
        if not plan.waits:
            return plan
        if not may(plan.made_by, "release", plan.story.site_id):
            return _refuse_all(plan, _("Whoever made this plan may not release on this site any more."))
        return _carry_out(plan, list(plan.lines.select_related("article__story").defer("article__body")))


def _carry_out(plan: Plan, lines: list[PlanLine]) -> Plan:
    """Release the lines of a plan that is in the table, or is new and written with what became of it."""
    try:
        with together(savepoint=plan.whole):
            _release_lines(lines, plan)
    except _KeptBack:
        for line in lines:
            if line.outcome != PlanLine.Outcome.REFUSED:
                line.outcome = PlanLine.Outcome.KEPT
    out = any(line.outcome in {PlanLine.Outcome.RELEASED, PlanLine.Outcome.SAME} for line in lines)
    state = Plan.State.DONE if out else Plan.State.REFUSED
    if plan.pk is None:
        plan.state, plan.ended_by, plan.ended_at = state, plan.made_by, timezone.now()
        plan.save()
        PlanLine.objects.bulk_create(lines)
    else:
        _end(plan, lines, state, plan.made_by)
        PlanLine.objects.bulk_update(lines, ["outcome", "reason", "checks"])
    for line in lines:
        if line.outcome == PlanLine.Outcome.REFUSED:
            refused.send(Article, article=line.article, by=plan.made_by, reason=line.reason, checks=line.checks)
    return plan


def _release_lines(lines: list[PlanLine], plan: Plan) -> None:
    """Release the languages together; note what became of each. Raises ``_KeptBack`` if all must wait for one."""
    placed = _placed([line.article_id for line in lines]) if lines else set()
    wanted: dict[int, PlanLine] = {}
    for line in lines:
        article = line.article
        if article.pk not in placed:
            _refuse(line, StoryError(str(NOWHERE)))
        elif article.live and article.live_revision_id == article.latest_revision_id:
            line.outcome = PlanLine.Outcome.SAME
        else:
            if article.latest_revision_id is None:
                article.save_revision(user=plan.made_by)
            wanted[article.pk] = line
    for going in publish(revisions=dict.fromkeys(wanted), by=plan.made_by, at_once=True) if wanted else []:
        line = wanted[going.row.pk]
        line.outcome = PlanLine.Outcome.RELEASED
        if going.refusal:
            _refuse(line, going.refusal)
    if plan.whole and any(line.outcome == PlanLine.Outcome.REFUSED for line in lines):
        raise _KeptBack


def _placed(articles: list[int]) -> set[int]:
    """Those that have somewhere to go."""
    return {pk for (pk,) in rows(_PLACED.format(blanks(articles)), articles)}


def _refuse(line: PlanLine, refusal: StoryError) -> None:
    line.outcome, line.reason, line.checks = PlanLine.Outcome.REFUSED, str(refusal), held_by(refusal)


def held_by(refusal: StoryError) -> list[str]:
    """The checks whose findings a refusal names, each once."""
    findings = refusal.findings if isinstance(refusal, NotCleared) else []
    return list(dict.fromkeys(finding.check for finding in findings))


def _refuse_all(plan: Plan, reason: str) -> Plan:
    lines = list(plan.lines.select_related("article__story"))
    for line in lines:
        line.outcome, line.reason = PlanLine.Outcome.REFUSED, reason
        line.save(update_fields=["outcome", "reason"])
        refused.send(Article, article=line.article, by=plan.made_by, reason=reason, checks=[])
    plan.reason = reason
    return _end(plan, lines, Plan.State.REFUSED, None)


def _end(plan: Plan, lines: Iterable[PlanLine], state: str, by: Any) -> Plan:
    plan.state, plan.ended_by, plan.ended_at = state, by, timezone.now()
    plan.save(update_fields=["state", "ended_by", "ended_at", "reason"])
    note_release(article_ids=[line.article_id for line in lines], at=None)
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
            _failed(plan)
    return len(due)


@transaction.atomic
def _failed(plan: Plan) -> None:
    """Note that it failed; give it up after many attempts, unless it was called off."""
    hold(Plan.objects.filter(pk=plan.pk))
    plan.refresh_from_db()
    if not plan.waits:
        return
    plan.attempts += 1
    plan.save(update_fields=["attempts"])
    if plan.attempts >= ATTEMPTS:
        _refuse_all(plan, _("The machine failed each time it was tried. The log says why."))
