"""What follows when readers may see something else of an article than before."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tintuc.jobs.together import at_end
from tintuc.publishing.actions.bake_marked import bake_marked
from tintuc.publishing.actions.count import count_days_of
from tintuc.publishing.marks import alone, write
from tintuc.stories.models import Article, Placement, Release

logger = logging.getLogger(__name__)

#: Kinds of blocks of which no list shows anything.
WORDS = frozenset({"paragraph", "crosshead", "quote", "turn", "entry", "list", "table"})


class _Waiting(threading.local):
    """Tags whose pages this thread bakes when the transaction that marked them is kept."""

    def __init__(self) -> None:
        self.tags: set[str] = set()


_waiting = _Waiting()


def changed(
    article: Article,
    placements: Sequence[Placement],
    *,
    moved: bool,
    listed: bool = True,
    corrected: bool = False,
    new: bool = False,
) -> None:
    """Count the days concerned anew, mark what shows the article, and bake the pages of its story once that is kept.

    ``moved`` says that an address has come or gone, which other languages and the site map tell of, too; ``listed``,
    that lists may show something else of the article than before; ``corrected``, that its corrections are others, which
    the pages of its other languages tell of, too; ``new``, that readers never had it before, so no page offers it. In
    the caller's transaction, so none of it is forgotten if the machine dies: what was not baked at once is marked. What
    one action changes is marked together.
    """
    own = f"article:{article.pk}" if moved or listed else f"text:{article.pk}"
    at_once = {own, f"languages:{article.story_id}" if moved else f"made-from:{article.pk}"}
    tags = set(at_once)
    if moved:
        tags.add(f"alt:{article.story_id}")
    if moved or listed:
        tags.add(f"shown:{article.pk}")
        if not new:
            # Where an article that has gone is offered, its link leads nowhere; another headline can wait a while.
            tags.add(f"beside:{article.pk}" if moved else f"offered:{article.pk}")
        for placement in placements:
            tags |= {f"list:{placement.edition_id}", f"section:{placement.section_id}"}
    else:
        tags.add(f"told:{article.pk}")
    if corrected:
        tags.add(f"corrected:{article.story_id}")
    at_end(_follow, _Change(at_once, tags, placements), last=True)


@dataclass(frozen=True)
class _Change:
    at_once: set[str]  #: tags of the article's own pages, and of those made from it
    tags: set[str]
    placements: Sequence[Placement]


def _follow(changes: list[_Change]) -> None:
    with transaction.atomic(savepoint=False):
        alone()
        days = count_days_of(placement for change in changes for placement in change.placements)
        write({f"days:{edition}" for edition in days}.union(*(change.tags for change in changes)))
    _waiting.tags.update(*(change.at_once for change in changes))
    transaction.on_commit(_bake_now)


def listed_anew(release: Release, before: Release | None) -> bool:
    """Whether lists may show something else of the article with ``release`` than with the one ``before``, that they
    show until now.

    Everything but words of the body counts: headline, picture, byline, correction … A second release of an article
    that was corrected is the first with a history, to which the list of corrections leads.
    """
    if before is None or _without_words(before.content) != _without_words(release.content):
        return True
    if not any(block["type"] == "correction" for block in release.content["body"]):
        return False
    shown = Release.objects.filter(article=release.article_id, closed_at=None, number__lt=before.number)
    return not shown.exists()


def _without_words(content: dict[str, Any]) -> dict[str, Any]:
    """What lists may show; whether somebody vouched for the words shows only on those of a machine."""
    shown = [block for block in content["body"] if block["type"] not in WORDS]
    return {**content, "body": shown, "vouched": content["vouched"] or content["origin"] != "machine"}


def _bake_now() -> None:
    """Bake the pages of all articles that one transaction changed, and those made from them, together.

    A failure is not the editor's: the marks stay and a worker tries again.
    """
    tags, _waiting.tags = sorted(_waiting.tags), set()
    if not tags:  # another change of the same transaction has baked them
        return
    try:
        bake_marked(tags)
    except Exception:
        logger.exception("Could not bake %s at once; they stay marked", ", ".join(tags))
