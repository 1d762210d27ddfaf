"""A translator's own queue: what is theirs, and what in their languages waits for somebody."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from tintuc.network.permissions import sites_for
from tintuc.newsroom.board import SORTS, Line, cells_of
from tintuc.translation.models import Progress, Stage, WorkingLanguages

#: Lines a list shows; the board has the rest.
SHOWN = 60
#: What asks for a translator.
OPEN = (Stage.LIVE_STALE, Stage.STALE, Stage.DRAFT, Stage.WORK, Stage.HOLD, Stage.MISSING)


def languages_of(user: Any) -> tuple[list[str], list[str]]:
    """The languages the person translates from and into; empty lists if they have not said."""
    row = WorkingLanguages.objects.filter(person=user).first()
    return (row.sources, row.targets) if row else ([], [])


def mine(user: Any) -> list[Line]:
    """What the person has claimed or been given and what is not done, the most urgent first."""
    rows = Progress.objects.filter(
        article__assignment__person=user, site__in=sites_for(user, "translate"), stage__in=[*OPEN, Stage.CHANGED]
    )
    return _lines(rows)


def waiting(user: Any) -> list[Line]:
    """What nobody has, in the person's languages, the most urgent first. All languages while they have not said."""
    sources, targets = languages_of(user)
    rows = Progress.objects.filter(site__in=sites_for(user, "translate"), stage__in=OPEN)
    rows = rows.exclude(Q(article__isnull=False) & Q(language=_source()))
    rows = rows.filter(Q(article=None) | Q(article__assignment=None))
    if targets:
        rows = rows.filter(language__in=targets)
    if sources:
        rows = rows.filter(story__source_language__in=sources)
    return _lines(rows)


def _source() -> Any:
    from django.db.models import F

    return F("story__source_language")


def _lines(rows: QuerySet[Progress]) -> list[Line]:
    """Live and stale first; then by the nearest moment; then by reads."""
    found = list(rows.order_by(*SORTS["urgent"]).select_related("story__site")[:SHOWN])
    cells = cells_of([row.story for row in found])
    lines = []
    for at, row in enumerate(found):
        own = [cell for cell in cells[at] if cell.language in {row.language, row.story.source_language}]
        lines.append(Line(row.story, own, {row.language}))
    return lines
