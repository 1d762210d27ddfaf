"""What notices say, and who is to be told what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tintuc.integrity.cards import titles
from tintuc.integrity.queries import zone_of
from tintuc.network.models import Network
from tintuc.network.permissions import sites_for
from tintuc.newsroom.board import title_of
from tintuc.newsroom.models import Notice
from tintuc.newsroom.work import work_path
from tintuc.stories.models import Article
from tintuc.translation.models import Assignment, Progress, Unit, WorkingLanguages


@dataclass(frozen=True)
class Told:
    """A notice in the language that is active now."""

    notice: Notice
    sentence: str
    url: str  #: absolute


def people_of(article: Article, keys: Iterable[str] = ()) -> list[Any]:
    """Who is to be told about an article: whoever has it, wrote its newest version, or wrote the passages ``keys``.

    Where that is nobody, those who have said that they translate into its language on its site.
    """
    people = set(Assignment.objects.filter(article=article.pk).values_list("person", flat=True))
    people |= set(Article.objects.filter(pk=article.pk).values_list("latest_revision__user", flat=True))
    people |= set(Unit.objects.filter(article=article.pk, key__in=list(keys)).values_list("by", flat=True))
    people.discard(None)
    users = get_user_model().objects
    if not people:
        here = users.filter(memberships__site=article.story.site_id).values("pk")
        rows = WorkingLanguages.objects.filter(person__in=here)
        people = {row.person_id for row in rows if article.language in row.targets}
    return list(users.filter(pk__in=people, is_active=True))


def newest_for(person: Any, limit: int = 50) -> list[Told]:
    """The newest notices a person may still see, said in the language that is active now."""
    rows = Notice.objects.filter(person=person, article__story__site__in=sites_for(person, "view"))
    return said(rows.select_related("article__story__site", "article__latest_revision")[:limit])


def said(notices: Iterable[Notice]) -> list[Told]:
    """Notices as sentences."""
    network = Network.current()
    return [
        Told(notice, sentence_of(notice), network.address(network.desk_host, work_path(notice.article)))
        for notice in notices
    ]


def still_true(notice: Notice) -> bool:
    """Whether there is still something to tell: what is not stale any more is nobody's news."""
    if notice.kind != Notice.Kind.STALE:
        return True
    return Progress.objects.filter(article=notice.article_id, stale__gt=0).exists()


def sentence_of(notice: Notice) -> str:
    """The notice in a sentence."""
    values, article = notice.values, notice.article
    facts = {"title": title_of(article) or article.story.slugline, "language": article.get_language_display()}
    by = values.get("by", "")
    if notice.kind == Notice.Kind.STALE:
        count = len(values.get("keys", []))
        says = ngettext(
            "“%(title)s” (%(language)s): %(count)d passage is stale since the source was changed.",
            "“%(title)s” (%(language)s): %(count)d passages are stale since the source was changed.",
            count,
        )
        return says % (facts | {"count": count})
    if notice.kind == Notice.Kind.ASSIGNED:
        if values.get("due"):
            zone = zone_of(article)
            due = date_format(dt.datetime.fromisoformat(values["due"]).astimezone(zone), "DATETIME_FORMAT")
            facts |= {"by": by, "due": f"{due} ({zone})"}
            return _("%(by)s assigned “%(title)s” (%(language)s) to you, due %(due)s.") % facts
        return _("%(by)s assigned “%(title)s” (%(language)s) to you.") % (facts | {"by": by})
    if notice.kind == Notice.Kind.COMMENTED:
        count = len(values.get("comments", []))
        says = ngettext(
            "%(by)s commented on “%(title)s” (%(language)s): %(text)s",
            "%(count)d comments on “%(title)s” (%(language)s), the last by %(by)s: %(text)s",
            count,
        )
        return says % (facts | {"count": count, "by": by, "text": values.get("text", "")})
    why = ", ".join(titles(values.get("checks", []))) or values.get("reason", "")
    return _("“%(title)s” (%(language)s) was refused at the gate: %(why)s") % (facts | {"why": why})


def settings_url() -> str:
    """Where a person says how they want to be told."""
    network = Network.current()
    return network.address(network.desk_host, reverse("newsroom_notices", urlconf="tintuc.config.urls"))
