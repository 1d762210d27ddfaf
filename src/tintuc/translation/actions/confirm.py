"""Confirms that a stale passage still says what its source says."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tintuc.network.permissions import require
from tintuc.stories.models import Article
from tintuc.translation.actions.count import count
from tintuc.translation.actions.record import keep
from tintuc.translation.errors import TranslationRefused, require_seen
from tintuc.translation.models import Unit
from tintuc.translation.queries import source_of
from tintuc.translation.signals import confirmed
from tintuc.translation.words import values


@transaction.atomic
def confirm(*, article: Article, key: str, by: Any, seen: str = "", source_seen: str = "") -> None:
    """Record that the passage ``key``, as it stands in the latest version, is right for the source as it is now.

    A machine's draft that is confirmed is a translation from then on: a person has looked at it. ``seen`` and
    ``source_seen`` are the digests of the two passages that were looked at; if others stand there by now
    :class:`PassageChanged` is raised.
    """
    require(by, "translate", article.story.site_id)
    Article.hold([article.pk])
    version = article.newest()
    source = source_of(version)
    passage = next((one for one in version.passages() if one.key == key and one.text.strip()), None)
    origin = next((one for one in source.passages() if one.key == key), None) if source else None
    if passage is None or origin is None:
        raise TranslationRefused(_("There is no translated passage here to confirm."))
    require_seen(key, (seen, passage.digest), (source_seen, origin.digest))
    keep(Unit.objects.filter(article=article.pk, key=key))
    Unit.objects.update_or_create(
        article_id=article.pk,
        key=key,
        defaults={
            "source_digest": origin.digest,
            "source_text": origin.text,
            "target_digest": passage.digest,
            "target_value": values(version)[key],
            "state": Unit.State.TRANSLATED,
            "stale_since": None,
            "by": by,
            "at": timezone.now(),
        },
    )
    count(story=version.story)
    confirmed.send(Article, article=article)
