"""Which of a story's languages a translation is made from, and having it made from another."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access

from tintuc.network.permissions import require
from tintuc.newsroom.sent import number
from tintuc.stories.errors import StoryError
from tintuc.stories.models import Article, Story
from tintuc.translation.actions.change_source import change_source
from tintuc.translation.models import Progress


def sources_of(cells: Iterable[Progress], original: str) -> dict[int, tuple[Article, list[Article]]]:
    """For each translation, by primary key: what it is made from, and from what else it could be.

    ``original`` is the language of the story's source. A language made from this one is left out: that were a ring.
    """
    articles = {cell.article.pk: cell.article for cell in cells if cell.article}
    root = next((pk for pk, one in articles.items() if one.language == original), None)
    above = {pk: one.translated_from_id or root for pk, one in articles.items() if pk != root}
    found = {}
    for pk, made_from in above.items():
        if made_from in articles:
            free = [one for other, one in articles.items() if other != made_from and pk not in _links(other, above)]
            found[pk] = (articles[made_from], free)
    return found


def _links(pk: int, above: dict[int, int | None]) -> list[int]:
    links = []
    link: int | None = pk
    while link is not None and link not in links:
        links.append(link)
        link = above.get(link)
    return links


@require_POST
@require_admin_access
def make_from(request: HttpRequest, pk: int) -> HttpResponse:
    """Have one of the story's translations made from another of its languages."""
    story = get_object_or_404(Story, pk=pk)
    require(request.user, "view", story.site_id)
    article, source = (_article(request, story, name) for name in ("article", "source"))
    try:
        stale = change_source(article=article, source=source, by=request.user)
    except (StoryError, PermissionDenied) as refusal:
        messages.error(request, str(refusal) or _("You may not do this."))
    else:
        names = {"language": article.get_language_display(), "source": source.get_language_display(), "count": stale}
        said = ngettext(
            "%(language)s is translated from %(source)s from now on; %(count)d passage is stale by that.",
            "%(language)s is translated from %(source)s from now on; %(count)d passages are stale by that.",
            stale,
        )
        messages.success(request, said % names)
    return HttpResponseRedirect(reverse("newsroom_story_languages", args=[story.pk]))


def _article(request: HttpRequest, story: Story, name: str) -> Article:
    return get_object_or_404(story.articles.select_related("story"), pk=number(request.POST.get(name)))
