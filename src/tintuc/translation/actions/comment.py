"""Comments on a block, and settles what was said."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tintuc.network.permissions import require
from tintuc.stories.models import Article
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.models import Comment

#: Characters of one comment.
MOST = 2000


def comment(*, article: Article, place: str, text: str, by: Any) -> Comment:
    """Say something about a block (by its id) or a field (by its name) to whoever works on the article."""
    require(by, "view", article.story.site_id)
    text = text.strip()
    if not text:
        raise TranslationRefused(_("Write the comment first."))
    if len(text) > MOST:
        raise TranslationRefused(_("The comment is too long: %(count)s characters at most.") % {"count": MOST})
    return Comment.objects.create(article_id=article.pk, place=place[:80], text=text, by=by)


def resolve(*, article: Article, place: str, by: Any) -> int:
    """Settle all that was said about a place; return how many comments were open."""
    require(by, "view", article.story.site_id)
    said = Comment.objects.filter(article=article.pk, place=place, resolved_at=None)
    return said.update(resolved_by=by, resolved_at=timezone.now())


def reopen(*, article: Article, place: str, by: Any) -> int:
    """Open what was settled about a place again; return how many comments that are."""
    require(by, "view", article.story.site_id)
    said = Comment.objects.filter(article=article.pk, place=place, resolved_at__isnull=False)
    return said.update(resolved_by=None, resolved_at=None)
