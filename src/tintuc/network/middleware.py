"""Judges the Host of every request before anything else runs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tintuc.network.hosts import bare, known


class HostGuard:
    """The desk answers on its own host only, public sites on theirs, and an unknown host gets 421.

    Without this an allowed host that belongs to no site would be shown some other site's page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pick the table of addresses by host, or refuse."""
        host = bare(request.META.get("HTTP_HOST", ""))
        desk, sites = known()
        if host in sites:
            request.urlconf = "tintuc.config.public_urls"
            request.site_id = sites[host]
        elif host != desk:
            return HttpResponse("Misdirected request: this host is not served here.\n", "text/plain", status=421)
        return self.get_response(request)
