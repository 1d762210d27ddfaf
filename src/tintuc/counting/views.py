"""The beacon and, for browsers without scripts, the pixel."""

from __future__ import annotations

import json

from django.core.cache import cache as memory
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from tintuc.counting.actions.count import count
from tintuc.counting.client import address, is_foreign, is_prefetch
from tintuc.counting.queries import reads
from tintuc.counting.robots import is_machine
from tintuc.stories.models import Placement

#: A transparent GIF of one pixel.
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
LONGEST = 1024  # bytes of a beacon
MOST = 60  # views a minute that one address and browser can have counted on one site


@csrf_exempt
@require_POST
def beacon(request: HttpRequest) -> HttpResponse:
    """Count a view told by the page's script, and answer with the article's reads. Sets no cookie."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        return HttpResponse(status=413)
    article = _article(_named(request))
    if article is None or not _is_public(article, request):
        return HttpResponse(status=404)
    _count(request, article)
    answer = JsonResponse({"reads": reads(article)})
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
def pixel(request: HttpRequest) -> HttpResponse:
    """Count a view told by a picture."""
    article = _article(request.GET.get("a", ""))
    if article is not None and _is_public(article, request):
        _count(request, article)
    return HttpResponse(PIXEL, "image/gif", headers={"Cache-Control": "no-store"})


def _named(request: HttpRequest) -> str:
    if request.content_type == "application/json" or request.content_type == "text/plain":
        try:
            return str(json.loads(request.body)["a"])
        except (ValueError, KeyError, TypeError):
            return ""
    return request.POST.get("a", "")


def _article(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _is_public(article: int, request: HttpRequest) -> bool:
    return Placement.objects.public().filter(article=article, edition__site=getattr(request, "site_id", None)).exists()


def _count(request: HttpRequest, article: int) -> None:
    agent = request.META.get("HTTP_USER_AGENT", "")
    if is_machine(agent) or is_prefetch(request) or is_foreign(request):
        return
    client = address(request)
    if _too_many(f"{request.site_id}|{client}|{agent}"):
        return
    count(site_id=request.site_id, article_id=article, client=client, agent=agent[:500])


def _too_many(who: str) -> bool:
    key = f"counting.rate.{hash(who)}"
    memory.add(key, 0, 60)
    try:
        return memory.incr(key) > MOST
    except ValueError:  # it has just run out
        return False
