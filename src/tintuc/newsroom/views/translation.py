"""The translation desk: one screen for a whole article, and what its scripts ask for and send."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from tintuc.integrity.actions.waive import take_back, waive
from tintuc.integrity.queries import inspect
from tintuc.network.permissions import may, require
from tintuc.newsroom import preview as previews
from tintuc.newsroom.desk.beside import beside, findings, machine
from tintuc.newsroom.desk.page import changed, opened, person, settings_of, stamp, talk
from tintuc.newsroom.desk.rows import rows, state_of
from tintuc.newsroom.desk.says import says
from tintuc.newsroom.views.article import edit_url
from tintuc.publishing.actions.release import release
from tintuc.stories.errors import NotCleared, StoryError
from tintuc.stories.models import Article
from tintuc.translation.actions.add_block import add_block, remove_block
from tintuc.translation.actions.claim import claim, let_go, require_free
from tintuc.translation.actions.comment import comment, reopen, resolve
from tintuc.translation.actions.confirm import confirm
from tintuc.translation.actions.leave_out import bring_back, leave_out
from tintuc.translation.actions.merge import follow_source, undo_follow
from tintuc.translation.actions.review import review
from tintuc.translation.actions.vouch import vouch
from tintuc.translation.actions.write import write
from tintuc.translation.errors import Claimed, PassageChanged, TranslationRefused
from tintuc.translation.models import Unit
from tintuc.translation.queries import source_of, unit

#: Bytes of one request of the screen: a long passage with its markup and then some.
MOST_BYTES = 300_000
#: What is said with yes or no; all else is text.
TRUTHS = frozenset({"done", "edited", "open"})
Values = dict[str, Any]


def _translation(request: HttpRequest, pk: int) -> Article:
    """The article, if this person translates on its site."""
    article = get_object_or_404(Article.objects.select_related("story__site", "vouched_by"), pk=pk)
    require(request.user, "translate", article.story.site_id)
    return article


def _sides(article: Article) -> tuple[Article, Article]:
    version = article.newest()
    source = source_of(version)
    if source is None:
        raise Http404
    return version, source


@never_cache
@ensure_csrf_cookie
@require_GET
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """The screen. The source itself is written in the editor."""
    article = _translation(request, pk)
    if article.is_source:
        return HttpResponseRedirect(edit_url(article))
    version, source = _sides(article)
    context = settings_of(version, source, request.user)
    return render(
        request,
        "newsroom/translation.html",
        context
        | {
            "opened": opened(version, source, request.user),
            "edit_url": edit_url(article),
            "acts": reverse("newsroom_translation_act", args=[pk, "ACT"]),
            "me": person(request.user),
            "says": says(),
        },
    )


@never_cache
@require_GET
def show(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """What the scripts ask for: findings, what stands beside a passage, the page in its edition."""
    article = _translation(request, pk)
    version, source = _sides(article)
    if kind == "findings":
        return JsonResponse(_findings(request, version, source))
    if kind == "beside":
        return JsonResponse(beside(version, source, request.GET.get("key", "")[:80], request.user))
    if kind == "preview":
        edition = request.GET.get("edition", "")
        return previews.show(version, request, edition if edition.isascii() and edition.isdecimal() else "")
    raise Http404


def _findings(request: HttpRequest, version: Article, source: Article) -> Values:
    report = inspect(version, source=source)
    waives = may(request.user, "waive", version.story.site_id)
    link = lambda check: reverse("newsroom_check", args=[check])  # noqa: E731
    return {
        "verdict": report.verdict,
        "holds": len(report.open_holds),
        "findings": findings(report, waives, link),
        "stamp": stamp(version, source),
    }


@never_cache
@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Do one thing; always answers in JSON, with what went wrong in words, and status 409 where people met."""
    if act not in ACTS:
        raise Http404
    article = _translation(request, pk)
    try:
        return JsonResponse(ACTS[act](request, article, _values(request)))
    except PassageChanged as meeting:
        return JsonResponse({"error": str(meeting), "theirs": _theirs(article, *meeting.keys)}, status=409)
    except Claimed as meeting:
        told = {"error": str(meeting), "person": meeting.person, "place": meeting.place}
        told["theirs"] = _theirs(article, meeting.place)
        return JsonResponse(told, status=409)
    except NotCleared as refusal:
        told = [f"{one.message} “{one.quote[:80]}”" if one.quote else one.message for one in refusal.findings]
        return JsonResponse({"error": str(refusal), "findings": told}, status=403)
    except (StoryError, PermissionDenied) as refusal:
        return JsonResponse({"error": str(refusal) or _("You may not do this.")}, status=403)


def _values(request: HttpRequest) -> Values:
    """What was sent, as plain text and truths. Raises :class:`TranslationRefused`."""
    if len(request.body) > MOST_BYTES:
        raise TranslationRefused(_("This is longer than any passage. Nothing was saved."))
    try:
        sent = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise TranslationRefused(_("This could not be read. Nothing was saved.")) from error
    if not isinstance(sent, dict):
        raise TranslationRefused(_("This could not be read. Nothing was saved."))
    truths = {name: value is True for name, value in sent.items() if name in TRUTHS}
    return {name: _text(value) for name, value in sent.items()} | truths


def _text(value: Any) -> str:
    """A value as text that any database takes: no NUL, no half of a character."""
    text = value if isinstance(value, str) else json.dumps(value)
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _theirs(article: Article, *places: str) -> list[Values]:
    """What stands by now in some passages, or in all of a block."""
    return [row for row in rows(*_sides(article)) if row["key"] in places or row["place"] in places]


def _fresh(article: Article, request: HttpRequest) -> Values:
    version, source = _sides(article)
    return changed(version, source, request.user)


@transaction.atomic
def _save(request: HttpRequest, article: Article, sent: Values) -> Values:
    """Save one passage, and say how it stands."""
    key, place = sent.get("key", "")[:80], sent.get("place", "")[:80]
    require_free(article, {place}, request.user)
    before = stamp(article)
    origin = sent.get("origin", "")
    version = write(
        article=article,
        words={key: sent.get("value", "")},
        by=request.user,
        origin=origin if origin in {Unit.Origin.MACHINE, Unit.Origin.MEMORY} else "",
        engine=sent.get("engine", "")[:80],
        edited=sent.get("edited") is True,
        done=sent.get("done") is True,
        expected={key: sent.get("seen", "")[:64]},
        sources={key: sent.get("source", "")[:64]},
    )
    if sent.get("done") is True:
        let_go(article=article, by=request.user, place=place)
    source = source_of(version)
    view = unit(version, source, key) if source else None
    row = state_of(view) if view else _own_state(version, key)
    # A screen that has not seen what others did keeps its stamp, so that the next pulse brings it.
    told = {"stamp": stamp(version, source), "words": version.words_digest()}
    return {"row": row, **(told if sent.get("stamp", before) == before else {})}


def _own_state(version: Article, key: str) -> Values:
    passage = next((one for one in version.passages() if one.key == key), None)
    return {"key": key, "digest": passage.digest if passage and passage.text.strip() else "", "state": "added"}


def _confirm(request: HttpRequest, article: Article, sent: Values) -> Values:
    seen, source_seen = sent.get("seen", ""), sent.get("source", "")
    confirm(article=article, key=sent.get("key", ""), by=request.user, seen=seen, source_seen=source_seen)
    return _fresh(article, request)


def _review(request: HttpRequest, article: Article, sent: Values) -> Values:
    key = sent.get("key", "")
    seen, sources = {key: sent.get("seen", "")}, {key: sent.get("source", "")}
    review(article=article, keys=[key], by=request.user, seen=seen, sources=sources)
    return _fresh(article, request)


def _leave_out(request: HttpRequest, article: Article, sent: Values) -> Values:
    require_free(article, {sent.get("place", "")}, request.user)
    leave_out(article=article, place=sent.get("place", ""), reason=sent.get("reason", ""), by=request.user)
    return _fresh(article, request)


def _bring_back(request: HttpRequest, article: Article, sent: Values) -> Values:
    bring_back(article=article, place=sent.get("place", ""), by=request.user)
    return _fresh(article, request)


def _add(request: HttpRequest, article: Article, sent: Values) -> Values:
    made = add_block(
        article=article,
        after=sent.get("after", ""),
        kind=sent.get("kind", "paragraph"),
        value=sent.get("value", ""),
        reason=sent.get("reason", ""),
        by=request.user,
    )
    return _fresh(article, request) | {"made": made}


def _remove(request: HttpRequest, article: Article, sent: Values) -> Values:
    require_free(article, {sent.get("place", "")}, request.user)
    remove_block(article=article, block=sent.get("place", ""), by=request.user)
    return _fresh(article, request)


def _follow(request: HttpRequest, article: Article, sent: Values) -> Values:
    follow_source(article=article, by=request.user, expected=sent.get("fingerprint", ""))
    return _fresh(article, request)


def _undo_follow(request: HttpRequest, article: Article, sent: Values) -> Values:
    undo_follow(article=article, by=request.user)
    return _fresh(article, request)


def _vouch(request: HttpRequest, article: Article, sent: Values) -> Values:
    vouch(article=article, by=request.user, seen=sent.get("words", ""))
    return _fresh(article, request)


def _release(request: HttpRequest, article: Article, sent: Values) -> Values:
    done = release(article=article, by=request.user)
    address = next((placement.url for placement in done.placements.all() if placement.path), "")
    return _fresh(article, request) | {"address": address}


def _comment(request: HttpRequest, article: Article, sent: Values) -> Values:
    comment(article=article, place=sent.get("place", ""), text=sent.get("text", ""), by=request.user)
    return talk(article, request.user)


def _resolve(request: HttpRequest, article: Article, sent: Values) -> Values:
    (reopen if sent.get("open") is True else resolve)(article=article, place=sent.get("place", ""), by=request.user)
    return talk(article, request.user)


def _waive(request: HttpRequest, article: Article, sent: Values) -> Values:
    fingerprint = sent.get("fingerprint", "")
    if sent.get("open") is True:
        take_back(article=article, fingerprint=fingerprint, by=request.user)
    else:
        waive(article=article, fingerprint=fingerprint, reason=sent.get("reason", ""), by=request.user)
    return _findings(request, *_sides(article))


def _machine(request: HttpRequest, article: Article, sent: Values) -> Values:
    """A machine's words: posted, since asking may cost money."""
    return machine(*_sides(article), sent.get("key", ""), request.user)


def _claim(request: HttpRequest, article: Article, sent: Values) -> Values:
    claim(article=article, place=sent.get("place", ""), by=request.user)
    return {}


def _leave(request: HttpRequest, article: Article, sent: Values) -> Values:
    let_go(article=article, by=request.user, place=sent.get("place", ""))
    return {}


def _pulse(request: HttpRequest, article: Article, sent: Values) -> Values:
    """Renew the claim of where the person is; say who else is where, and, if anything has changed, all of it."""
    if sent.get("place"):
        try:
            claim(article=article, place=sent["place"], by=request.user)
        except Claimed as meeting:
            return {"lost": meeting.place, "person": meeting.person, **talk(article, request.user)}
    version, source = _sides(article)
    told = talk(article, request.user)
    if stamp(version, source) != sent.get("stamp"):
        told |= changed(version, source, request.user)
    return told


ACTS: dict[str, Callable[[HttpRequest, Article, Values], Values]] = {
    "save": _save,
    "confirm": _confirm,
    "review": _review,
    "leave-out": _leave_out,
    "bring-back": _bring_back,
    "add": _add,
    "remove": _remove,
    "follow": _follow,
    "undo-follow": _undo_follow,
    "vouch": _vouch,
    "release": _release,
    "comment": _comment,
    "resolve": _resolve,
    "waive": _waive,
    "machine": _machine,
    "claim": _claim,
    "leave": _leave,
    "pulse": _pulse,
}
