"""Releases an article."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy

from tintuc.jobs.together import together
from tintuc.network.permissions import require
from tintuc.stories.actions.publish import publish
from tintuc.stories.errors import StoryError
from tintuc.stories.models import Article

NOWHERE = gettext_lazy("Place the article on an edition first: it has nowhere to go.")


def release(*, article: Article, by: Any, at: dt.datetime | None = None) -> Article:
    """Release the latest version of an article to its placements, now or ``at`` a moment; return it as it now is.

    ``by`` is the person, or None for the command line. Raises ``NotAllowed``, ``NotCleared`` with the findings, or
    :class:`StoryError` where there is nowhere to release it to.
    """
    with together():
        row = Article.objects.select_related("story").only("story__site", "latest_revision").get(pk=article.pk)
        if by is not None:
            require(by, "release", row.story.site_id)
        require_placement(row)
        revision = None
        if at is not None or row.latest_revision_id is None:
            version = row.newest()
            version.go_live_at = at or version.go_live_at
            revision = version.save_revision(user=by)
        [going] = publish(revisions={row.pk: revision}, by=by)
        if going.refusal:
            raise going.refusal
    return going.version if going.release else Article.objects.get(pk=article.pk)


def require_placement(article: Article) -> None:
    """Raise :class:`StoryError` for an article that has nowhere to go."""
    if not article.placements.exists():
        raise StoryError(str(NOWHERE))
