"""Acts on one article, from the panels beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tintuc.integrity.actions.waive import take_back, waive
from tintuc.integrity.errors import WaiverRefused
from tintuc.integrity.queries import zone_of
from tintuc.network.models import Section
from tintuc.network.permissions import require
from tintuc.newsroom.sent import number
from tintuc.newsroom.side_panels import integrity_context
from tintuc.publishing.actions.close_release import close_release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.stories.errors import StoryError
from tintuc.stories.models import Article, Contributor, Credit, Placement
from tintuc.translation.actions.confirm import confirm
from tintuc.translation.actions.minor_edit import minor_edit
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.vouch import vouch

Act = Callable[[HttpRequest, Article], Any]


def edit_url(article: Article) -> str:
    """Where an article is edited."""
    return reverse("wagtailsnippets_stories_article:edit", args=[article.pk])


def acting(act: Act) -> Callable[..., HttpResponse]:
    """Make a view of an action: it is given the article, and goes back to the editor with what happened."""

    @require_POST
    @wraps(act)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        article = get_object_or_404(Article.objects.select_related("story"), pk=pk)
        try:
            require(request.user, "view", article.story.site_id)
            answer = act(request, article)
        except (StoryError, PermissionDenied, ValidationError) as refusal:
            return _refused(request, article, refusal)
        if isinstance(answer, HttpResponse):
            return answer
        messages.success(request, answer or _("Done."))
        return HttpResponseRedirect(edit_url(article))

    return view


def _refused(request: HttpRequest, article: Article, refusal: Exception) -> HttpResponse:
    text = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
    text = text or _("You may not do this.")
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"error": text}, status=403)
    messages.error(request, text)
    mine = isinstance(refusal, StoryError | ValidationError)
    return HttpResponseRedirect(edit_url(article) if mine else reverse("wagtailadmin_home"))


def _panel(request: HttpRequest, article: Article) -> JsonResponse:
    context = integrity_context(article.newest(), request.user)
    page = render_to_string("newsroom/panels/integrity.html", context, request)
    return JsonResponse({"panel": page, "open": len(context["report"].open_holds)})


def _last_moment(day: str, article: Article) -> dt.datetime | None:
    """The last second of a day where the article is at home; None for no day. Raises ``WaiverRefused``."""
    if not day.strip():
        return None
    zone = zone_of(article)
    try:
        wanted = dt.date.fromisoformat(day.strip())
    except ValueError:
        raise WaiverRefused(_("This is no day. Write it as 2031-06-08.")) from None
    if wanted < timezone.localdate(timezone=zone):
        raise WaiverRefused(_("This day is over: the waiver would have ended."))
    return dt.datetime.combine(wanted, dt.time(23, 59, 59), zone)


@acting
def waive_finding(request: HttpRequest, article: Article) -> HttpResponse:
    """Waive one finding with a reason; answers with the panel as it is now."""
    fingerprint, reason = request.POST.get("fingerprint", ""), request.POST.get("reason", "")
    until = _last_moment(request.POST.get("until", ""), article)
    waive(article=article, fingerprint=fingerprint, reason=reason, by=request.user, until=until)
    return _panel(request, article)


@acting
def take_back_waiver(request: HttpRequest, article: Article) -> HttpResponse:
    """End a waiver; answers with the panel as it is now."""
    take_back(article=article, fingerprint=request.POST.get("fingerprint", ""), by=request.user)
    return _panel(request, article)


@acting
def translate(request: HttpRequest, article: Article) -> HttpResponse:
    """Open the story in another language, from this article if asked so, and go to its translation desk."""
    source = article if request.POST.get("chain") else None
    language = request.POST.get("language", "")
    made = translate_into(story=article.story, language=language, by=request.user, source=source)
    messages.success(request, _("Here are the same blocks, without a word. The source stands beside them."))
    return HttpResponseRedirect(reverse("newsroom_translation", args=[made.pk]))


@acting
def confirm_unit(request: HttpRequest, article: Article) -> str:
    """Say that a stale passage is still right."""
    seen, source_seen = request.POST.get("seen", ""), request.POST.get("digest", "")
    confirm(article=article, key=request.POST.get("key", ""), by=request.user, seen=seen, source_seen=source_seen)
    return _("Confirmed: the passage is right for the source as it is now.")


@acting
def keep_translations(request: HttpRequest, article: Article) -> str:
    """Say that a change of this article was a minor one: its translations are still right."""
    change = (request.POST.get("key", ""), request.POST.get("digest", ""))
    kept = minor_edit(article=article, changes=[change], by=request.user, note=request.POST.get("reason", ""))
    return ngettext(
        "A minor edit: %(count)s translation stays as it is.",
        "A minor edit: %(count)s translations stay as they are.",
        kept,
    ) % {"count": kept}


@acting
def vouch_for(request: HttpRequest, article: Article) -> str:
    """Vouch for the whole article."""
    vouch(article=article, by=request.user)
    return _("You vouch for this article as it stands. A changed word ends that.")


@acting
def withdraw_article(request: HttpRequest, article: Article) -> str:
    """Take the article down everywhere."""
    withdraw(article=article, by=request.user, reason=request.POST.get("reason", ""))
    return _("Withdrawn. Its addresses answer with a notice.")


@acting
def close(request: HttpRequest, article: Article) -> str:
    """Take the words of an earlier release out of what readers are shown."""
    release = get_object_or_404(article.releases, pk=number(request.POST.get("release")))
    close_release(release=release, by=request.user, reason=request.POST.get("reason", ""))
    return _("Release %(number)s is shown to readers no more.") % {"number": release.number}


def _hold(article: Article) -> None:
    """Keep it as it is by now, live or not, with the places it has, while another is given or taken."""
    Article.hold([article.pk])
    article.refresh_from_db(fields=["live"])


@acting
@transaction.atomic
def place(request: HttpRequest, article: Article) -> str:
    """Place the article in a section of an edition."""
    _hold(article)
    section = get_object_or_404(Section.objects.select_related("edition"), pk=number(request.POST.get("section")))
    require(request.user, "release" if article.live else "write", section.edition.site_id)
    require(request.user, "write", article.story.site_id)
    placement = Placement(
        article=article,
        edition=section.edition,
        section=section,
        headline=request.POST.get("headline", "")[:250],
        canonical=not article.placements.exists(),
    )
    placement.full_clean()
    placement.save()
    return _("Placed on %(edition)s.") % {"edition": section.edition}


@acting
@transaction.atomic
def unplace(request: HttpRequest, article: Article) -> str:
    """Take the article off an edition."""
    _hold(article)
    placement = get_object_or_404(
        article.placements.select_related("edition"), pk=number(request.POST.get("placement"))
    )
    require(request.user, "release" if article.live else "write", placement.edition.site_id)
    if placement.path and article.live and article.placements.count() == 1:
        raise StoryError(_("This is its only edition. Withdraw the article instead: readers get a notice then."))
    placement.delete()
    return _("Taken off %(edition)s.") % {"edition": placement.edition}


@acting
def add_credit(request: HttpRequest, article: Article) -> str:
    """Name somebody in the byline; a translator is named on this article only."""
    require(request.user, "write", article.story.site_id)
    person = get_object_or_404(Contributor, pk=number(request.POST.get("contributor")))
    role = request.POST.get("role", "")
    own = article if role == Credit.Role.TRANSLATOR else None
    credit = Credit(
        story=article.story, article=own, contributor=person, role=role, order=article.story.credits.count()
    )
    credit.full_clean()
    credit.save()
    return _("%(name)s is named.") % {"name": person}


@acting
def remove_credit(request: HttpRequest, article: Article) -> str:
    """Take a name out of the byline."""
    require(request.user, "write", article.story.site_id)
    get_object_or_404(article.story.credits, pk=number(request.POST.get("credit"))).delete()
    return _("Taken out of the byline.")
