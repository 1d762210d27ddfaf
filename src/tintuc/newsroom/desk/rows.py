"""The rows of the translation desk: every passage of the source beside its translation, and what was added here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.translation.differences import differences
from tintuc.translation.exchange.sheet import is_table, room_of
from tintuc.translation.queries import STALE, Added, UnitView, added_among, records, units_among
from tintuc.translation.words import cleaned, is_rich, values_of

#: What the desk calls the places words stand in.
KINDS = {
    "kicker": _("kicker"),
    "headline": _("headline"),
    "standfirst": _("standfirst"),
    "dateline": _("dateline"),
    "paragraph": _("paragraph"),
    "crosshead": _("crosshead"),
    "quote": _("quote"),
    "turn": _("turn"),
    "picture": _("picture"),
    "table": _("table"),
    "list": _("list"),
    "embed": _("embed"),
    "correction": _("correction"),
    "entry": _("entry"),
}
PARTS = {
    "text": _("words"),
    "attribution": _("who said it"),
    "speaker": _("speaker"),
    "alt": _("alt text"),
    "caption": _("caption"),
    "credit": _("credit line"),
    "cells": _("cells"),
    "title": _("title"),
    "headline": _("headline"),
}


def rows(version: Article, source: Article) -> list[dict[str, Any]]:
    """All rows, in the order readers will have, each as plain data for the screen's scripts.

    ``value`` is what the target's field holds: inline markup without its paragraph if ``rich``, else plain text.
    """
    theirs, mine = source.passages(), version.passages()
    known = records(version)
    sides = _Sides(theirs, source.raw_body()), _Sides(mine, version.raw_body())
    found = [_unit(view, *sides) for view in units_among(theirs, mine, known, source)]
    after = _neighbours(version)
    for one in added_among(theirs, mine, known):
        row = _own(one, sides[1])
        found.insert(_place(found, row["place"], after), row)
    return found


class _Sides:
    """The passages of one side and their stored values."""

    def __init__(self, passages: list[Passage], body: list[dict[str, Any]]) -> None:
        self.passages = {passage.key: passage for passage in passages}
        self.values = values_of(passages, body)

    def shown(self, key: str) -> str:
        """A value as a field holds it."""
        passage = self.passages.get(key)
        return shown(passage, self.values.get(key, "")) if passage else ""


def shown(passage: Passage, value: str) -> str:
    """A stored value as a field of the screen holds it: inline markup without its paragraph, or plain text."""
    if not is_rich(passage):
        return value
    return cleaned(value, rich=True).removeprefix("<p>").removesuffix("</p>")


def _unit(view: UnitView, theirs: _Sides, mine: _Sides) -> dict[str, Any]:
    passage = theirs.passages[view.key]
    return {
        **_where(passage),
        **state_of(view),
        "source": theirs.shown(view.key),
        "sourceDigest": view.source_digest,
        "value": mine.shown(view.key),
        "added": False,
    }


def state_of(view: UnitView) -> dict[str, Any]:
    """What a row says of its state: all that changes with a save or a step of the work."""
    return {
        "key": view.key,
        "digest": view.target_digest if view.target.strip() else "",
        "state": view.state,
        "origin": view.origin,
        "engine": view.engine,
        "edited": view.edited,
        "note": view.note,
        "by": view.by,
        "at": view.at.isoformat() if view.at else "",
        "reviewer": view.reviewed_by,
        "since": view.stale_since.isoformat() if view.stale_since else "",
        "upstream": view.upstream,
        "changes": differences(view.earlier_source, view.source) if view.state == STALE and view.earlier_source else [],
    }


def _own(one: Added, mine: _Sides) -> dict[str, Any]:
    key = one.passage.key
    return {
        **_where(one.passage),
        "key": key,
        "source": "",
        "value": mine.shown(key),
        "digest": one.passage.digest,
        "state": "added" if one.local else "lost",
        "note": one.note,
        "by": one.by,
        "at": one.at.isoformat() if one.at else "",
        "added": True,
        "changes": [],
    }


def _where(passage: Passage) -> dict[str, Any]:
    part = str(PARTS.get(passage.part, "")) if not passage.part.isdecimal() else str(int(passage.part) + 1)
    return {
        "place": passage.block or passage.field,
        "kind": passage.kind,
        "part": passage.part,
        "label": str(KINDS.get(passage.kind, passage.kind)),
        "partLabel": part,
        "rich": is_rich(passage),
        "lines": is_rich(passage) or is_table(passage) or passage.kind in {"quote", "standfirst", "correction"},
        "room": room_of(passage.kind, passage.part),
        "speaker": passage.speaker if passage.part == "text" else "",
    }


def _neighbours(version: Article) -> Mapping[str, list[str]]:
    """For each block, those before it in the translation, nearest first."""
    idents = [block["id"] for block in version.raw_body()]
    return {ident: idents[:number][::-1] for number, ident in enumerate(idents)}


def _place(found: list[dict[str, Any]], place: str, after: Mapping[str, list[str]]) -> int:
    """Where a row of a block of the translation's own goes: after its block's other rows, or its neighbour's."""
    last = {row["place"]: number for number, row in enumerate(found, 1)}
    if place in last:
        return last[place]
    before = next((last[one] for one in after.get(place, []) if one in last), None)
    if before is not None:
        return before
    return next((number for number, row in enumerate(found) if row["place"] not in KINDS), len(found))
