"""Records what each passage of a translation was made from."""

from __future__ import annotations

from typing import Any

from tintuc.stories.models import Article
from tintuc.translation.models import Unit
from tintuc.translation.queries import source_of


def record(*, article: Article, by: Any = None) -> None:
    """Note, for every passage of ``article`` whose words changed, the source it now answers to.

    Called with each saved version. A passage whose words stayed the same keeps its record, so it turns stale when its
    source changes; rewriting it is what makes it fresh.
    """
    source = source_of(article)
    if source is None:
        return
    sources = {passage.key: passage for passage in source.passages()}
    known = {unit.key: unit for unit in Unit.objects.filter(article=article.pk)}
    fresh = []
    for passage in article.passages():
        origin = sources.get(passage.key)
        unit = known.get(passage.key)
        if origin is None or not passage.text.strip() or (unit and unit.target_digest == passage.digest):
            continue
        fresh.append(
            Unit(
                article_id=article.pk,
                key=passage.key,
                source_digest=origin.digest,
                source_text=origin.text,
                target_digest=passage.digest,
                origin=Unit.Origin.MACHINE if article.origin == Article.Origin.MACHINE else Unit.Origin.HUMAN,
                by=by,
            )
        )
    Unit.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["article", "key"],
        update_fields=["source_digest", "source_text", "target_digest", "origin", "by", "at"],
    )
