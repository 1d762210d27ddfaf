"""Who stands behind an article: who reported, translated, checked and corrected it, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tintuc.network.dates import Moment, moment
from tintuc.publishing.records import Cleared, cleared, trail
from tintuc.publishing.shown import Shown

#: So many releases are told one by one; a live story may have hundreds.
TOLD = 12


@dataclass(frozen=True)
class Step:
    """One release, as a line of the trail."""

    number: int
    kind: str  #: first, update or correction
    at: Moment


@dataclass(frozen=True)
class Behind:
    """What stands in the trail under an article."""

    reported: list[str]
    pictured: list[str]
    edited: list[str]
    translated: list[str]
    engine: str
    read_through: bool
    checks: int  #: how many checks looked at exactly this text; 0 if that was not kept
    answered: int  #: objections of theirs that an editor answered with a reason
    checked: Moment | None
    steps: list[Step]  #: releases, newest first
    more: int  #: releases not told
    history: str  #: path of the page with the differences; empty if there is but one release


def history_path(path: str) -> str:
    """The address of an article's history."""
    return f"{path.removesuffix('.html')}/history.html"


def behind(placement: Shown, content: dict[str, Any]) -> Behind:
    """The trail of the release readers have before them."""
    article, edition = placement.article, placement.edition
    told = trail(article.pk) or []
    steps = [Step(step.number, step.kind, moment(step.at, edition)) for step in told[:TOLD]]
    clearance = _clearance(placement)
    return Behind(
        reported=_named(content, "reporter"),
        pictured=_named(content, "photographer"),
        edited=_named(content, "editor"),
        translated=_named(content, "translator"),
        engine=content["engine"] if content["origin"] != "human" else "",
        read_through=bool(content["vouched"]),
        checks=clearance.checks if clearance else 0,
        answered=clearance.answered if clearance else 0,
        checked=moment(clearance.at, edition) if clearance else None,
        steps=steps,
        more=max(len(told) - TOLD, 0),
        history=history_path(placement.path) if len(told) > 1 else "",
    )


def _clearance(placement: Shown) -> Cleared | None:
    """The clearance of the release; a preview has none yet."""
    number = placement.article.current_release.clearance_id
    return cleared(number) if number else None


def _named(content: dict[str, Any], role: str) -> list[str]:
    return [line["name"] for line in content["byline"] if line["role"] == role]
