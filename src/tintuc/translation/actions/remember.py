"""Puts what somebody answers for into the memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.translation.memory_index import Writer, digest
from tintuc.translation.models import MemoryUnit, Unit


class _Made(NamedTuple):
    """What is asked of a unit."""

    source_text: str
    target_digest: str
    origin: str
    by_id: int | None


class _Known(NamedTuple):
    """What is asked of a passage that is remembered already."""

    pk: int
    target_digest: int
    before: int
    after: int
    open: bool


@transaction.atomic
def remember(
    *,
    article: Article,
    passages: Sequence[Passage] | None = None,
    keys: Collection[str] | None = None,
    by: Any = None,
    public: bool = False,
) -> int:
    """Remember the passages of a translation with the words they were made from; return how many are new or changed.

    ``passages`` are by default those of the newest version; ``keys`` narrows them to what was approved. ``public``
    opens them to the whole network. A machine's words are remembered only of an article somebody vouches for. A better
    translation of the same source takes the place of the one before; one of other words stands beside it.
    """
    if article.is_source:
        return 0
    version = article.newest() if passages is None else article
    if version.origin == Article.Origin.MACHINE and not version.vouched:
        return 0
    passages = version.passages() if passages is None else passages
    units = Unit.objects.filter(article=article.pk).values_list("key", *_Made._fields)
    made = {key: _Made(*unit) for key, *unit in units}
    placed = [
        (passage, made[passage.key])
        for passage in passages
        if passage.text.strip()
        and not passage.language
        and passage.key in made
        and made[passage.key].target_digest == passage.digest
    ]
    digests = [digest(unit.source_text) for _, unit in placed]
    rows = MemoryUnit.objects.filter(article=article.pk).order_by("pk")
    known = {row[:2]: _Known(*row[2:]) for row in rows.values_list("key", "source_digest", *_Known._fields)}
    fresh: list[MemoryUnit] = []
    changed = 0
    for number, (passage, unit) in enumerate(placed):
        if (keys is not None and passage.key not in keys) or not digests[number]:
            continue
        before = digests[number - 1] if number else 0
        after = digests[number + 1] if number + 1 < len(digests) else 0
        told = (digest(passage.text), before, after)
        old = known.get((passage.key, digests[number]))
        if old is not None and told == old[1:4] and (old.open or not public):
            continue
        one = _unit(article, passage, unit, by, public=public)
        one.before, one.after = before, after
        if old is None:
            fresh.append(one)
        else:
            # Words that are not public yet stay with the site, even if those they replace were.
            one.pk, one.open = old.pk, public or (old.open and old.target_digest == one.target_digest)
            one.save()
            changed += 1
    if fresh:
        _write(fresh)
    return len(fresh) + changed


def forget(*, article: Article) -> None:
    """Offer a withdrawn article's passages to its own site only: what was wrong there is not to spread."""
    MemoryUnit.objects.filter(article=article.pk).update(open=False)


def _unit(article: Article, passage: Passage, unit: _Made, by: Any, *, public: bool) -> MemoryUnit:
    machine = unit.origin == Unit.Origin.MACHINE or article.origin != Article.Origin.HUMAN
    return MemoryUnit(
        source_language=article.source_language,
        language=article.language,
        source=unit.source_text,
        target=passage.text,
        source_digest=digest(unit.source_text),
        target_digest=digest(passage.text),
        origin=MemoryUnit.Origin.MACHINE if machine else MemoryUnit.Origin.HUMAN,
        origin_note=article.engine if machine else "",
        article=article,
        key=passage.key,
        site_id=article.story.site_id,
        open=public,
        by_id=by.pk if by else unit.by_id,
        at=timezone.now(),
    )


def _write(units: list[MemoryUnit]) -> None:
    MemoryUnit.objects.bulk_create(units, batch_size=500)
    writer = Writer()
    for unit in units:
        writer.add(unit.pk, unit.source, unit.source_language, unit.language)
    writer.close()
