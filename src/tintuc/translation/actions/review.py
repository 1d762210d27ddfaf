"""A person has read passages beside their source."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tintuc.network.permissions import require
from tintuc.stories.models import Article
from tintuc.translation.actions.count import count
from tintuc.translation.errors import TranslationRefused, require_seen
from tintuc.translation.models import Unit
from tintuc.translation.queries import DRAFT, TRANSLATED, units


@transaction.atomic
def review(
    *,
    article: Article,
    keys: Collection[str],
    by: Any,
    seen: Mapping[str, str] | None = None,
    sources: Mapping[str, str] | None = None,
) -> int:
    """Record that ``by`` has reviewed passages of the latest version; return how many were not before.

    Raises :class:`TranslationRefused` if one of them has no words or lags behind its source, and
    :class:`PassageChanged` if other words stand there than were looked at: ``seen`` and ``sources`` hold their digests.
    """
    require(by, "translate", article.story.site_id)
    Article.hold([article.pk])
    views = {view.key: view for view in units(article.newest())}
    if not all(key in views and views[key].done and views[key].target.strip() for key in keys):
        raise TranslationRefused(_("Only passages that are translated from the source as it is now can be reviewed."))
    for key in keys:
        view = views[key]
        require_seen(
            key, ((seen or {}).get(key, ""), view.target_digest), ((sources or {}).get(key, ""), view.source_digest)
        )
    fresh = [key for key in keys if views[key].state in {DRAFT, TRANSLATED}]
    return mark_reviewed(article, fresh, by)


def mark_reviewed(article: Article, keys: Collection[str], by: Any) -> int:
    """Set the state, for a caller who has asked for the right and looked at the words."""
    mine = Unit.objects.filter(article=article.pk, key__in=keys)
    done = mine.update(state=Unit.State.REVIEWED, reviewed_by=by, reviewed_at=timezone.now())
    count(story=article.story, articles=[article.pk])
    return done
