"""Withdraws an article."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.log_actions import log

from tintuc.jobs.together import together
from tintuc.network.permissions import require
from tintuc.stories.errors import StoryError
from tintuc.stories.models import Article


def withdraw(*, article: Article, by: Any, reason: str = "") -> Article:
    """Take a live article down everywhere; its addresses answer with a notice. Return it as it now is.

    Raises ``NotAllowed``, or :class:`StoryError` if it is not live.
    """
    with together():
        Article.hold([article.pk])
        article = Article.objects.select_related("story").get(pk=article.pk)
        if by is not None:
            require(by, "withdraw", article.story.site_id)
        if not article.live:
            raise StoryError(_("This article is not live, so there is nothing to withdraw."))
        UnpublishAction(article, user=by, log_action=False).execute(skip_permission_checks=True)
        log(instance=article, action="wagtail.unpublish", user=by, data={"reason": reason})
    article.refresh_from_db()
    return article
