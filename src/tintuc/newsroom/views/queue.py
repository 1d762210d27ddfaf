"""A translator's queue, and the languages they work in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import require_admin_access

from tintuc.network.languages import LANGUAGES
from tintuc.network.models import Edition
from tintuc.network.permissions import NotAllowed, sites_for
from tintuc.newsroom.queue import SHOWN, languages_of, mine, waiting
from tintuc.translation.models import WorkingLanguages


@never_cache
@require_GET
@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """What is mine, and what waits in my languages."""
    sites = sites_for(request.user, "translate")
    if not sites:
        raise NotAllowed
    sources, targets = languages_of(request.user)
    spoken = set(Edition.objects.filter(site__in=sites).values_list("language", flat=True)) | {*sources, *targets}
    context = {
        "mine": mine(request.user),
        "waiting": waiting(request.user),
        "languages": [language for language in LANGUAGES.values() if language.code in spoken],
        "sources": sources,
        "targets": targets,
        "shown": SHOWN,
        "may_translate": True,
    }
    return render(request, "newsroom/queue.html", context)


@require_POST
@require_admin_access
def languages(request: HttpRequest) -> HttpResponse:
    """Keep the languages a person works in."""
    if not sites_for(request.user, "translate"):
        raise NotAllowed
    given = {
        name: [code for code in request.POST.getlist(name) if code in LANGUAGES] for name in ("sources", "targets")
    }
    WorkingLanguages.objects.update_or_create(person=request.user, defaults=given)
    messages.success(request, _("Kept. The queue shows what is in these languages."))
    return HttpResponseRedirect(reverse("newsroom_queue"))
