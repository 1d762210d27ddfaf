"""Proposes the unknown names of a story, when it begins to cross languages and when readers get it."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.names.actions.propose import propose
from tintuc.stories.models import Article
from tintuc.stories.passages import Passage


def propose_names(*, article: Article, passages: Iterable[Passage]) -> int:
    """Propose what may be names in a source article; return how many are new. A translation brings no new ones."""
    if not article.is_source:
        return 0
    texts = [passage.text for passage in passages if passage.text and not passage.language]
    return propose(texts=texts, language=article.language, article=article.pk, site=article.story.site_id)
