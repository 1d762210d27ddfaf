"""What a page hides from its readers, and how.

Looks at the page as it came, before anything is taken out of it: style attributes, the page's own style sheets,
attributes and elements that hide, and scripts that hide an element by its id. Sheets from other addresses are not
fetched; where one of them may show what seems hidden, the piece is marked unsure.

An element that nothing touches which may hide words takes over all from the one around it, and costs nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tintuc.intake.blocks import flat
from tintuc.intake.copy import HiddenPiece
from tintuc.intake.css import Colour
from tintuc.intake.element import Element
from tintuc.intake.grounds import Grounds, is_ground
from tintuc.intake.hiding import (
    DOT,
    FAINT,
    Declared,
    font_size,
    ink_of,
    is_lit,
    is_pictured,
    is_stacked,
    may_be_dark,
    opacity,
    ratio_of,
    whole,
)
from tintuc.intake.hosts import page_host, site_of
from tintuc.intake.idioms import References, is_responsive
from tintuc.intake.painted import CLEAR, is_invisible
from tintuc.intake.pieces import BLANK, MOST_KEPT, SHUT, Piece, Weigher
from tintuc.intake.rows import row
from tintuc.intake.scripted import Scripts
from tintuc.intake.styled import Styles
from tintuc.intake.tree import Page
from tintuc.text.anchors import host_of

UNREAD = "unread styles"
#: Pixels of letters below which what stands in them is looked at for smaller ones.
SMALL_PRINT = 8.0
#: Pieces of one page.
MOST_PIECES = 400
#: Characters of a page's scripts that are read.
MOST_SCRIPT = 1_500_000
#: Elements whose text is never shown, or is not text.
SILENT = row("hidden", "silent")
#: Elements that begin something whether or not a style is about them: links, and what a reader unfolds.
OPENING = frozenset(["a", "details"])
ARROW = re.compile(r"[\d#»«→←↑↓›‹▶►>+*†‡]")


@dataclass(frozen=True)
class Hidden:
    """What a page hides, and the elements to take out before its text is read."""

    pieces: tuple[HiddenPiece, ...]
    elements: tuple[Element, ...]


class _State:
    """What an element takes over from those around it. Numbers are of pieces, -1 for none."""

    __slots__ = ("css", "dotted", "faded", "ink", "is_marked", "link", "opacity", "size", "unseen", "whole")

    def __init__(self) -> None:
        self.whole = -1
        self.unseen = -1  #: visibility
        self.dotted = -1  #: size of letters
        self.faded = -1  #: colour
        self.ink: Colour | None = None  #: a colour of letters that comes near some ground of the page
        self.css = ""
        self.opacity = 1.0  #: of all around together
        self.size = 16.0  #: of letters in pixels, where it is small
        self.link = -1
        self.is_marked = False  #: whether what stands inside must be looked at

    def inner(self) -> _State:
        """What an element inside begins with."""
        state = _State.__new__(_State)
        state.whole, state.unseen, state.dotted, state.faded = self.whole, self.unseen, self.dotted, self.faded
        state.ink, state.css, state.link, state.opacity = self.ink, self.css, self.link, self.opacity
        state.size, state.is_marked = self.size, self.is_marked
        return state

    def mark(self) -> None:
        """Tell whether anything here may make what stands inside hidden, or shown."""
        found = self.unseen >= 0 or self.dotted >= 0 or self.faded >= 0
        self.is_marked = found or self.ink is not None or self.size < SMALL_PRINT

    @property
    def owner(self) -> int:
        """The piece that words here belong to."""
        if self.whole >= 0:
            return self.whole
        if self.unseen >= 0:
            return self.unseen
        return self.dotted if self.dotted >= 0 else self.faded


def find_hidden(page: Page) -> Hidden:
    """All that a page hides. Never raises for any page, and takes linear time."""
    return _Reader(page).read()


class _Reader:
    def __init__(self, page: Page) -> None:
        self.page = page
        texts = (script.text for script in page.tagged("script") if "json" not in script.get("type"))
        self.scripts = Scripts("\n".join(texts)[:MOST_SCRIPT])
        self.scripts.add_classes(page)
        self.styles = Styles(page, self.scripts)
        self.grounds = Grounds(self.styles)
        self.pieces: list[Piece] = []
        self.open_hosts: set[str] = set()
        self.long: dict[Element, bool] = {}  #: elements with some text in them, as they are asked about

    def read(self) -> Hidden:
        states = self._states()
        total = 0
        for text, element in zip(self.page.texts, self.page.owners, strict=True):
            state = states[element.number]
            if state is None or text.isspace():
                if state is not None and (owner := state.owner) >= 0:
                    self.pieces[owner].add(text)
                continue
            total += len(text.strip())
            if (owner := state.owner) >= 0:
                piece = self.pieces[owner]
                piece.add(text)
                if state.link >= 0:
                    piece.links[state.link][2].append(text)
        return self._finished(total)

    def _states(self) -> list[_State | None]:
        """The state of each element; None where no text is shown anyway."""
        states: list[_State | None] = []
        outermost, is_touched = _State(), self.styles.is_touched
        for element in self.page.elements:
            outer = states[element.parent.number] if element.parent is not None else outermost
            if outer is None or element.tag in SILENT:
                states.append(None)
            elif not element.bears:
                states.append(outer)
            else:
                looked = outer.whole < 0 and (outer.is_marked or is_touched(element))
                states.append(self._state(element, outer, looked) if looked or element.tag in OPENING else outer)
        return states

    # -- one element ---------------------------------------------------------------------------------------------------

    def _state(self, element: Element, outer: _State, looked: bool) -> _State:
        state = outer
        if element.tag == "details" and not element.has("open"):
            state = outer.inner()
        if looked:
            state = outer.inner()
            self._look(element, state)
            state.mark()
            if state.owner != outer.owner:
                state.link = -1  # it is numbered among those of the outer piece
            if element.tag == "summary" and state.owner >= 0 > outer.owner:
                self._shut(element, outer, state)
        if element.tag == "a" and (href := element.get("href")):
            state = self._link(element, href, state)
        return state

    def _look(self, element: Element, state: _State) -> None:
        declared = self.styles.declared(element)
        if element.tag not in {"html", "body"}:
            if (
                self.styles.fetched
                and element.has("class")
                and declared.keys().isdisjoint(("font-size", "font", "color"))
            ):
                state.dotted = -1
                state.faded = -1
                state.size = 16.0
            if found := whole(element, declared) or self._thinned(element, declared, state):
                technique, name, css = found
                shown = self._is_shown(name, element, declared) or (
                    technique in {"display:none", "hidden"} and is_responsive(element)
                )
                state.whole = self._piece(element, technique, css, shown)
                self.pieces[state.whole].pictured = technique == "text-indent" and is_pictured(declared)
                state.link = -1
                return
            self._text(element, declared, state)
        self._colours(element, declared, state)

    def _shut(self, summary: Element, outer: _State, state: _State) -> None:
        """Closed ``details`` that nobody can open, since what opens them is not to be seen."""
        details, piece = summary.parent, self.pieces[state.owner]
        if details is None or details.tag != "details" or details.has("open") or piece.shown_by or piece.pictured:
            return
        if state.whole < 0 and summary.children:  # which may undo what the summary does
            return
        if next(details.inside("summary")) is summary:
            outer.whole = self._piece(details, SHUT, piece.css)

    def _thinned(self, element: Element, declared: Declared, state: _State) -> tuple[str, str, str] | None:
        """Elements in each other that are seen through, until nothing is left to be seen."""
        share = opacity(declared)
        state.opacity *= share
        if share == 1 or state.opacity > FAINT:
            return None
        thin = [(one, told) for one in element.above() if opacity(told := self.styles.declared(one)) < 1]
        if any(self._is_shown("opacity", one, told) for one, told in thin):
            return None
        return "opacity:0", "opacity", declared["opacity"][1]

    def _is_shown(self, name: str, element: Element, declared: Declared) -> bool:
        """Whether another rule, of some state or medium, shows what ``name`` hides; or an animation does."""
        if name == "opacity" and declared.keys() & {"animation", "animation-name", "transition"}:
            return True
        hiding = declared.get(name, ("", ""))[0]
        return bool(name) and any(one.value != hiding for one in self.styles.others(element, name))

    def _text(self, element: Element, declared: Declared, state: _State) -> None:
        """Ways to hide that an element inside can undo: visibility, size of letters, colour."""
        if value := declared.get("visibility"):
            hides = value[0] in {"hidden", "collapse"}
            shown = hides and self._is_shown("visibility", element, declared)
            state.unseen = self._piece(element, "visibility:hidden", value[1], shown) if hides else -1
        size, css = font_size(declared)
        if size is not None:
            ratio = ratio_of(declared)
            state.size = size if ratio is None else state.size * ratio
            size = min(size, state.size)
            if abs(size) <= DOT:
                state.dotted = self._piece(element, "font-size:0", css, self._is_shown("font-size", element, declared))
            elif not (state.dotted >= 0 and css.rstrip('" }').endswith(("em", "%")) and "rem" not in css):
                state.dotted = -1
        if css := is_stacked(declared):
            state.dotted = self._piece(element, "letter-spacing", css)

    def _colours(self, element: Element, declared: Declared, state: _State) -> None:
        ink = ink_of(element, declared)
        if ink:
            state.ink, state.css = ink if ink[0] in self.styles.faint or ink[0][3] < 1 else (None, "")
        elif "var(" in declared.get("color", ("", ""))[0]:
            state.ink = None
        if not ink and not is_ground(element, declared):
            return
        state.faded = -1
        if state.ink is None or is_lit(declared) or element.tag in {"html", "body"}:
            return
        ground = self.grounds.of(element)
        if state.ink[3] <= CLEAR or (ground.colour is not None and is_invisible(state.ink, ground.colour)):
            sure = ground.sure and (ground.is_own or ground.is_declared or not may_be_dark(element))
            state.faded = self._piece(element, "colour on colour", state.css, False, sure)

    def _piece(self, element: Element, technique: str, css: str, shown: bool = False, sure: bool = True) -> int:
        if css.startswith("script:"):
            technique = "by script"
        self.pieces.append(Piece(element, technique, css, shown, sure))
        return len(self.pieces) - 1

    def _link(self, element: Element, href: str, state: _State) -> _State:
        owner, host = state.owner, host_of(href)
        if owner >= 0:
            state = state.inner()
            state.link = self.pieces[owner].link(element, host)
        elif host and _is_lone(element, self.long):
            piece = self.pieces[self._piece(element, "lone mark", f"<a>{flat(element.words)}</a>")]
            piece.link(element, host)
            piece.links[0][2].append(element.text)
        elif host:
            self.open_hosts.add(host)
        return state

    # -- all of them ---------------------------------------------------------------------------------------------------

    def _finished(self, total: int) -> Hidden:
        open_sites = frozenset(site_of(host) for host in self.open_hosts)
        pointed = References(self.page, self.scripts.rest)
        weigher = Weigher(self.page, page_host(self.page), open_sites, pointed, total)
        pieces, elements = [], []
        for piece in self.pieces:
            if made := weigher.made(piece):
                pieces.append(made)
                if weigher.is_to_go(piece, made):
                    elements.append(piece.element)
                if len(pieces) >= MOST_PIECES:
                    break
        for selector, words in self.styles.generated():
            place = f"style: {selector[:80]}"
            pieces.append(HiddenPiece(words[:MOST_KEPT], "generated content", selector[:200], len(words), place=place))
        if self.styles.unread:
            pieces.append(HiddenPiece("", UNREAD, f"{self.styles.count} rules", place="style"))
        return Hidden(tuple(pieces), tuple(elements))


def _is_lone(link: Element, long: dict[Element, bool]) -> bool:
    """Whether a link within a text has no anchor but a mark or a blank, and nothing else to be seen or heard by."""
    text = link.text
    if link.children or len(text) >= 20 or BLANK.sub("", text) or ARROW.search(text):
        return False
    if any(link.get(name) for name in ("class", "aria-label", "title", "id", "name")):
        return False
    parent = link.parent
    if parent is None or parent.tag not in {"p", "span", "div", "td", "li"}:
        return False
    if parent not in long:
        long[parent] = len(flat(parent.words)) > 40
    return long[parent]
