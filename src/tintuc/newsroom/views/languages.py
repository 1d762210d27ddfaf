"""A story's languages on one screen: who sees to each, what keeps it in, and releasing them together."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import require_admin_access

from tintuc.integrity.cards import titles
from tintuc.integrity.queries import inspect, waits_for_source, zone_of
from tintuc.network.permissions import may, require
from tintuc.newsroom.board import Line, cells_of
from tintuc.newsroom.sent import number, numbers
from tintuc.newsroom.views.board import back
from tintuc.newsroom.views.made_from import sources_of
from tintuc.publishing.actions.release_together import PlanRefused, call_off, plan_release
from tintuc.publishing.models import Plan, PlanLine
from tintuc.stories.errors import StoryError
from tintuc.stories.models import Article, Story
from tintuc.translation.actions.assign import assign, free
from tintuc.translation.models import Progress


def _story(request: HttpRequest, pk: int) -> Story:
    story = get_object_or_404(Story.objects.select_related("site"), pk=pk)
    require(request.user, "view", story.site_id)
    return story


def zone_of_story(story: Story) -> dt.tzinfo:
    """The zone its moments are written in: that of its home edition."""
    source = story.source_article
    return zone_of(source) if source else timezone.get_current_timezone()


@never_cache
@require_GET
@require_admin_access
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The story's languages, and what is planned for them."""
    story = _story(request, pk)
    cells = cells_of([story])[0]
    zone = zone_of_story(story)
    sources = sources_of(cells, story.source_language)
    plans = list(story.plans.select_related("made_by", "ended_by").prefetch_related("lines__article")[:5])
    context = {
        "story": story,
        "line": Line(story, cells),
        "rows": [(cell, kept_in_by(cell), sources.get(cell.article_id or 0)) for cell in cells],
        "zone": zone,
        "plan": next((plan for plan in plans if plan.waits), None),
        "plans": [(plan, _outcomes(plan)) for plan in plans if not plan.waits],
        "people": people_here(story, request.user),
        "may_assign": may(request.user, "assign", story.site_id),
        "may_translate": may(request.user, "translate", story.site_id),
        "may_release": may(request.user, "release", story.site_id),
        "least": f"{timezone.localtime(timezone=zone):%Y-%m-%dT%H:%M}",
    }
    return render(request, "newsroom/languages.html", context)


def people_here(story: Story, user: Any) -> list[Any]:
    """Who else may be given something: everybody who works on the story's site."""
    here = get_user_model().objects.filter(memberships__site=story.site_id, is_active=True)
    return list(here.exclude(pk=user.pk).order_by("username"))


def kept_in_by(cell: Progress) -> list[str]:
    """What keeps a language from going out, in sentences; nothing if it is ready or readers have it."""
    if cell.article is None:
        return [_("Nobody has begun it.")]
    said = []
    if cell.untranslated:
        said.append(
            ngettext("%(count)d passage is empty.", "%(count)d passages are empty.", cell.untranslated)
            % {"count": cell.untranslated}
        )
    if cell.stale:
        said.append(
            ngettext("%(count)d passage is stale.", "%(count)d passages are stale.", cell.stale) % {"count": cell.stale}
        )
    if cell.upstream and waits_for_source(cell.article):
        said.append(_("The article it is translated from is stale itself."))
    if not cell.article.placements.all():
        said.append(_("It is on no edition: it has nowhere to go."))
    if cell.complete and cell.holds is None and not cell.article.live:
        said.append(_("The integrity desk is looking at it."))
    if cell.complete and cell.holds:
        open_holds = inspect(cell.article.newest()).open_holds
        said += [f"{finding.title}: {finding.message}" for finding in open_holds[:5]]
        if len(open_holds) > 5:
            said.append(_("And %(count)d more.") % {"count": len(open_holds) - 5})
    return said


def _outcomes(plan: Plan) -> list[tuple[PlanLine, str]]:
    """What became of each language of a plan, in the words of whoever looks."""
    return [(line, ", ".join(titles(line.checks)) or line.reason) for line in plan.lines.all()]


def _moment(text: str, zone: dt.tzinfo) -> dt.datetime:
    """What was typed as a moment in a zone. Raises :class:`PlanRefused` for none, and for one a clock change skips."""
    try:
        naive = dt.datetime.fromisoformat(text.strip()).replace(tzinfo=None)
        moment = naive.replace(tzinfo=zone)
        again = moment.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise PlanRefused(_("This is no moment. Write it as 2031-06-08 14:30.")) from None
    if again != naive:
        raise PlanRefused(_("The clocks are put forward then: this moment does not exist."))
    return moment


def _number(request: HttpRequest, name: str) -> int:
    """The primary key that was sent, or 0, which no row has."""
    return number(request.POST.get(name))


def _back(request: HttpRequest, story: Story) -> HttpResponse:
    if request.POST.get("here") and request.POST.get("to") == "queue":
        return HttpResponseRedirect(back(request, reverse("newsroom_queue")))
    return HttpResponseRedirect(reverse("newsroom_story_languages", args=[story.pk]))


@require_POST
@require_admin_access
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Release the chosen languages together, now or at a moment."""
    story = _story(request, pk)
    chosen = numbers(request.POST.getlist("article"))
    try:
        at = _moment(request.POST.get("at", ""), zone_of_story(story)) if "later" in request.POST else None
        whole = request.POST.get("whole") == "1"
        articles = Article.objects.filter(pk__in=chosen, story=story.pk)
        made = plan_release(story=story, articles=articles, by=request.user, at=at, whole=whole)
    except (StoryError, PermissionDenied) as refusal:
        messages.error(request, str(refusal) or _("You may not do this."))
        return _back(request, story)
    if made.waits:
        messages.success(request, _("Planned. It can be called off until then."))
    for line, why in _outcomes(made):
        if line.outcome == PlanLine.Outcome.REFUSED:
            messages.error(request, f"{line.article.get_language_display()}: {why}")
    out = sum(line.outcome == PlanLine.Outcome.RELEASED for line in made.lines.all())
    if out:
        said = ngettext("%(count)d language is released.", "%(count)d languages are released.", out)
        messages.success(request, said % {"count": out})
    return _back(request, story)


@require_POST
@require_admin_access
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a plan off."""
    story = _story(request, pk)
    waiting = get_object_or_404(story.plans.all(), pk=_number(request, "plan"))
    try:
        call_off(plan=waiting, by=request.user)
        messages.success(request, _("Called off. Nothing is released."))
    except (StoryError, PermissionDenied) as refusal:
        messages.error(request, str(refusal))
    return _back(request, story)


@require_POST
@require_admin_access
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Assign an article of the story, claim it, or give it back."""
    story = _story(request, pk)
    article = get_object_or_404(story.articles.select_related("story"), pk=_number(request, "article"))
    try:
        if "free" in request.POST:
            free(article=article, by=request.user)
            messages.success(request, _("Nobody has to see to it now."))
        else:
            _give(request, article)
    except (StoryError, PermissionDenied) as refusal:
        messages.error(request, str(refusal) or _("You may not do this."))
    return _back(request, story)


def _give(request: HttpRequest, article: Article) -> None:
    person: Any = request.user
    chosen = request.POST.get("person", "")
    if chosen not in {"", str(request.user.pk)}:
        person = next((one for one in people_here(article.story, request.user) if str(one.pk) == chosen), None)
        if person is None:
            raise PlanRefused(_("This person does not work on the story's site."))
    text = request.POST.get("due", "").strip()
    due_at = _moment(text, zone_of_story(article.story)) if text else None
    assign(article=article, person=person, by=request.user, due_at=due_at)
    said = _("It is yours.") if person == request.user else _("Assigned to %(person)s.") % {"person": person}
    messages.success(request, said)
