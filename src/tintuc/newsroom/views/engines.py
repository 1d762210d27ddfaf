"""Machines at the desk: what they took and how good they are, and the drafting of one article."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import require_admin_access

from tintuc.network.permissions import NotAllowed, may, require, sites_for
from tintuc.newsroom.views.article import edit_url
from tintuc.stories.models import Article
from tintuc.translation.actions.do_drafting import wanted
from tintuc.translation.actions.draft import draft, stop
from tintuc.translation.engines.accounts import state_of
from tintuc.translation.engines.choosing import configured, is_confidential, require_may_have
from tintuc.translation.engines.errors import EngineError
from tintuc.translation.engines.notes import sentence
from tintuc.translation.engines.pieces import digest, pieces
from tintuc.translation.engines.plug import Engine, named
from tintuc.translation.engines.quality import records
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.models import Drafting, MachineDraft
from tintuc.translation.queries import source_of

#: Draftings of an article that its page lists.
SHOWN = 10


@require_admin_access
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """The newsroom's engines with what they took this month, and how much of their drafts people changed."""
    mine = sites_for(request.user, "view")
    if not mine:
        raise NotAllowed
    engines, problem = _configured()
    setting_up = bool(sites_for(request.user, "set_up"))
    context = {
        "engines": [(engine, state_of(engine)) for engine in engines.values()],
        "problem": problem,
        "records": [
            {"of": one, "source": named(one.source_language), "language": named(one.language)} for one in records(mine)
        ],
        "setting_up": setting_up,
        "asked": _asked(engines) if request.method == "POST" and setting_up else {},
    }
    return render(request, "newsroom/engines.html", context)


def _configured() -> tuple[dict[str, Engine], str]:
    try:
        return configured(), ""
    except EngineError as error:
        return {}, str(error)


def _asked(engines: dict[str, Engine]) -> dict[str, str]:
    """What each engine answers to a question without copy."""
    found = {}
    for name, engine in engines.items():
        try:
            found[name] = engine.check() or _("It answers.")
        except EngineError as error:
            found[name] = str(error)
    return found


def _translation(request: HttpRequest, pk: int, verb: str) -> Article:
    article = get_object_or_404(Article.objects.select_related("story__site"), pk=pk)
    require(request.user, verb, article.story.site_id)
    if article.is_source:
        raise Http404
    return article


@never_cache
@require_GET
def drafting(request: HttpRequest, pk: int) -> HttpResponse:
    """One article and the machines: what would be drafted, what is going on, what was."""
    article = _translation(request, pk, "translate")
    version = article.newest()
    source = source_of(version)
    views = wanted(version, source) if source else []
    todo = pieces(source, [view.key for view in views]) if source else []
    works = list(article.draftings.select_related("by")[:SHOWN])
    engines, problem = _configured()
    context = {
        "article": article,
        "source": source,
        "edit_url": edit_url(article),
        "passages": len(todo),
        "characters": sum(len(piece.passage.text) for piece in todo),
        "engines": [_offer(engine, article) for engine in engines.values()],
        "problem": problem,
        "confidential": is_confidential(article.story),
        "may_draft": may(request.user, "draft", article.story.site_id),
        "work": next((work for work in works if work.active), None),
        "works": [work for work in works if not work.active],
        "notes": _notes(article, source),
    }
    return render(request, "newsroom/drafting.html", context)


def _offer(engine: Engine, article: Article) -> dict[str, Any]:
    """An engine as a choice; its server is not asked for its languages before somebody wants it."""
    try:
        require_may_have(engine, article.story)
    except EngineError as error:
        return {"name": engine.name, "local": engine.facts.local, "why_not": str(error)}
    return {"name": engine.name, "local": engine.facts.local, "why_not": ""}


def _notes(article: Article, source: Article | None) -> list[dict[str, str]]:
    """What machines said about drafts of the source as it is now."""
    if source is None:
        return []
    rows = list(MachineDraft.objects.filter(article=article.pk).exclude(notes=[]))
    passages = {passage.key: passage for passage in source.passages()}
    keys = {row.key.partition(":")[0] for row in rows} & passages.keys()
    now = {block.key: digest(block) for piece in pieces(source, keys) for block in piece.blocks}
    return [
        {
            "kind": passages[row.key.partition(":")[0]].kind,
            "source": passages[row.key.partition(":")[0]].text,
            "engine": row.engine,
            "says": " ".join(sentence(*note) for note in row.notes),
        }
        for row in rows
        if now.get(row.key) == row.source_digest
    ]


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a machine draft the article."""
    article = _translation(request, pk, "draft")
    try:
        draft(article=article, by=request.user, engine=request.POST.get("engine", "")[:40])
    except (EngineError, TranslationRefused) as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("newsroom_drafting", args=[pk]))


@require_POST
def stop_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the machine."""
    article = _translation(request, pk, "draft")
    for work in article.draftings.filter(state__in=Drafting.ACTIVE):
        stop(drafting=work, by=request.user)
        messages.success(request, _("Stopped. What was drafted is kept and not paid for again."))
    return HttpResponseRedirect(reverse("newsroom_drafting", args=[pk]))
