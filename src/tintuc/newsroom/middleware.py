"""What the desk's pages may load, and what may not be sent to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.utils.translation import gettext as _

from tintuc.serving.headers import POLICY as BAKED_POLICY

#: Wagtail starts its widgets with inline scripts and styles, so those are allowed on the desk's host and nowhere else.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'"
)
#: For answers on readers' hosts that are not baked: what holds for those that are.
PUBLIC_POLICY = BAKED_POLICY


class ContentPolicy:
    """Sets the policy of the host where a view has set none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy."""
        response = self.get_response(request)
        public = getattr(request, "site_id", None) is not None
        response.headers.setdefault("Content-Security-Policy", PUBLIC_POLICY if public else POLICY)
        return response


class NoNul:
    """Keeps the character NUL, which nobody types and PostgreSQL does not keep, from the desk's views.

    A form with one is refused; a query, which may be an address that was mangled on its way, is read without it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Look at what was sent."""
        if getattr(request, "site_id", None) is not None:
            return None
        if "\0" in request.path or _holds_nul(request.POST):
            return HttpResponseBadRequest(_("This could not be read. Nothing was saved."), content_type="text/plain")
        if _holds_nul(request.GET):
            query = request.GET.copy()
            for name, values in request.GET.lists():
                query.setlist(name, [value.replace("\0", "") for value in values])
            request.GET = query  # type: ignore[assignment]  # what a QueryDict's copy is, but for being frozen
        return None


def _holds_nul(sent: QueryDict) -> bool:
    return any("\0" in value for _name, values in sent.lists() for value in values)
