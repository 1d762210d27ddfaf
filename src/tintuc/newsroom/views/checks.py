"""The catalogue of checks: what the desk asks of every article, why, and what to do."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.auth import require_admin_access

from tintuc.integrity.cards import card_of, cards


@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """All checks."""
    return render(request, "newsroom/checks.html", {"cards": cards()})


@require_admin_access
def card(request: HttpRequest, ident: str) -> HttpResponse:
    """One check's card. An id the check had before leads to it too."""
    found = card_of(ident)
    if found is None:
        raise Http404
    return render(request, "newsroom/check.html", {"card": found})
