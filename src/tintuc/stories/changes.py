"""What changed between two releases of an article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tintuc.stories.passages import Passage, passages


def by_block(content: Mapping[str, Any]) -> dict[str, list[Passage]]:
    """The passages of a release by block, or by field outside the body, in reading order; corrections apart."""
    found: dict[str, list[Passage]] = {}
    for passage in passages(content):
        if passage.kind != "correction":
            found.setdefault(passage.block or passage.field, []).append(passage)
    return found


def reworded(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The blocks and fields that stand in both releases and say something else, in the order of the later one.

    What was only added or taken out is not among them: a correction corrects what was there.
    """
    earlier, later = by_block(before), by_block(after)
    return [name for name, said in later.items() if name in earlier and _texts(said) != _texts(earlier[name])]


def _texts(said: list[Passage]) -> list[tuple[str, str]]:
    return [(passage.part, passage.text) for passage in said]
