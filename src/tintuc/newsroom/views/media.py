"""Pictures as they were uploaded, for people at the desk only."""

from __future__ import annotations

import mimetypes

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.static import serve
from wagtail.admin.auth import require_admin_access


@require_admin_access
def original(request: HttpRequest, path: str) -> HttpResponse:
    """One file of the media folder, never as anything but a picture."""
    answer = serve(request, path, document_root=settings.MEDIA_ROOT)
    kind = mimetypes.guess_type(path)[0] or ""
    if not kind.startswith("image/") or kind == "image/svg+xml":
        answer["Content-Type"] = "application/octet-stream"
        answer["Content-Disposition"] = "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=300"
    return answer
