"""The board, and what is done from it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import require_admin_access

from tintuc.network.languages import LANGUAGES
from tintuc.network.permissions import NotAllowed, sites_for
from tintuc.newsroom.board import SORTS, Board, BoardForm, board
from tintuc.newsroom.narrowing import COUNTED, RECENT, SETTLED
from tintuc.newsroom.sent import numbers
from tintuc.stories.errors import StoryError
from tintuc.stories.models import Story
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.models import Stage

#: Stories opened in a language at one time.
MOST = 200


@never_cache
@require_GET
@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """A page of the board."""
    if not sites_for(request.user, "view"):
        raise NotAllowed
    form = BoardForm(request.GET, user=request.user)
    page = board(form, request.GET.get("after", ""))
    given = form.given()
    context = {
        "form": form,
        "board": page,
        "lines": page.lines,
        "stages": _stages(request, page),
        "looked_through": RECENT if page.recent else 0,
        "languages": [LANGUAGES[code] for code in form.languages],
        "sort": given["sort"],
        "by_language": bool(SORTS[given["sort"]]),
        "here": _address(request),
        "next": _address(request, after=page.next) if page.next else "",
        "first": _address(request) if request.GET.get("after") else "",
        "narrowed": form.narrowed,
        "may_translate": bool(sites_for(request.user, "translate")),
        "may_write": bool(sites_for(request.user, "write")),
        "chosen": sorted(set(given) - {"sort", "stage", "words"}),
    }
    return render(request, "newsroom/board.html", context)


def _address(request: HttpRequest, **changes: str) -> str:
    """The board's address with what it is narrowed to, from the first line unless ``after`` says otherwise."""
    pairs = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if value and name not in {"after", "p"}
    ]
    pairs = [pair for pair in pairs if pair[0] not in changes] + [pair for pair in changes.items() if pair[1]]
    return f"?{urlencode(pairs)}"


def _stages(request: HttpRequest, page: Board) -> list[dict[str, Any]]:
    """The states with their counts, with a plus where counting stopped; choosing one narrows the board to it, choosing
    it again undoes that.
    """
    chosen = set(request.GET.getlist("stage"))
    return [
        {
            "value": stage.value,
            "label": stage.label,
            "count": page.counts[stage.value],
            "more": page.counts[stage.value] == COUNTED or (page.recent and stage in SETTLED),
            "on": stage.value in chosen,
            "address": _address(request, stage="" if chosen == {stage.value} else stage.value),
        }
        for stage in Stage
    ]


@require_POST
@require_admin_access
def translate(request: HttpRequest) -> HttpResponse:
    """Open stories in a language: one from its cell, or all that are ticked."""
    ticked, language = request.POST.getlist("story"), request.POST.get("language", "")
    if one := request.POST.get("open"):
        ticked, language = [one.partition(" ")[0]], one.partition(" ")[2]
    chosen = numbers(ticked)[:MOST]
    stories = Story.objects.filter(pk__in=chosen, site__in=sites_for(request.user, "view"))
    opened, refused = 0, []
    for story in stories.select_related("licence").order_by("pk"):
        try:
            translate_into(story=story, language=language, by=request.user)
            opened += 1
        except (StoryError, PermissionDenied) as refusal:
            refused.append(f"{story.slugline}: {refusal}")
    if opened:
        name = LANGUAGES[language].name
        said = ngettext(
            "%(count)d story is opened in %(language)s: the same blocks, without a word.",
            "%(count)d stories are opened in %(language)s: the same blocks, without a word.",
            opened,
        ) % {"count": opened, "language": name}
        messages.success(request, said)
    for sentence in refused[:10]:
        messages.error(request, sentence)
    if len(refused) > 10:
        messages.error(request, _("And %(count)d more were refused.") % {"count": len(refused) - 10})
    if not chosen:
        messages.error(request, _("Tick the stories first."))
    return HttpResponseRedirect(back(request, reverse("newsroom_board")))


def back(request: HttpRequest, place: str) -> str:
    """``place`` with the query the person came from; only a query, so nobody can be led elsewhere."""
    here = request.POST.get("here", "")
    return f"{place}{here}" if here.startswith("?") and "\n" not in here and "\r" not in here else place
