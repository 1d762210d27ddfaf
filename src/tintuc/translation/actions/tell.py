"""Tells translations that their source has changed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils import timezone

from tintuc.stories.models import Article
from tintuc.translation.models import Told, Unit
from tintuc.translation.queries import translations_of
from tintuc.translation.signals import source_changed


def tell(*, article: Article, by: Any = None) -> None:
    """Compare the words of ``article`` with those its translations last heard of, and announce what changed.

    Called with each saved version. Nothing depends on it to be stale: that is seen from the digests. It notes since
    when, and lets others send word.
    """
    translations = list(translations_of(article).values_list("pk", flat=True))
    if not translations:
        return
    now = {passage.key: passage.digest for passage in article.passages() if passage.text.strip()}
    told, _ = Told.objects.get_or_create(article_id=article.pk, defaults={"digests": now})
    before = told.digests
    if before == now:
        return
    Told.objects.filter(pk=told.pk).update(digests=now, at=timezone.now())
    changed = {key for key in now.keys() & before.keys() if now[key] != before[key]}
    source_changed.send(
        Article,
        article=article,
        by=by,
        changed=changed,
        added=now.keys() - before.keys(),
        removed=before.keys() - now.keys(),
        stale=_mark(translations, now),
    )


def _mark(translations: list[int], now: dict[str, str]) -> dict[int, set[str]]:
    """Note since when units lag behind, and that others do no more; return what turned stale."""
    stale: dict[int, set[str]] = defaultdict(set)
    turned, fresh = [], []
    rows = Unit.objects.filter(article__in=translations, source_digest__gt="")
    for pk, article, key, digest, since in rows.values_list("pk", "article", "key", "source_digest", "stale_since"):
        lags = key in now and now[key] != digest
        if lags and since is None:
            turned.append(pk)
            stale[article].add(key)
        elif since is not None and not lags:
            fresh.append(pk)
    Unit.objects.filter(pk__in=turned).update(stale_since=timezone.now())
    Unit.objects.filter(pk__in=fresh).update(stale_since=None)
    return dict(stale)
