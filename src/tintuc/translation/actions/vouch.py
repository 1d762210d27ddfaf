"""A person vouches for a whole article."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tintuc.network.permissions import require
from tintuc.stories.models import Article
from tintuc.translation.actions.remember import remember
from tintuc.translation.actions.review import mark_reviewed
from tintuc.translation.errors import require_seen
from tintuc.translation.queries import DRAFT, TRANSLATED, units


@transaction.atomic
def vouch(*, article: Article, by: Any, seen: str = "") -> None:
    """Record that ``by`` has read the latest version through and answers for exactly its words.

    Its passages are reviewed by that, and the memory takes them up. Changing one word ends it:
    :attr:`Article.vouched` compares digests. ``seen`` is the digest of the words that were read; if others stand there
    by now :class:`PassageChanged` is raised.
    """
    require(by, "translate", article.story.site_id)
    Article.hold([article.pk])
    version = article.newest()
    require_seen("", (seen, version.words_digest()))
    version.vouched_by, version.vouched_digest = by, version.words_digest()
    Article.objects.filter(pk=article.pk).update(vouched_by=by, vouched_digest=version.vouched_digest)
    mark_reviewed(article, [view.key for view in units(version) if view.state in {DRAFT, TRANSLATED}], by)
    remember(article=version, passages=version.passages(), by=by)
