"""Marks what readers have been given."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.translation.models import Unit


def finish(*, article: Article, passages: Iterable[Passage]) -> None:
    """Call the passages of a release final. A machine's draft that nobody has looked at stays one, labelled or not."""
    released = {passage.key: passage.digest for passage in passages if passage.text.strip()}
    mine = Unit.objects.filter(article=article.pk, state__in=[Unit.State.TRANSLATED, Unit.State.REVIEWED])
    keys = [key for key, digest in mine.values_list("key", "target_digest") if released.get(key) == digest]
    if keys:
        mine.filter(key__in=keys).update(state=Unit.State.FINAL)
