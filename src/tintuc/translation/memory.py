"""Earlier translations, offered again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from tintuc.network.permissions import sites_for
from tintuc.translation.memory_index import candidates, digest, normal
from tintuc.translation.models import MemoryUnit

#: Likeness, of 100, under which an earlier translation is more work than help.
LEAST = 70
#: Suggestions for one passage.
MOST = 8
#: Characters of a passage that are compared; longer ones are found word for word only.
LONGEST = 5000
#: What is read of a unit.
FIELDS = (
    "pk",
    "source",
    "target",
    "before",
    "after",
    "origin",
    "origin_note",
    "article_id",
    "key",
    "at",
    "by__username",
)


@dataclass(frozen=True)
class Suggestion:
    """An earlier translation of the same or a like passage."""

    kind: str  #: ``same place``: between the same neighbours; ``exact``; ``fuzzy``
    score: int  #: likeness of the sources, of 100
    source: str
    target: str
    origin: str
    origin_note: str
    article: int | None
    key: str
    at: dt.datetime
    by: str


def look_up(
    text: str,
    *,
    source_language: str,
    language: str,
    by: Any,
    before: str = "",
    after: str = "",
    least: int = LEAST,
    most: int = MOST,
) -> list[Suggestion]:
    """Earlier translations that ``by`` may read, best first: same place, exact, then by likeness.

    ``before`` and ``after`` are the passages around it in the source. Each translation is offered once.
    """
    clean = normal(text)
    if not clean:
        return []
    allowed = readable(by).filter(source_language=source_language, language=language)
    found = _exact(allowed, clean, digest(before), digest(after), most)
    if len(found) < most and len(clean) <= LONGEST:
        found += _fuzzy(allowed, clean, source_language, language, least)
    unique: dict[str, Suggestion] = {}
    for one in found:
        unique.setdefault(normal(one.target), one)
    return list(unique.values())[:most]


def readable(user: Any) -> QuerySet[MemoryUnit]:
    """What a person may read: what is open to the network, and what belongs to a site they work on. None: the open."""
    if user is not None and not (user.is_active and sites_for(user, "view")):
        return MemoryUnit.objects.none()
    mine = sites_for(user, "view") if user is not None else set()
    return MemoryUnit.objects.filter(Q(open=True) | Q(site__in=mine)) if mine else MemoryUnit.objects.filter(open=True)


def _exact(allowed: QuerySet[MemoryUnit], clean: str, before: int, after: int, most: int) -> list[Suggestion]:
    rows = allowed.filter(source_digest=digest(clean)).order_by("-at")[: 10 * most].values(*FIELDS)
    same = [row for row in rows if normal(row["source"]) == clean]
    placed = [row for row in same if (row["before"], row["after"]) == (before, after) and (before or after)]
    seen = {row["pk"] for row in placed}
    return [
        *(_suggestion("same place", 100, row) for row in placed),
        *(_suggestion("exact", 100, row) for row in same if row["pk"] not in seen),
    ]


def _fuzzy(
    allowed: QuerySet[MemoryUnit], clean: str, source_language: str, language: str, least: int
) -> list[Suggestion]:
    rows = {
        row["pk"]: row for row in allowed.filter(pk__in=candidates(clean, source_language, language)).values(*FIELDS)
    }
    sources = {pk: normal(row["source"])[:LONGEST] for pk, row in rows.items()}
    near = process.extract(clean, sources, scorer=fuzz.ratio, score_cutoff=least, limit=3 * MOST)
    # Rounded down, so that only the same text is offered as the same.
    return [_suggestion("fuzzy", min(99, int(score)), rows[pk]) for text, score, pk in near if text != clean]


def _suggestion(kind: str, score: int, row: dict[str, Any]) -> Suggestion:
    return Suggestion(
        kind=kind,
        score=score,
        source=row["source"],
        target=row["target"],
        origin=row["origin"],
        origin_note=row["origin_note"],
        article=row["article_id"],
        key=row["key"],
        at=row["at"],
        by=row["by__username"] or "",
    )


def every(site: int | None = None, source_language: str = "", language: str = "") -> Iterator[MemoryUnit]:
    """All open units, or a site's, oldest first."""
    units = MemoryUnit.objects.filter(site=site) if site else MemoryUnit.objects.filter(open=True)
    if source_language:
        units = units.filter(source_language=source_language)
    if language:
        units = units.filter(language=language)
    yield from units.order_by("pk").select_related("by").iterator(chunk_size=2000)
