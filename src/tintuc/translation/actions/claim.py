"""Claims a block while somebody writes in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tintuc.network.permissions import require
from tintuc.stories.models import Article
from tintuc.translation.errors import Claimed
from tintuc.translation.models import Claim

#: How long a claim lasts that is not renewed; the screen renews it three times in that.
LASTS = dt.timedelta(seconds=90)


def claim(*, article: Article, place: str, by: Any) -> Claim:
    """Claim or renew ``place`` (a block's id or a field's name). Raises :class:`Claimed` if somebody else holds it."""
    require(by, "translate", article.story.site_id)
    return take(article, place, by)


def take(article: Article, place: str, by: Any) -> Claim:
    """The same, for a caller who has asked for the right."""
    rows = Claim.objects.filter(article=article.pk, place=place[:80])
    while True:
        now = timezone.now()
        if not rows.filter(Q(by=by) | Q(until__lt=now)).update(by=by, until=now + LASTS):
            try:
                with transaction.atomic():
                    return Claim.objects.create(article_id=article.pk, place=place[:80], by=by, until=now + LASTS)
            except IntegrityError:
                pass
        held = rows.select_related("by").first()
        if held is None:  # let go in this moment
            continue
        if held.by_id != by.pk:
            raise _refusal(held)
        return held


def let_go(*, article: Article, by: Any, place: str = "") -> None:
    """End a person's claim of a place, or all claims the person has in the article."""
    mine = Claim.objects.filter(article=article.pk, by=by)
    (mine.filter(place=place) if place else mine).delete()


def require_free(article: Article, places: set[str], by: Any) -> None:
    """Raise :class:`Claimed` if somebody else is writing in one of the places."""
    now = timezone.now()
    others = Claim.objects.filter(article=article.pk, place__in=places, until__gte=now).exclude(by=by)
    if held := others.select_related("by").first():
        raise _refusal(held)


def _refusal(held: Claim) -> Claimed:
    name = held.by.get_full_name() or held.by.get_username()
    return Claimed(_("%(person)s is writing here now.") % {"person": name}, held.place, name)
