"""An article's passages as pieces for an engine, and drafts as values for the article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tintuc.names.queries import suggest as names_in
from tintuc.stories.blocks import rows_of
from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.translation.engines.plug import Block, Term
from tintuc.translation.exchange.codes import BrokenCodes, bare, check, enrich, escaped, unescaped
from tintuc.translation.exchange.sheet import flatten_passage, is_table, room_of
from tintuc.translation.termbase import occurring
from tintuc.translation.words import is_rich, values


@dataclass(frozen=True)
class Piece:
    """A passage to be drafted. A table goes cell by cell, so that no engine can lose its shape."""

    passage: Passage
    blocks: tuple[Block, ...]
    rows: tuple[tuple[str, ...], ...] = ()  #: of a table

    @property
    def key(self) -> str:
        """The passage's key."""
        return self.passage.key


def pieces(source: Article, keys: Iterable[str]) -> list[Piece]:
    """The passages with these keys, in the source's order."""
    wanted = set(keys)
    stored = values(source)
    return [_piece(passage, stored[passage.key]) for passage in source.passages() if passage.key in wanted]


def _piece(passage: Passage, value: str) -> Piece:
    if is_table(passage):
        rows = tuple(tuple(row) for row in rows_of(value))
        cells = [
            Block(f"{passage.key}:{down}:{across}", escaped(cell))
            for down, row in enumerate(rows)
            for across, cell in enumerate(row)
            if _has_letters(cell)
        ]
        return Piece(passage, tuple(cells), rows)
    flat, codes = flatten_passage(passage, value)
    return Piece(passage, (Block(passage.key, flat, codes),))


def _has_letters(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def digest(block: Block) -> str:
    """What a draft of a block is found again by: its words with the places of its codes."""
    return hashlib.sha256(block.text.encode("utf-8", "surrogatepass")).hexdigest()


def value_of(piece: Piece, drafts: Mapping[str, str]) -> str | None:
    """The drafts of a piece as the article stores them; None if one is missing or does not fit its place."""
    if piece.rows:
        cells = [
            [
                unescaped(drafts.get(f"{piece.key}:{down}:{across}", "")).replace("|", "/").replace("\n", " ")
                if _has_letters(cell)
                else cell
                for across, cell in enumerate(row)
            ]
            for down, row in enumerate(piece.rows)
        ]
        whole = all(
            new or not old
            for old_row, row in zip(piece.rows, cells, strict=True)
            for old, new in zip(old_row, row, strict=True)
        )
        return "\n".join(" | ".join(row) for row in cells) if whole else None
    flat = drafts.get(piece.key, "")
    if not flat.strip():
        return None
    if is_rich(piece.passage):
        codes = piece.blocks[0].codes
        try:
            check(flat, codes)
        except BrokenCodes:
            flat = escaped(bare(flat))
        return enrich(flat, codes)
    words = bare(flat)
    room = room_of(piece.passage.kind, piece.passage.part)
    return None if room and len(words) > room else words


def terms_for(blocks: Iterable[Block], source_language: str, language: str, site: int) -> list[Term]:
    """What the termbase says about the blocks, and what the house calls the names in them."""
    texts = [bare(block.text) for block in blocks]
    terms = [
        Term(one.source, one.approved, one.forbidden, one.kept)
        for one in occurring(texts, [], source_language, language, site)
    ]
    decided = {form.casefold() for term in terms for form in term.source}
    names = [one for one in names_in(texts, source_language, language) if one.form]
    return terms + [Term((one.source,), (one.form,)) for one in names if one.source.casefold() not in decided]
