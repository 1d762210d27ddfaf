"""Search, and the page for addresses where nothing is."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tintuc.network.models import Edition
from tintuc.reading.entries import Entry
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import Way, frame
from tintuc.reading.results import PAGE, hits
from tintuc.reading.titles import title

LONGEST = 200
WORD = re.compile(r"[^\W\d_]{2,}")


def edition_for(request: HttpRequest, folder: str) -> Edition | None:
    """The edition of the request's site in the folder, else the site's first: a reader is always answered."""
    editions = list(Edition.objects.filter(site=getattr(request, "site_id", None)).select_related("site"))
    named = (edition for edition in editions if edition.speech.path == folder)
    return next(named, editions[0] if editions else None)


@require_safe
def search(request: HttpRequest, folder: str) -> HttpResponse:
    """The results page of an edition."""
    edition = edition_for(request, folder)
    if edition is None or edition.speech.path != folder:
        return not_found(request)
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    number = request.GET.get("page", "1")
    page = min(max(int(number), 1), 100) if number.isascii() and number.isdigit() else 1
    found, total = hits(edition, text, page) if text else ([], 0)
    return HttpResponse(_results(edition, text, page, found, total))


def _results(edition: Edition, text: str, page: int, found: list[Entry], total: int) -> bytes:
    path = f"{edition.root}search/"

    def way(number: int) -> Way:
        return Way("", f"{path}?{urlencode({'q': text, 'page': number})}")

    with speaking(edition):
        named = title("search", edition)
    return render(
        "search.html",
        edition,
        frame=frame(edition, path, f"{named} – {edition.name}", listed=False),
        text=text,
        hits=found,
        total=total,
        before=way(page - 1) if page > 1 else None,
        after=way(page + 1) if page * PAGE < total else None,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for an address where nothing is, in the language of its edition, with a search for its words."""
    parts = request.path.strip("/").split("/")
    edition = edition_for(request, parts[0])
    if edition is None:
        return HttpResponse("Not found\n", "text/plain", status=404)
    words = " ".join(WORD.findall(parts[-1].removesuffix(".html"))) if len(parts) > 1 else ""
    with speaking(edition):
        around = frame(edition, edition.root, edition.name, listed=False)
    return HttpResponse(render("not_found.html", edition, frame=around, text=words[:LONGEST]), status=404)
