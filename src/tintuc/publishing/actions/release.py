"""Releases an article."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tintuc.network.permissions import require
from tintuc.stories.errors import StoryError
from tintuc.stories.models import Article


def release(*, article: Article, by: Any, at: dt.datetime | None = None) -> Article:
    """Release the latest version of an article to its placements, now or ``at`` a moment; return it as it now is.

    ``by`` is the person, or None for the command line. Raises ``NotAllowed``, ``NotCleared`` with the findings, or
    :class:`StoryError` where there is nowhere to release it to.
    """
    article = Article.objects.select_related("story").get(pk=article.pk)
    if by is not None:
        require(by, "release", article.story.site_id)
    require_placement(article)
    revision = article.latest_revision or article.save_revision(user=by)
    if at is not None:
        with transaction.atomic():
            version = revision.as_object()
            version.go_live_at = at
            revision = version.save_revision(user=by)
            article.refresh_from_db()
            article.publish(revision, user=by, skip_permission_checks=True)
    else:
        article.publish(revision, user=by, skip_permission_checks=True)
    article.refresh_from_db()
    return article


def require_placement(article: Article) -> None:
    """Raise :class:`StoryError` for an article that has nowhere to go."""
    if not article.placements.exists():
        raise StoryError(_("Place the article on an edition first: it has nowhere to go."))
