"""What a person was told, how they want to be told, and their private feed."""

from __future__ import annotations

import json
import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from lxml import etree
from wagtail.admin.auth import require_admin_access

from tintuc.network.models import Network
from tintuc.network.permissions import NotAllowed, sites_for
from tintuc.newsroom.actions.send_notices import language_of
from tintuc.newsroom.models import Notice, NoticeSettings, new_token
from tintuc.newsroom.notices import Told, newest_for

ATOM = "http://www.w3.org/2005/Atom"
#: What XML cannot hold.
UNSOUND = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: How often mail may come, in minutes.
PAUSES = (5, 15, 30, 60, 240, 1440)


def _pauses() -> list[tuple[int, Any]]:
    return [
        (
            minutes,
            ngettext_lazy("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
            if minutes < 60
            else ngettext_lazy("%(count)d hour", "%(count)d hours", minutes // 60) % {"count": minutes // 60},
        )
        for minutes in PAUSES
    ]


def feed_path(token: str, kind: str) -> str:
    """The path of a person's feed on the desk's host."""
    return reverse("newsroom_notices_feed", args=[token, kind])


@never_cache
@require_GET
@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """The newest notices, and the settings."""
    if not sites_for(request.user, "view"):
        raise NotAllowed
    wanted = NoticeSettings.of(request.user)
    network = Network.current()
    context = {
        "told": newest_for(request.user),
        "wanted": wanted,
        "kinds": Notice.Kind.choices,
        "pauses": _pauses(),
        "feeds": [
            (name, network.address(network.desk_host, feed_path(wanted.token, kind)))
            for kind, name in (("atom", "Atom"), ("json", "JSON Feed"))
        ],
    }
    return render(request, "newsroom/notices.html", context)


@require_POST
@require_admin_access
def change(request: HttpRequest) -> HttpResponse:
    """Keep the settings, mark all as read, or make new addresses for the feed."""
    wanted = NoticeSettings.of(request.user)
    if "seen" in request.POST:
        Notice.objects.filter(person=request.user, seen_at=None).update(seen_at=timezone.now())
        messages.success(request, _("All read."))
    elif "revoke" in request.POST:
        wanted.token = new_token()
        wanted.save(update_fields=["token"])
        messages.success(request, _("The feed has new addresses. The old ones answer nobody."))
    else:
        given = request.POST.get("minutes", "")
        wanted.mail = "mail" in request.POST
        wanted.minutes = int(given) if given in map(str, PAUSES) else wanted.minutes
        on = set(request.POST.getlist("kind"))
        wanted.off = [kind for kind in Notice.Kind.values if kind not in on]
        wanted.save(update_fields=["mail", "minutes", "off"])
        messages.success(request, _("Kept."))
    return HttpResponseRedirect(reverse("newsroom_notices"))


@require_GET
def feed(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """A person's notices for a feed reader. The address is the key: whoever has it reads it, until it is changed."""
    wanted = NoticeSettings.objects.select_related("person").filter(token=token).first()
    if wanted is None or not wanted.person.is_active or not sites_for(wanted.person, "view"):
        raise Http404
    with translation.override(language_of(wanted.person)):
        told = newest_for(wanted.person)
        network = Network.current()
        here = network.address(network.desk_host, feed_path(token, kind))
        title = str(FEED_TITLE)
        raw, content_type = (
            (_atom(title, here, told), "application/atom+xml; charset=utf-8")
            if kind == "atom"
            else (_json(title, here, told), "application/feed+json")
        )
    answer = HttpResponse(raw, content_type=content_type)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


FEED_TITLE = gettext_lazy("Notices from the desk")


def _atom(title: str, here: str, told: list[Told]) -> bytes:
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})  # type: ignore[dict-item]
    root.set(
        "{http://www.w3.org/XML/1998/namespace}lang",
        translation.to_locale(translation.get_language()).replace("_", "-"),
    )
    updated = told[0].notice.at if told else timezone.now()
    for name, text in (("title", title), ("id", here), ("updated", updated.isoformat())):
        etree.SubElement(root, f"{{{ATOM}}}{name}").text = text
    etree.SubElement(root, f"{{{ATOM}}}link", rel="self", href=here)
    author = etree.SubElement(root, f"{{{ATOM}}}author")
    etree.SubElement(author, f"{{{ATOM}}}name").text = Network.current().name
    for one in told:
        entry = etree.SubElement(root, f"{{{ATOM}}}entry")
        etree.SubElement(entry, f"{{{ATOM}}}title").text = _sound(one.sentence)
        etree.SubElement(entry, f"{{{ATOM}}}id").text = f"{here}#{one.notice.pk}"
        etree.SubElement(entry, f"{{{ATOM}}}updated").text = one.notice.at.isoformat()
        etree.SubElement(entry, f"{{{ATOM}}}link", href=one.url)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _sound(text: str) -> str:
    """The text without what XML cannot hold."""
    return "".join(
        letter for letter in text if letter in "\t\n\r" or (letter >= " " and not "\ud800" <= letter <= "\udfff")
    )


def _json(title: str, here: str, told: list[Told]) -> bytes:
    entries = [
        {
            "id": f"{here}#{one.notice.pk}",
            "url": one.url,
            "title": one.sentence,
            "content_text": one.sentence,
            "date_modified": one.notice.at.isoformat(),
        }
        for one in told
    ]
    data = {"version": "https://jsonfeed.org/version/1.1", "title": title, "feed_url": here, "items": entries}
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
