"""The words of an article, piece by piece: the one place that knows where text stands in a body.

Checks, search, translation, counting of characters and machine drafts all read these passages, so a finding, a
translation unit and a search hit name the same place.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: The fields of an article that hold words, in reading order.
FIELDS = ("kicker", "headline", "standfirst", "dateline")

#: For each block that is a struct: the parts that hold words a translator must translate.
PARTS: dict[str, tuple[str, ...]] = {
    "quote": ("text", "attribution"),
    "turn": ("speaker", "text"),
    "picture": ("alt", "caption", "credit"),
    "table": ("caption", "cells"),
    "embed": ("title",),
    "correction": ("text",),
    "entry": ("headline", "text"),
}

TAG = re.compile(r"<[^>]*>")
BREAK = re.compile(r"<br\s*/?>|</p>\s*<p[^>]*>")
RICH = {("paragraph", ""), ("turn", "text"), ("entry", "text")}


@dataclass(frozen=True)
class Passage:
    """A run of words at one place."""

    field: str  #: ``headline``, ``standfirst``, … or ``body``
    block: str  #: id of the block, empty outside the body
    part: str  #: part of a struct block, or number of a list entry; empty if the block is all text
    kind: str  #: kind of block, or the field's name
    text: str  #: plain text
    speaker: str = ""  #: of a turn
    role: str = ""  #: of a turn
    language: str = ""  #: where a quote is marked as another language's

    @property
    def key(self) -> str:
        """The address of the passage within its article, the same in every language."""
        return self.field if not self.block else f"{self.block}.{self.part}" if self.part else self.block

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal: what staleness is judged by."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def plain(rich: str) -> str:
    """The plain text of a rich-text value: tags dropped, entities resolved, paragraphs as line breaks."""
    return html.unescape(TAG.sub("", BREAK.sub("\n", rich))).strip()


def passages(words: Mapping[str, Any]) -> Iterator[Passage]:
    """The passages of an article given as fields and raw body (a list of blocks with type, value and id)."""
    for name in FIELDS:
        yield Passage(name, "", "", name, str(words.get(name) or ""))
    for block in words.get("body") or []:
        yield from _block_passages(block)


def _block_passages(block: Mapping[str, Any]) -> Iterator[Passage]:
    kind, ident, value = block["type"], block.get("id") or "", block["value"]
    if kind == "list":
        for number, entry in enumerate(value):
            text = entry["value"] if isinstance(entry, Mapping) else entry
            yield Passage("body", ident, str(number), kind, str(text or ""))
    elif kind in PARTS:
        facts = {}
        if kind == "turn":
            facts = {"speaker": value.get("speaker") or "", "role": value.get("role") or ""}
        elif kind == "quote":
            facts = {"language": value.get("language") or ""}
        for part in PARTS[kind]:
            text = str(value.get(part) or "")
            yield Passage("body", ident, part, kind, plain(text) if (kind, part) in RICH else text, **facts)
    else:
        text = str(value or "")
        yield Passage("body", ident, "", kind, plain(text) if (kind, "") in RICH else text)
