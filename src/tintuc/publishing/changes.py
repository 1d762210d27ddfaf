"""What follows when readers may see something else of an article than before."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from django.db import transaction

from tintuc.publishing.actions.bake import bake_pages
from tintuc.publishing.actions.count import count_days_of
from tintuc.publishing.bakery import refs_for
from tintuc.publishing.marks import mark
from tintuc.stories.models import Article, Placement

logger = logging.getLogger(__name__)


class _Waiting(threading.local):
    """Articles whose pages this thread bakes when the transaction that changed them is kept."""

    def __init__(self) -> None:
        self.articles: set[int] = set()


_waiting = _Waiting()


def changed(article: Article, placements: Sequence[Placement], *, moved: bool) -> None:
    """Count the days concerned anew, mark what shows the article, and bake its own pages once the change is kept.

    ``moved`` says that an address has come or gone, which other languages and the site map tell of, too. In the
    caller's transaction, so none of it is forgotten if the machine dies: what was not baked at once is marked.
    """
    tags = {f"story:{article.story_id}", f"article:{article.pk}"}
    tags |= {f"days:{edition}" for edition in count_days_of(placements)}
    if moved:
        tags.add(f"alt:{article.story_id}")
    for placement in placements:
        tags |= {f"list:{placement.edition_id}", f"section:{placement.section_id}"}
    mark(tags)
    _waiting.articles.add(article.pk)
    transaction.on_commit(_bake_now)


def _bake_now() -> None:
    """Bake the pages of all articles that one transaction changed, together.

    A failure is not the editor's: the marks stay and a worker tries again.
    """
    articles, _waiting.articles = sorted(_waiting.articles), set()
    try:
        bake_pages(refs_for(f"article:{pk}" for pk in articles))
    except Exception:
        logger.exception("Could not bake articles %s at once; they stay marked", articles)
