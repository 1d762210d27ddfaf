"""Keeps the list of corrections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tintuc.publishing.marks import mark
from tintuc.stories.changes import reworded
from tintuc.stories.models import Article, Correction, Release


def record_corrections(released: Iterable[tuple[Article, Release, Release | None]]) -> set[int]:
    """Note the corrections that releases of some articles carry; return the articles whose are others than before.

    One that is new is tied to the blocks its release reworded. A correction stays tied to the release that brought it,
    and leaves the list when an editor takes its note out. The third of each is what readers had until now: if its notes
    were the same, and on days of their own, so is the list.
    """
    others, new = set(), []
    for article, release, before in released:
        other, mine = _compare(article, release, before)
        new += mine
        if other or mine:
            others.add(article.pk)
    Correction.objects.bulk_create(new)
    return others


def _compare(article: Article, release: Release, before: Release | None) -> tuple[bool, list[Correction]]:
    """Bring the corrections known of an article up to date; whether that moved any, and those still to be written."""
    notes = _notes(release)
    if not notes and release.number == 1:
        return False, []
    if before is not None and _notes(before) == notes and all(note.get("on") for note in notes.values()):
        return False, []
    first = release.number == 1  # nothing is known of it, and nothing came before
    known = {} if first else {one.block: one for one in Correction.objects.filter(article=article.pk)}
    if gone := [correction.pk for block, correction in known.items() if block not in notes]:
        Correction.objects.filter(pk__in=gone).delete()
    fresh = [block for block in notes if block not in known]
    last = article.releases.filter(number__lt=release.number).first() if fresh and not first else None
    changed = reworded(last.content, release.content) if last else []
    moved, new = bool(gone), []
    for block, note in notes.items():
        values = {"kind": note.get("kind") or "correction", "on": _day(note, release), "text": note["text"]}
        if block in known:
            moved |= _update(known[block], values)
        else:
            new.append(Correction(article_id=article.pk, release=release, block=block, blocks=changed, **values))
    if moved:  # out of a list, or to another year's
        mark(f"corrections:{edition}" for edition in article.placements.values_list("edition_id", flat=True))
    return moved, new


def _notes(release: Release) -> dict[str, dict[str, Any]]:
    """The corrections it carries, by block."""
    return {block["id"]: block["value"] for block in release.content["body"] if _is_note(block)}


def _is_note(block: dict[str, Any]) -> bool:
    return block["type"] == "correction" and bool(block["value"].get("text"))


def _day(note: dict[str, Any], release: Release) -> dt.date:
    """The day the editor gave, else that of the release."""
    return dt.date.fromisoformat(note["on"]) if note.get("on") else release.clearance.issued_at.date()


def _update(correction: Correction, values: dict[str, Any]) -> bool:
    if all(getattr(correction, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(correction, name, value)
    correction.save()
    return True
