"""The history of an article: its public releases, with what each changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tintuc.network.dates import Moment, moment
from tintuc.network.models import Edition
from tintuc.publishing.records import history, trail
from tintuc.publishing.shown import Shown
from tintuc.reading.behind import history_path
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import Way, frame
from tintuc.reading.titles import title
from tintuc.stories.changes import by_block
from tintuc.stories.models import Release
from tintuc.stories.passages import Passage
from tintuc.text.difference import Piece, difference

#: The newest releases are compared; of older ones only the number is told.
COMPARED = 30


@dataclass(frozen=True)
class Changed:
    """A passage that one release changed."""

    kind: str  #: of the passage: paragraph, headline, picture …
    pieces: list[Piece]
    block: str = ""  #: id in the article's page, if it still stands there


@dataclass(frozen=True)
class Stage:
    """One release, and what it changed."""

    number: int
    kind: str
    at: Moment
    changes: list[Changed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  #: corrections it brought
    compared: bool = True  #: whether there was a release to compare it with


def history_page(placement: Shown) -> bytes | None:
    """The page, or None while there is but one release to show."""
    edition, article = placement.edition, placement.article
    told = trail(article.pk) or []
    if len(told) < 2:
        return None
    releases = list(history(article)[: COMPARED + 1])
    standing = {str(block.get("id")) for block in article.current_release.content["body"]}
    pairs = zip(releases[:COMPARED], [*releases[1:], None], strict=False)
    headline = placement.headline or article.current_release.content["headline"]
    path = history_path(placement.path)
    with speaking(edition):
        named = title("history", edition)
    return render(
        "history.html",
        edition,
        frame=frame(edition, path, f"{named}: {headline}", section=placement.section, listed=False),
        named=named,
        article=Way(headline, placement.path),
        stages=[_stage(release, before, edition, standing) for release, before in pairs],
        older=max(len(told) - COMPARED, 0),
    )


def _stage(release: Release, before: Release | None, edition: Edition, standing: set[str]) -> Stage:
    at = moment(release.clearance.issued_at, edition)
    if before is None:
        return Stage(release.number, release.kind, at, compared=False)
    old = {block["id"] for block in before.content["body"] if block["type"] == "correction"}
    notes = [
        block["value"]["text"]
        for block in release.content["body"]
        if block["type"] == "correction" and block["id"] not in old and block["value"].get("text")
    ]
    return Stage(release.number, release.kind, at, changes(before.content, release.content, standing), notes)


def changes(before: dict[str, Any], after: dict[str, Any], standing: set[str]) -> list[Changed]:
    """The passages that differ, in the order of the later release; what was taken out comes where it stood."""
    earlier, later = by_block(before), by_block(after)
    found: list[Changed] = []
    for name in _order(list(earlier), list(later)):
        old = {passage.part: passage for passage in earlier.get(name, [])}
        new = {passage.part: passage for passage in later.get(name, [])}
        made = (_change(old.get(part), new.get(part), standing) for part in {**new, **old})
        found += [change for change in made if change]
    return found


def _change(old: Passage | None, new: Passage | None, standing: set[str]) -> Changed | None:
    passage = new or old
    texts = (old.text if old else "", new.text if new else "")
    if passage is None or texts[0] == texts[1]:
        return None
    return Changed(passage.kind, difference(*texts), f"b-{passage.block}" if passage.block in standing else "")


def _order(earlier: list[str], later: list[str]) -> list[str]:
    """All names in the later order, each that is gone after the one it followed."""
    order = list(later)
    for number, name in enumerate(earlier):
        if name not in later:
            before = next((one for one in reversed(earlier[:number]) if one in order), None)
            order.insert(order.index(before) + 1 if before else 0, name)
    return order
