"""How a translation follows the blocks of its source: a merge of three sides by block id. Plain data, nothing is saved.

The sides are the source as the translation last took it over (the base), the source as it is now, and the translation.
Words are not merged: a passage whose source changed is stale, and a person decides. Blocks are: what the source gained
comes in empty, what it lost goes out, what it moved moves; what the translator added stays beside its neighbour, and
what the translator left out stays out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tintuc.translation.words import KEPT, emptied

Block = dict[str, Any]
#: A block of the base: its id, its kind, and what it has besides words.
Mark = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True)
class Merge:
    """What would become of a translation's blocks; ids, each list in the order readers will have."""

    body: list[Block]
    gained: list[str] = field(default_factory=list)  #: new in the source
    missing: list[str] = field(default_factory=list)  #: taken out of the translation without a reason
    lost: list[str] = field(default_factory=list)  #: the source has them no more
    moved: list[str] = field(default_factory=list)
    refreshed: list[str] = field(default_factory=list)  #: another picture, address, role or kind; entries of a list

    def __bool__(self) -> bool:
        return bool(self.gained or self.missing or self.lost or self.moved or self.refreshed)


def marks(body: Iterable[Block]) -> list[Mark]:
    """The blocks of a source as a base keeps them."""
    return [(block["id"], block["type"], _kept(block)) for block in body]


def merge(base: Sequence[Mark], source: Sequence[Block], target: Sequence[Block], left_out: Collection[str]) -> Merge:
    """Merge three sides. ``left_out``: ids of blocks that are out of the translation for a reason."""
    was = {ident: (kind, kept) for ident, kind, kept in base}
    theirs = {block["id"]: block for block in source}
    mine = {block["id"]: block for block in target}
    lost = [ident for ident in mine if ident in was and ident not in theirs]
    absent = [ident for ident in theirs if ident not in mine and ident not in left_out]
    shared = [ident for ident in mine if ident in theirs]
    moved = _moved([ident for ident in was if ident in theirs], [ident for ident in theirs if ident in was])
    order = [ident for ident in theirs if ident in mine] if moved else shared
    order = _with_absent(order, list(theirs), absent)
    order = _with_own(order, list(mine), {*shared, *lost})
    body, refreshed = [], []
    for ident in order:
        block = mine.get(ident) or emptied(theirs[ident])
        fresh = _refreshed(block, theirs.get(ident), was.get(ident)) if ident in mine else block
        if fresh != block:
            refreshed.append(ident)
        body.append(fresh)
    return Merge(
        body=body,
        gained=[ident for ident in absent if ident not in was],
        missing=[ident for ident in absent if ident in was],
        lost=lost,
        moved=[ident for ident in moved if ident in mine] if order != list(mine) else [],
        refreshed=refreshed,
    )


def _kept(block: Block) -> dict[str, Any]:
    value = block["value"]
    if block["type"] == "list":
        return {"entries": len(value)}
    if not isinstance(value, dict):
        return {}
    return {part: value.get(part) for part in KEPT.get(block["type"], ())}


def _moved(before: list[str], after: list[str]) -> list[str]:
    """The fewest ids that must move to make one order of the other, in the later order."""
    place = {ident: number for number, ident in enumerate(before)}
    ends: list[int] = []
    last: list[int] = []
    back: list[int] = []
    for number, ident in enumerate(after):
        at = bisect_left(ends, place[ident])
        back.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(place[ident])
            last.append(number)
        else:
            ends[at], last[at] = place[ident], number
    stay = set()
    number = last[-1] if last else -1
    while number >= 0:
        stay.add(after[number])
        number = back[number]
    return [ident for ident in after if ident not in stay]


def _with_absent(order: list[str], theirs: list[str], absent: list[str]) -> list[str]:
    """Each block after the nearest one before it in the source."""
    order = list(order)
    for ident in absent:
        before = theirs[: theirs.index(ident)]
        places = {one: number for number, one in enumerate(order, 1)}
        order.insert(next((places[one] for one in reversed(before) if one in places), 0), ident)
    return order


def _with_own(order: list[str], mine: list[str], not_own: Collection[str]) -> list[str]:
    """The translator's own blocks, each after the nearest one before it in the translation."""
    order = list(order)
    for number, ident in enumerate(mine):
        if ident in not_own:
            continue
        places = {one: place for place, one in enumerate(order, 1)}
        order.insert(next((places[one] for one in reversed(mine[:number]) if one in places), 0), ident)
    return order


def _refreshed(block: Block, theirs: Block | None, was: tuple[str, dict[str, Any]] | None) -> Block:
    """The translation's block with what is no words as the source has it now, where only the source changed it."""
    if theirs is None or was is None:
        return block
    kind, before = was
    if theirs["type"] != block["type"]:
        return emptied(theirs) if block["type"] == kind else block
    if block["type"] == "list":
        return _entries(block, len(theirs["value"]), before.get("entries"))
    now, own = _kept(theirs), _kept(block)
    take = {part: now[part] for part in now if now[part] != before.get(part) and own.get(part) == before.get(part)}
    return {**block, "value": {**block["value"], **take}} if take else block


def _entries(block: Block, wanted: int, before: int | None) -> Block:
    """A list without the entries that the source has no more; those it gained come when they are translated."""
    have = len(block["value"])
    return {**block, "value": block["value"][:wanted]} if wanted < have == before else block
