"""Sends a person what is open for them, as one message."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from tintuc.newsroom.models import Notice, NoticeSettings
from tintuc.newsroom.notices import said, settings_url, still_true

logger = logging.getLogger(__name__)


def language_of(person: Any) -> str:
    """The language in which a person works at the desk."""
    profile = getattr(person, "wagtail_userprofile", None)
    return (profile.get_preferred_language() if profile else "") or settings.LANGUAGE_CODE


def send_notices(*, person_id: int) -> int:
    """Mail what is open and still true, all in one message in the person's language; return how many notices.

    Who has no address, or wants no mail, keeps them for feed and desk. A message that was sent and not yet noted when
    the machine died is sent again: rather twice than never.
    """
    person = get_user_model().objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return 0
    wanted = NoticeSettings.of(person)
    rows = Notice.objects.filter(person=person, sent_at=None).exclude(kind__in=wanted.off)
    notices = list(rows.select_related("article__story__site", "article__latest_revision").order_by("at"))
    lapsed = [notice.pk for notice in notices if not still_true(notice)]
    Notice.objects.filter(pk__in=lapsed).delete()
    notices = [notice for notice in notices if notice.pk not in lapsed]
    if not notices:
        return 0
    now = timezone.now()
    if wanted.mail and person.email:
        _mail(person, notices)
        NoticeSettings.objects.filter(pk=wanted.pk).update(mailed_at=now)
    # What was added to a notice while it was on its way stays open, and goes with the next message.
    for notice in notices:
        Notice.objects.filter(pk=notice.pk, at=notice.at).update(sent_at=now)
    return len(notices)


def _mail(person: Any, notices: list[Notice]) -> None:
    with translation.override(language_of(person)):
        count = len(notices)
        subject = ngettext("%(count)d notice from the desk", "%(count)d notices from the desk", count)
        context = {"person": person, "told": said(notices), "settings_url": settings_url()}
        EmailMessage(
            subject=subject % {"count": count},
            body=render_to_string("newsroom/notices_mail.txt", context),
            to=[person.email],
            headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
        ).send()
