"""``/.well-known/security.txt``: whom to tell of a hole (RFC 9116)."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tintuc.network.models import Network, Site

#: How long what it says holds. It is made anew at each request, since a file would outlive its own date.
HOLDS = dt.timedelta(days=180)
PATH = "/.well-known/security.txt"


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The contact of the request's site; 404 while the site names none, since the standard asks for one."""
    site = Site.objects.filter(pk=getattr(request, "site_id", None)).prefetch_related("editions").first()
    if site is None or not site.contact:
        raise Http404
    until = (timezone.now() + HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{site.contact}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(edition.language for edition in site.editions.all()) or 'en'}",
        f"Canonical: {Network.current().address(site.host, PATH)}",
    ]
    answer = HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
