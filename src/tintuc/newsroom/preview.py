"""Shows an article as readers of one edition would get it, before it is released."""

from __future__ import annotations

import copy
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tintuc.network.models import Network
from tintuc.publishing.memo import batch
from tintuc.reading.article_page import article_page
from tintuc.stories.models import Article, Placement, Release

#: A preview loads pictures and style from the edition's host, and no script: it is not counted.
POLICY = (
    "default-src 'none'; style-src http: https:; img-src http: https: data:; font-src http: https:; "
    "frame-ancestors 'self'; form-action 'none'"
)


def modes(article: Article) -> list[tuple[str, str]]:
    """One preview an edition it is placed on."""
    placed = article.placements.select_related("edition__site") if article.pk else []
    return [(str(placement.edition_id), str(placement.edition)) for placement in placed] or [("", _("No edition yet"))]


def show(article: Article, request: HttpRequest, mode: str) -> HttpResponse:
    """The page, from a release that is never saved."""
    placement = article.placements.select_related("edition__site", "section").filter(edition=mode or None).first()
    if placement is None:
        return HttpResponse(_("Place the article on an edition to see it there."), "text/plain; charset=utf-8")
    with batch():
        page = article_page(_as_if_released(article, placement))
    base = Network.current().address(placement.edition.site.host, "/")
    answer = HttpResponse(on_host(page, base))
    answer["Content-Security-Policy"] = POLICY
    answer["X-Robots-Tag"] = "noindex"
    return answer


def on_host(page: bytes, base: str) -> bytes:
    """The page with its assets and pictures taken from the host at ``base``."""
    return re.sub(rb'(?<=[" ])/(?=_[am]/)', lambda _: base.encode(), page)


def _as_if_released(article: Article, placement: Placement) -> Any:
    shown, placed, now = copy.copy(article), copy.copy(placement), timezone.now()
    shown.last_published_at = now
    shown.current_release = Release(
        article=article, number=0, content=article.public_content(), released_at=article.released_at or now
    )
    placed.article = shown
    placed.released_at = placement.released_at or article.released_at or now
    placed.path = placement.path or f"{placement.section.path}preview.html"
    return placed
