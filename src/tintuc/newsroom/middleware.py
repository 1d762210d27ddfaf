"""What the desk's pages may load."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
