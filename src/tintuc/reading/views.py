"""Search, pages that are made for their first reader, and those for what is not there and what went wrong."""

from __future__ import annotations

import datetime as dt
import mimetypes
import re
import threading
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from tintuc.network.hosts import bare
from tintuc.network.models import Edition, Site
from tintuc.publishing import tree
from tintuc.publishing.actions.bake import BakingFailed
from tintuc.publishing.actions.bake_at import bake_at
from tintuc.publishing.answers import BAKED, BUSY
from tintuc.publishing.memo import batch
from tintuc.reading.entries import Entry
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import Way, frame
from tintuc.reading.ovens.standing import ERROR
from tintuc.reading.results import PAGE, hits
from tintuc.reading.titles import title

LONGEST = 200
#: Readers for whom pages are baked at once.
AT_ONCE = 3
BUSY_TEXT = "This page is being made. Try again in a moment.\n"
_turns = threading.BoundedSemaphore(AT_ONCE)
#: Caches before us are not told when a page comes that nobody has asked for yet, so none may keep that it is missing.
NOT_KEPT = {"Cache-Control": "no-store"}
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
    asked = Asked(text, page, _day(request, "from"), _day(request, "to"))
    with batch():
        found, total = hits(edition, text, page, asked.first, asked.last) if text else ([], 0)
        return HttpResponse(_results(edition, asked, found, total))


@dataclass(frozen=True)
class Asked:
    """What a reader looks for."""

    text: str
    page: int = 1
    first: dt.date | None = None
    last: dt.date | None = None

    def query(self, page: int = 1) -> str:
        """As the end of an address."""
        named = {"q": self.text, "from": self.first or "", "to": self.last or "", "page": page if page > 1 else ""}
        return urlencode({name: value for name, value in named.items() if value})


def _day(request: HttpRequest, name: str) -> dt.date | None:
    """A whole day of the query, or None for none and for what is no day; the last day there is has no end."""
    try:
        day = dt.date.fromisoformat(request.GET.get(name, "").strip())
    except ValueError:
        return None
    return day if 1900 < day.year < 2200 else None


def _results(edition: Edition, asked: Asked, found: list[Entry], total: int) -> bytes:
    """The page. Search engines may list the empty one, and none of the endless ones with results."""
    path = f"{edition.root}search/"

    def way(number: int) -> Way:
        return Way("", f"{path}?{asked.query(number)}")

    with speaking(edition):
        named = title("search", edition)
    around = frame(edition, path, f"{named} – {edition.name}", listed=not asked.text)
    return render(
        "search.html",
        edition,
        frame=around,
        text=asked.text,
        asked=asked,
        hits=found,
        total=total,
        elsewhere=[
            Way(other.name, f"{other.url}search/?{asked.query()}", other.language)
            for other in [*around.editions, *around.network]
            if not other.here
        ],
        before=way(asked.page - 1) if asked.page > 1 else None,
        after=way(asked.page + 1) if asked.page * PAGE < total else None,
    )


def broken(request: HttpRequest, status: int = 500) -> HttpResponse:
    """The page for when the application breaks: a baked file, since nothing may work now that it would need."""
    folder = request.path.strip("/").split("/")[0]
    host = bare(request.META.get("HTTP_HOST", ""))
    try:
        body = tree.file_for(host, f"/{folder}/{ERROR}").read_bytes()
    except (OSError, ValueError):
        return HttpResponse("This page could not be made just now.\n", "text/plain", status=status, headers=NOT_KEPT)
    return HttpResponse(body, status=status, headers=NOT_KEPT)


def missing(request: HttpRequest) -> HttpResponse:
    """A page that should lie in the tree and does not: it is baked now, put back and answered; else 404.

    What should be there and cannot be made, on a full disk, say, is 503: robots would forget a page they do not find.
    More than :data:`AT_ONCE` readers are told to ask again: pages are baked one by one, and the desk needs threads.
    """
    if request.method not in {"GET", "HEAD"}:
        return not_found(request)
    if not _turns.acquire(blocking=False):
        return HttpResponse(BUSY_TEXT, "text/plain", status=503, headers={**NOT_KEPT, BUSY: "1", "Retry-After": "1"})
    try:
        return _baked(request)
    finally:
        _turns.release()


def _baked(request: HttpRequest) -> HttpResponse:
    host = Site.objects.filter(pk=getattr(request, "site_id", None)).values_list("host", flat=True).first()
    try:
        found = bake_at(host, request.path) if host else None
        if found is None:
            return _with_slash(request, host) or not_found(request)
    except BakingFailed:
        answer = broken(request, 503)
        answer.headers["Retry-After"] = "60"
        return answer
    status, body = found
    if status in {301, 302}:
        return HttpResponse(status=status, headers={"Location": body.decode()})
    kind = mimetypes.guess_type(request.path)[0] or "text/html"
    kind = kind if kind.startswith("image/") else f"{kind}; charset=utf-8"
    return HttpResponse(body, kind, status=status, headers={BAKED: "1"})


def _with_slash(request: HttpRequest, host: str | None) -> HttpResponse | None:
    """The way to a page of whose address only the last slash was left out, if there is one."""
    path = request.path
    if host is None or path.endswith("/") or "." in path.rpartition("/")[2] or bake_at(host, f"{path}/") is None:
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(quote(f"{path}/") + (f"?{query}" if query else ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for an address where nothing is, in the language of its edition, with a search for its words."""
    parts = request.path.strip("/").split("/")
    edition = edition_for(request, parts[0])
    if edition is None:
        return HttpResponse("Not found\n", "text/plain", status=404, headers=NOT_KEPT)
    words = " ".join(WORD.findall(parts[-1].removesuffix(".html"))) if len(parts) > 1 else ""
    with speaking(edition):
        around = frame(edition, f"{edition.root}404", edition.name, listed=False)
    body = render("not_found.html", edition, frame=around, text=words[:LONGEST])
    return HttpResponse(body, status=404, headers=NOT_KEPT)
