"""How the sites look: every component in every language and theme, and the switch to text only."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import require_admin_access

from tintuc.network.actions.set_text_only import set_text_only
from tintuc.network.models import Network, Site
from tintuc.network.permissions import require, sites_for
from tintuc.newsroom.preview import POLICY, on_host
from tintuc.reading.specimen import LANGUAGES, THEMES, specimen_page


@require_safe
@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """The person's sites, with ways to the specimens and the switch where they may use it."""
    mine, urgent = sites_for(request.user, "view"), sites_for(request.user, "emergency")
    sites = Site.objects.filter(pk__in=mine)
    shown = {
        "sites": sites,
        "urgent": urgent,
        "languages": LANGUAGES,
        "themes": {"light": _("light"), "dark": _("dark")},
    }
    return render(request, "newsroom/look.html", shown)


@require_safe
@require_admin_access
def specimen(request: HttpRequest, key: str, language: str, theme: str) -> HttpResponse:
    """Every component of a site in one language and theme, under the policy of a preview."""
    site = get_object_or_404(Site, key=key)
    require(request.user, "view", site)
    if language not in LANGUAGES or theme not in THEMES:
        raise Http404
    page = on_host(specimen_page(site, language, theme), Network.current().address(site.host, "/"))
    answer = HttpResponse(page)
    answer["Content-Security-Policy"] = POLICY
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_POST
@require_admin_access
def text_only(request: HttpRequest, key: str) -> Any:
    """Turn a site to text only, or back."""
    site = set_text_only(site=get_object_or_404(Site, key=key), on="on" in request.POST, by=request.user)
    if site.text_only:
        said = _("%(site)s is served as text only. Its pages are baked anew, the newest first.")
    else:
        said = _("%(site)s is served as usual again. Its pages are baked anew, the newest first.")
    messages.success(request, said % {"site": site})
    return redirect("newsroom_look")
