"""The top of a front, in the order editors give it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access

from tintuc.network.models import Edition
from tintuc.network.permissions import NotAllowed, require, sites_for
from tintuc.newsroom.sent import number
from tintuc.publishing.actions.arrange_front import MOST, arrange_front
from tintuc.publishing.shelves import front
from tintuc.stories.errors import StoryError

#: Stories offered: what readers may see on the front, and some more.
OFFERED = 40


@require_admin_access
def fronts(request: HttpRequest) -> HttpResponse:
    """The fronts the person may arrange; the only one is opened at once."""
    sites = sites_for(request.user, "release")
    if not sites:
        raise NotAllowed
    found = list(Edition.objects.filter(site__in=sites).select_related("site"))
    if len(found) == 1:
        return HttpResponseRedirect(reverse("newsroom_front", args=[found[0].pk]))
    return render(request, "newsroom/fronts.html", {"editions": found})


@require_admin_access
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """The stories of one front, each with its place at the top, if it has one."""
    edition = get_object_or_404(Edition.objects.select_related("site"), pk=pk)
    require(request.user, "release", edition.site_id)
    if request.method == "POST":
        try:
            arrange_front(edition=edition, places=_places(request.POST, edition), by=request.user)
        except StoryError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Arranged. Readers see it in a moment."))
        return HttpResponseRedirect(reverse("newsroom_front", args=[pk]))
    rows = [
        (placement, _typed(placement.front_until, edition), _said(placement.released_at, edition))
        for placement in front(edition, OFFERED)
    ]
    return render(request, "newsroom/front.html", {"edition": edition, "rows": rows, "most": MOST})


def _typed(moment: dt.datetime | None, edition: Edition) -> str:
    """As the form's box holds it, in the edition's own time."""
    return f"{moment.astimezone(edition.zone):%Y-%m-%dT%H:%M}" if moment else ""


def _said(moment: dt.datetime, edition: Edition) -> str:
    return date_format(moment.astimezone(edition.zone), "SHORT_DATETIME_FORMAT")


def _places(posted: Any, edition: Edition) -> list[tuple[int, dt.datetime | None]]:
    """What was given a place, in its order; two with the same place keep the order of the screen."""
    wanted = []
    for row, pk in enumerate(posted.getlist("placement")):
        place = posted.get(f"place-{pk}", "").strip()
        if number(place) and number(pk):
            wanted.append((number(place), row, number(pk), _until(posted.get(f"until-{pk}", ""), edition)))
        elif place:
            raise StoryError(_("“%(place)s” is no place. Give a number, 1 for the first.") % {"place": place[:20]})
    return [(pk, until) for _place, _row, pk, until in sorted(wanted)]


def _until(typed: str, edition: Edition) -> dt.datetime | None:
    """A moment in the edition's own time; one that is over is refused, since it would change nothing."""
    if not typed.strip():
        return None
    try:
        moment = dt.datetime.fromisoformat(typed.strip()).replace(tzinfo=edition.zone)
    except ValueError:
        sentence = _("“%(moment)s” is no moment. Write it as 2031-06-08T18:00.") % {"moment": typed[:30]}
        raise StoryError(sentence) from None
    if moment <= timezone.now():
        raise StoryError(_("A moment until which a story stays at the top is over already."))
    return moment
