"""Has checks read composed letters, whatever a text is made of.

Some keyboards and files spell ế as e and two marks (Unicode's NFD); tables and patterns are written in composed letters
(NFC). Checks are shown those, and what they find is laid back onto the text as it stands.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from tintuc.checks.model import Block, Dossier, Finding, Link, Near, Place
from tintuc.text.normal import MOST_MARKS

FIELDS = ("kicker", "headline", "standfirst", "dateline")
#: Field, block and part, as a place names them.
Spot = tuple[str, str, str]


@dataclass(frozen=True)
class _Text:
    """A text, and where in it each character of its composed form begins; one more for the end."""

    raw: str
    begins: Sequence[int]


@dataclass(frozen=True)
class Composed:
    """A dossier in composed letters."""

    dossier: Dossier
    _texts: dict[Spot, _Text] = field(default_factory=dict)

    def back(self, finding: Finding) -> Finding:
        """The finding at the characters of the dossier as it was given."""
        place = finding.place
        text = self._texts.get((place.field, place.block, place.part))
        if text is None:
            return finding
        last = len(text.begins) - 1
        start, end = (text.begins[min(at, last)] for at in (place.start, place.end))
        return replace(finding, place=replace(place, start=start, end=end), quote=text.raw[start:end])


def composed(dossier: Dossier) -> Composed:
    """The dossier as checks read it; the very same one where all its letters are composed already."""
    sources = [block.source or "" for block in dossier.body] + list(dossier.sources.values())
    parts = {place: text for place, text in _parts(dossier) if not _is_composed(text)}
    if not parts and all(map(_is_composed, sources)):
        return Composed(dossier)
    texts = {(place.field, place.block, place.part): _Text(text, _begins(text)) for place, text in parts.items()}
    fields: dict[str, Any] = {name: _nfc(getattr(dossier, name)) for name in FIELDS}
    read = replace(
        dossier,
        **fields,
        body=tuple(map(_block, dossier.body)),
        sources={name: _nfc(text) for name, text in dossier.sources.items()},
        links=tuple(_link(link, texts) for link in dossier.links),
        near=None if dossier.near is None else tuple(_near(one, texts) for one in dossier.near),
    )
    return Composed(read, texts)


def _parts(dossier: Dossier) -> Iterator[tuple[Place, str]]:
    """Every text that a finding may point into, the first of each place."""
    for name in FIELDS:
        yield Place(name), getattr(dossier, name)
    for block in reversed(dossier.body):
        yield Place("body", block.id, part="speaker"), block.speaker
        yield Place("body", block.id, part=block.part), block.text


def _block(block: Block) -> Block:
    source = None if block.source is None else _nfc(block.source)
    return replace(block, text=_nfc(block.text), speaker=_nfc(block.speaker), source=source)


def _link(link: Link, texts: dict[Spot, _Text]) -> Link:
    text = texts.get(("body", link.block, ""))
    start, end = _forth(text, link.start, link.end)
    return replace(link, anchor=_nfc(link.anchor), sentence=_nfc(link.sentence), start=start, end=end)


def _near(near: Near, texts: dict[Spot, _Text]) -> Near:
    start, end = _forth(texts.get(("body", near.block, near.part)), near.start, near.end)
    return replace(near, start=start, end=end)


def _forth(text: _Text | None, start: int, end: int) -> tuple[int, int]:
    return (start, end) if text is None else (bisect_left(text.begins, start), bisect_left(text.begins, end))


def _begins(text: str) -> Sequence[int]:
    """Where each character of the composed text begins; marks that stay by themselves, where the last ones do."""
    begins: list[int] = []
    for start, end in _pieces(text):
        size = len(_piece(text[start:end]))
        begins += [start, *range(max(start, end - size + 1), end)][:size]
    begins.append(len(text))
    return begins


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """From and to of each letter with all its parts."""
    return pairwise([*(at for at, char in enumerate(text) if not at or not _is_part(char)), len(text)])


def _is_part(char: str) -> bool:
    """Whether a character may become one with the one before it: a mark, or a vowel or final of a Korean syllable."""
    return char > "\u02ff" and (unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff")


def _is_composed(text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def _nfc(text: str) -> str:
    return text if _is_composed(text) else "".join(_piece(text[start:end]) for start, end in _pieces(text))


def _piece(letter: str) -> str:
    """A letter composed; as it stands where it has so many marks that it would take long."""
    return unicodedata.normalize("NFC", letter) if len(letter) <= MOST_MARKS + 1 else letter
