"""Lets one finding pass, with a name and a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tintuc.integrity.duties import look_soon
from tintuc.integrity.errors import WaiverRefused
from tintuc.integrity.models import Waiver
from tintuc.integrity.queries import inspect
from tintuc.network.permissions import require
from tintuc.stories.models import Article

#: Shorter is no reason.
SHORTEST = 8


@transaction.atomic
def waive(*, article: Article, fingerprint: str, reason: str, by: Any, until: dt.datetime | None = None) -> Waiver:
    """Waive one finding of the article's latest version.

    Raises ``NotAllowed``, or :class:`WaiverRefused` if the finding is not there any more, is of a kind that is mended
    and never waived, or if no real reason is given.
    """
    require(by, "waive", article.story.site_id)
    Article.hold([article.pk])
    reason = reason.strip()
    if len(reason) < SHORTEST:
        raise WaiverRefused(_("Say in a few words why this may pass: readers of the record will ask."))
    report = inspect(article.newest())
    finding = next((one for one in report.findings if one.fingerprint == fingerprint), None)
    if finding is None:
        raise WaiverRefused(_("This finding is gone: the text has changed. Look again."))
    if not finding.may_be_waived:
        raise WaiverRefused(_("This is mended, not waived."))
    take_back(article=article, fingerprint=fingerprint, by=by)
    look_soon(article.pk, dt.timedelta(0))
    return Waiver.objects.create(
        article_id=article.pk,
        fingerprint=fingerprint,
        check_id=finding.check,
        quote=finding.quote[:2000],
        reason=reason,
        by=by,
        until=until,
    )


@transaction.atomic
def take_back(*, article: Article, fingerprint: str, by: Any) -> int:
    """End a waiver; the record of it stays. Returns how many were ended (0 or 1).

    A release that is under way counts on it; none that follows does.
    """
    require(by, "waive", article.story.site_id)
    Article.hold([article.pk])
    current = Waiver.objects.filter(article_id=article.pk, fingerprint=fingerprint, taken_back_at=None)
    look_soon(article.pk, dt.timedelta(0))
    return current.update(taken_back_at=timezone.now())
