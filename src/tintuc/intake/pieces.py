"""Pieces of what a page hides: gathered while it is read, weighed once all of it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tintuc.intake.blocks import flat
from tintuc.intake.copy import HiddenLink, HiddenPiece
from tintuc.intake.element import Element
from tintuc.intake.hiding import DECEPTIVE
from tintuc.intake.hosts import is_outside
from tintuc.intake.idioms import MOST_REPLACED, References, excuse, is_named_as_part, names
from tintuc.intake.rows import row
from tintuc.intake.tree import Page

#: Characters of one piece that are kept, and its links.
MOST_KEPT, MOST_LINKS = 2000, 500
#: The way in which words stand in closed ``details`` whose summary is hidden.
SHUT = "closed details"
#: Share of the page's words that no page hides in earnest: it shows them when a script has run.
MOST_OF_PAGE = 0.5
BLANK = re.compile("[\\s\u00a0\u200b-\u200f\u2060\ufeff\\W_]+")


@dataclass
class Piece:
    """One hidden element, and the words and links that come to be in it."""

    element: Element
    technique: str
    css: str
    shown_by: bool = False  #: some rule shows it again
    sure: bool = True
    pictured: bool = False  #: a picture stands in place of the words
    texts: list[str] = field(default_factory=list)
    characters: int = 0
    kept: int = 0
    links: list[tuple[Element, str, list[str]]] = field(default_factory=list)  #: with host and words

    def add(self, text: str) -> None:
        """Add hidden text; blanks between elements count as one."""
        self.characters += len(text.strip())
        if self.kept < MOST_KEPT:
            self.texts.append(text)
            self.kept += len(text)

    def link(self, element: Element, host: str) -> int:
        """Add a link and tell its number; -1 where there are too many."""
        if len(self.links) >= MOST_LINKS:
            return -1
        self.links.append((element, host, []))
        return len(self.links) - 1


@dataclass
class Weigher:
    """What a piece is weighed by: the page it stands in."""

    page: Page
    own: str  #: the page's host
    open_sites: frozenset[str]  #: where its open links lead
    pointed: References
    total: int  #: characters of the page

    def made(self, piece: Piece) -> HiddenPiece | None:
        """The piece as it is reported; None if it is nothing."""
        text = flat("".join(piece.texts))
        if not BLANK.sub("", text) and not any(host for _, host, _ in piece.links):
            return None
        links = tuple(
            HiddenLink(
                flat("".join(words)) or flat(link.get("title")), host, is_outside(host, self.own, self.open_sites)
            )
            for link, host, words in piece.links
        )
        outside = sum(link.outside for link in links)
        if _is_nothing(piece, text, outside):
            return None
        habit = self._habit(piece, outside)
        return HiddenPiece(
            text[:MOST_KEPT],
            piece.technique,
            piece.css[:200],
            piece.characters,
            links,
            self._place(piece.element, exact=not habit),
            habit,
            piece.sure,
        )

    def _habit(self, piece: Piece, outside: int) -> str:
        habit = "control" if piece.shown_by else ""
        if piece.technique == SHUT:
            return "part" if is_named_as_part(piece.element) else ""
        if not habit and piece.technique != "lone mark":
            deceptive, clipped = piece.technique in DECEPTIVE, piece.technique == "clip"
            habit = excuse(piece.element, piece.characters, outside, self.pointed, deceptive, clipped)
        return habit or ("body" if self._is_most(piece) else "")

    def _is_most(self, piece: Piece) -> bool:
        return piece.characters > max(1000, MOST_OF_PAGE * self.total)

    def is_to_go(self, piece: Piece, made: HiddenPiece) -> bool:
        """Whether the element is taken out before the page's text is read.

        What is hidden by a style of its own or an attribute always goes, and what has no excuse; never most of the
        page, nor the rest of a text that a reader unfolds.
        """
        if made.technique in {"noscript", "lone mark", "behind"} or self._is_most(piece):
            return False
        if made.habit == "body" and len(made.links) < 10:
            return False
        by_itself = made.css == "hidden" or made.css.startswith("style=")
        if made.technique in {"colour on colour", "opacity:0", "text-indent"}:
            return not made.habit and made.sure and by_itself
        return by_itself or not made.habit

    def _place(self, element: Element, *, exact: bool) -> str:
        """The element's path; ``exact`` also gives the line, which takes a look at the source."""
        steps = []
        for one in [element, *element.above()]:
            if one.tag == "html":
                break
            if ident := one.get("id"):
                steps.append(f"{one.tag}#{ident[:60]}")
                break
            steps.append("".join([one.tag, *(f".{name[:40]}" for name in one.classes[:2])]))
            if len(steps) == 5:
                break
        path, line = " > ".join(reversed(steps)), self.page.line_of(element) if exact else 0
        return f"line {line}: {path}" if line else path


def _is_nothing(piece: Piece, text: str, outside: int) -> bool:
    if piece.technique in {"noscript", "lone mark", "behind"}:
        return not outside
    if piece.technique == "colour on colour":
        return not text
    is_seen = not outside or (piece.pictured and len(piece.links) == 1)
    return piece.technique == "text-indent" and is_seen and _is_replaced(piece.element, piece.characters)


def _is_replaced(element: Element, characters: int) -> bool:
    """Whether a picture stands for a few words, as logos do."""
    if characters > MOST_REPLACED:
        return False
    words = names(element) | (names(element.parent) if element.parent is not None else frozenset())
    return element.tag in {"h1", "h2", "a", "button", "span", "input", "li", "i", "legend"} or bool(
        words & row("hidden", "picture")
    )
