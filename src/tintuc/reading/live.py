"""A live story: its entries newest first, each with what follows it in the body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tintuc.network.dates import Moment, moment, zone_name
from tintuc.network.models import Edition
from tintuc.publishing.assets import asset
from tintuc.reading.body import Shape
from tintuc.reading.styles import STATIC

LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass
class Live:
    """What a live page shows beside what every article shows."""

    before: list[Shape]  #: what stands above the entries: an introduction, the key points
    groups: list[list[Shape]]  #: an entry and what belongs to it, newest first
    zone: str
    ended: Moment | None = None
    script: str = ""  #: asks for new entries; empty once it has ended


def live(body: list[Shape], content: Mapping[str, Any], edition: Edition) -> Live | None:
    """The live page, or None for other formats."""
    if content["format"] != "live":
        return None
    first = next((number for number, block in enumerate(body) if block["kind"] == "entry"), len(body))
    before, groups = body[:first], _groups(body[first:])
    if points := next((block for block in before if block["kind"] == "list"), None):
        points["points"] = True
    ended = moment(dt.datetime.fromisoformat(content["ended_at"]), edition) if content.get("ended_at") else None
    zone = zone_name(dt.datetime.now(edition.zone), edition)
    return Live(before, groups, zone, ended, "" if ended else asset(STATIC / "js" / "live.js"))


def _groups(body: list[Shape]) -> list[list[Shape]]:
    groups: list[list[Shape]] = []
    for block in body:
        if block["kind"] == "entry":
            groups.append([block])
        else:
            groups[-1].append(block)
    # Entries without a moment come first: they are the ones an editor is just writing.
    groups.sort(key=lambda group: group[0]["when"] or LATEST, reverse=True)
    day = ""
    for group in groups:
        if at := group[0]["at"]:
            group[0]["day"], day = ("" if at.day == day else at.day), at.day
    return groups
