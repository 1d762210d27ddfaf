"""What a page hides from its readers, and how.

Looks at the page as it came, before anything is taken out of it: style attributes, the page's own style sheets,
attributes and elements that hide, and scripts that hide an element by its id. Sheets from other addresses are not
fetched; where one of them may show what seems hidden, the piece is marked unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tintuc.intake.blocks import flat
from tintuc.intake.copy import HiddenLink, HiddenPiece
from tintuc.intake.css import Colour, Declaration, colour, contrast, declarations, for_everyone, over, resolved
from tintuc.intake.hiding import (
    DECEPTIVE,
    Declared,
    font_size,
    gradient_ground,
    ink_of,
    is_lit,
    is_stacked,
    may_be_dark,
    whole,
)
from tintuc.intake.hosts import is_outside, page_host, site_of
from tintuc.intake.idioms import MOST_REPLACED, excuse, is_responsive, names, references
from tintuc.intake.rows import row
from tintuc.intake.scripted import Scripts
from tintuc.intake.sheets import Budget, Rule, Sheet
from tintuc.text.anchors import host_of

UNREAD = "unread styles"
#: Characters of one piece that are kept, and pieces of one page.
MOST_KEPT, MOST_PIECES, MOST_LINKS = 2000, 400, 500
#: Letters lower than this, in pixels, are dots.
DOT = 2.0
#: Contrast below which nobody sees letters. Light grey on white has 1.6, and people complain of it.
UNSEEN = 1.2
#: Share of the page's words that no page hides in earnest: it shows them when a script has run.
MOST_OF_PAGE = 0.5
WHITE, CLEAR = (255.0, 255.0, 255.0, 1.0), 0.1
#: Elements whose text is never shown, or is not text.
SILENT = row("hidden", "silent")
PROPERTIES = row("hidden", "properties")
#: Elements and attributes that hide or colour by themselves.
BY_TAG, BY_ATTRIBUTE = frozenset(["noscript", "marquee", "font"]), ("hidden", "bgcolor", "background")
NOTHING: Declared = {}
WRITTEN_STYLE = re.compile(r"<style[^>]{0,200}>(.{0,20000}?)<\\?/style", re.S | re.I)
ARROW = re.compile(r"[\d#»«→←↑↓›‹▶►>+*†‡]")
BLANK = re.compile("[\\s\u00a0\u200b-\u200f\u2060\ufeff\\W_]+")


@dataclass(frozen=True)
class Hidden:
    """What a page hides, and the elements to take out before its text is read."""

    pieces: tuple[HiddenPiece, ...]
    elements: tuple[Any, ...]


@dataclass
class _Piece:
    element: Any
    technique: str
    css: str
    shown_by: bool = False  #: some rule shows it again
    sure: bool = True
    texts: list[str] = field(default_factory=list)
    characters: int = 0
    kept: int = 0
    links: list[tuple[Any, str, list[str]]] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add hidden text; blanks between elements count as one."""
        size = len(text.strip())
        self.characters += size
        if self.kept < MOST_KEPT:
            self.texts.append(text)
            self.kept += len(text)


class _State:
    """What an element takes over from those around it. Numbers are of pieces, -1 for none."""

    def __init__(self) -> None:
        self.whole = -1
        self.unseen = -1  #: visibility
        self.dotted = -1  #: size of letters
        self.faded = -1  #: colour
        self.ink: Colour | None = None
        self.ground: Colour | None = WHITE
        self.sure = True
        self.grounded = False  #: the ground is declared on the page itself
        self.css = ""
        self.silent = False
        self.link = -1
        self.around: frozenset[str] = frozenset()  #: classes and ids
        self.variables: dict[str, str] = {}  #: custom properties

    def inner(self) -> _State:
        """What an element inside begins with."""
        state = _State.__new__(_State)
        state.__dict__.update(self.__dict__)
        return state

    @property
    def owner(self) -> int:
        """The piece that words here belong to."""
        if self.whole >= 0:
            return self.whole
        if self.unseen >= 0:
            return self.unseen
        return self.dotted if self.dotted >= 0 else self.faded


def find_hidden(tree: Any, nodes: list[Any]) -> Hidden:
    """All that the page of these nodes hides. Never raises for any page, and takes linear time."""
    return _Reader(tree, nodes).read()


def _looked_through(nodes: list[Any]) -> tuple[set[Any], frozenset[str]]:
    """The elements with words or links in them (of the rest nothing can be hidden), and all tags, classes and ids."""
    bearing: set[Any] = set()
    found = set()
    for node in nodes:
        here = None
        if isinstance(node.tag, str):
            found.add(node.tag)
            if node.attrib:
                if ident := node.get("id"):
                    found.add(f"#{ident}")
                if classes := node.get("class"):
                    found.update(f".{name}" for name in classes.split())
            if ((text := node.text) and not text.isspace()) or node.get("href"):
                here = node
        if here is None and (tail := node.tail) and not tail.isspace():
            here = node.getparent()
        while here is not None and here not in bearing:
            bearing.add(here)
            here = here.getparent()
    return bearing, frozenset(found)


class _Reader:
    def __init__(self, tree: Any, nodes: list[Any]) -> None:
        self.tree = tree
        self.nodes = nodes
        texts = (script.text or "" for script in tree.iter("script") if "json" not in (script.get("type") or ""))
        self.scripts = Scripts("\n".join(texts)[:1_500_000])
        self.scripts.add_classes(tree)
        self.bearing, present = _looked_through(self.nodes)
        self.sheet, self.budget = Sheet(present=present), Budget()
        self.fetched = False  #: there are sheets at other addresses
        self.pieces: list[_Piece] = []
        self.open_links: list[str] = []
        self.long: dict[Any, bool] = {}  #: elements with some text in them, as they are asked about
        self.total = 0
        self.by_names: dict[tuple[str, str | None, str | None], Declared | None] = {}

    def read(self) -> Hidden:
        self._read_styles()
        states: dict[Any, _State] = {}
        outermost = _State()
        for node in self.nodes:
            outer = states.get(node.getparent(), outermost)
            if isinstance(node.tag, str):
                state = self._state(node, outer)
                states[node] = state
                if text := node.text:
                    self._take(text, state)
            if tail := node.tail:
                self._take(tail, outer)
        return self._finished()

    def _read_styles(self) -> None:
        for link in self.tree.iter("link"):
            self.fetched |= "stylesheet" in (link.get("rel") or "").lower()
        for style in self.tree.iter("style"):
            parent = style.getparent()
            kind = (style.get("type") or "text/css").lower()
            if "css" not in kind or (parent is not None and parent.tag == "noscript"):
                continue
            if for_everyone(style.get("media") or "all"):
                self.fetched |= "@import" in (style.text or "")
                self.sheet.read(style.text or "", PROPERTIES)
        for match in WRITTEN_STYLE.finditer(self.scripts.text):
            self.sheet.read(match[1], PROPERTIES)

    def _take(self, text: str, state: _State) -> None:
        if state.silent:
            return
        size = len(text.strip())
        self.total += size
        owner = state.owner
        if owner >= 0:
            piece = self.pieces[owner]
            piece.add(text)
            if state.link >= 0 and state.link < len(piece.links) and size:
                piece.links[state.link][2].append(text)

    # -- one element ---------------------------------------------------------------------------------------------------

    def _state(self, element: Any, outer: _State) -> _State:
        tag, get = element.tag, element.get
        if outer.silent:
            return outer
        if tag in SILENT:
            state = _State()
            state.silent = True
            return state
        if element not in self.bearing:
            return outer
        bare = not element.attrib
        if bare and tag not in BY_TAG and tag not in self.sheet.kept and "*" not in self.sheet.kept:
            return outer
        state = outer.inner()
        if not bare and (handles := _handles(element)):
            state.around = outer.around.union(handles)
        if tag in {"html", "body"}:
            self._ground(element, self._declared(element, state), state)
        elif state.whole < 0:
            self._look(element, state)
        if tag == "a" and (href := get("href")):
            self._link(element, href, state)
        return state

    def _look(self, element: Any, state: _State) -> None:
        declared = self._declared(element, state)
        if self.fetched and element.get("class"):
            state.sure = False
            if declared.keys().isdisjoint(("font-size", "font", "color")):
                state.dotted = -1
                state.faded = -1
        if not declared and element.tag not in BY_TAG and all(element.get(name) is None for name in BY_ATTRIBUTE):
            return
        if found := whole(element, declared):
            technique, name, css = found
            shown = self._shown(name, element, declared) or (
                technique in {"display:none", "hidden"} and is_responsive(element)
            )
            state.whole = self._piece(element, technique, css, shown)
            return
        self._text(element, declared, state)

    def _declared(self, element: Any, state: _State) -> Declared:
        """What counts for the element by property, with its source."""
        ident, style = element.get("id"), element.get("style")
        by_script = self._by_script(element) if self.scripts.styles else ()
        own = style or by_script
        known = element.tag, ident, element.get("class")
        if not own and known in self.by_names and (found := self.by_names[known]) is not None:
            return found
        best: dict[str, tuple[tuple[Any, ...], str, str]] = {}
        named = True  #: tag, id and classes alone tell what counts
        for rule in self.sheet.candidates(element, self.budget):
            if self.budget.left < 0:
                break
            if rule.conditional or rule.never:
                continue
            named &= rule.by_name
            if rule.fits(element, self.budget, state.around):
                for one in rule.declarations:
                    _put(best, one, (one.important, 0, rule.weight, rule.order), rule.source)
        for one in declarations(style[:4000]) if style else ():
            _put(best, one, (one.important, 1, (0, 0, 0), len(best)), f'style="{one.name}:{one.value}"')
        for one in by_script:
            _put(best, one, (one.important, 2, (0, 0, 0), 0), f"script: style.{one.name} = {one.value}")
        declared = {name: (value, source) for name, (_, value, source) in best.items()} if best else NOTHING
        if declared:
            named &= not _with_variables(declared, state)
        if not own:
            self.by_names[known] = declared if named else None
        return declared

    def _by_script(self, element: Any) -> list[Declaration]:
        """What scripts declare for the element."""
        return [one for handle in _handles(element) for one in self.scripts.styles.get(handle, ())]

    def _others(self, element: Any) -> Iterator[Rule]:
        """The rules that may come to count: of some state or medium, or once a script adds a class."""
        for rule in self.sheet.candidates(element, self.budget):
            if self.budget.left < 0:
                return
            last = rule.parts[-1]
            if (rule.conditional or not rule.fits(element, self.budget)) and (
                last.ids or last.classes or last.fits(element)
            ):
                yield rule

    def _shown(self, name: str, element: Any, declared: Declared) -> bool:
        """Whether another rule, of some state or medium, shows what ``name`` hides; or an animation does."""
        if name == "opacity" and declared.keys() & {"animation", "animation-name", "transition"}:
            return True
        hiding = declared.get(name, ("", ""))[0]
        return any(
            one.name == name and one.value != hiding for rule in self._others(element) for one in rule.declarations
        )

    def _text(self, element: Any, declared: Declared, state: _State) -> None:
        """Ways to hide that an element inside can undo: visibility, size of letters, colour."""
        if value := declared.get("visibility"):
            hides = value[0] in {"hidden", "collapse"}
            shown = hides and self._shown("visibility", element, declared)
            state.unseen = self._piece(element, "visibility:hidden", value[1], shown) if hides else -1
        size, css = font_size(element, declared)
        if size is not None:
            if abs(size) <= DOT:
                state.dotted = self._piece(element, "font-size:0", css, self._shown("font-size", element, declared))
            elif not (state.dotted >= 0 and css.rstrip('" }').endswith(("em", "%")) and "rem" not in css):
                state.dotted = -1
        if css := is_stacked(declared):
            state.dotted = self._piece(element, "letter-spacing", css)
        self._ground(element, declared, state)

    def _ground(self, element: Any, declared: Declared, state: _State) -> None:
        changed = _read_ground(element, declared, state)
        if ink := ink_of(element, declared):
            state.ink, state.css = ink
            changed = True
        elif "var(" in declared.get("color", ("", ""))[0]:
            state.ink = None
        if not changed:
            return
        state.faded = -1
        if state.ink is None or is_lit(declared):
            return
        if state.ink[3] <= CLEAR:
            invisible = True
        elif state.ground is None:
            return
        else:
            invisible = contrast(over(state.ink, state.ground), state.ground) <= UNSEEN
        if invisible and element.tag not in {"html", "body"}:
            own = bool(declared.keys() & {"background", "background-color"}) or element.get("bgcolor")
            sure = state.sure and (bool(own) or state.grounded or not may_be_dark(element))
            state.faded = self._piece(element, "colour on colour", state.css, False, sure)

    def _piece(self, element: Any, technique: str, css: str, shown: bool = False, sure: bool = True) -> int:
        if css.startswith("script:"):
            technique = "by script"
        self.pieces.append(_Piece(element, technique, css, shown, sure))
        return len(self.pieces) - 1

    def _link(self, element: Any, href: str, state: _State) -> None:
        owner = state.owner
        host = host_of(href)
        if owner >= 0:
            links = self.pieces[owner].links
            if len(links) < MOST_LINKS:
                links.append((element, host, []))
                state.link = len(links) - 1
        elif host and _is_lone(element, self.long):
            number = self._piece(element, "lone mark", f"<a>{flat(element.text_content())}</a>")
            self.pieces[number].links.append((element, host, [element.text or ""]))
        elif host:
            self.open_links.append(host)

    # -- all of them ---------------------------------------------------------------------------------------------------

    def _finished(self) -> Hidden:
        own = page_host(self.tree)
        open_sites = frozenset(site_of(host) for host in self.open_links)
        pointed = references(self.tree, self.scripts.rest)
        pieces, elements = [], []
        for piece in self.pieces:
            text = flat("".join(piece.texts))
            if not BLANK.sub("", text) and not any(host for _, host, _ in piece.links):
                continue
            links = tuple(
                HiddenLink(
                    flat("".join(anchor)) or flat(element.get("title") or ""), host, is_outside(host, own, open_sites)
                )
                for element, host, anchor in piece.links
            )
            made = self._made(piece, text, links, pointed)
            if made is None:
                continue
            pieces.append(made)
            if _is_to_go(piece, made, self.total):
                elements.append(piece.element)
            if len(pieces) >= MOST_PIECES:
                break
        for selector, words in self.sheet.generated:
            place = f"style: {selector[:80]}"
            pieces.append(HiddenPiece(words[:MOST_KEPT], "generated content", selector[:200], len(words), place=place))
        if self.sheet.cut or self.budget.left < 0:
            pieces.append(HiddenPiece("", UNREAD, f"{self.sheet.count} rules", place="style"))
        return Hidden(tuple(pieces), tuple(elements))

    def _made(self, piece: _Piece, text: str, links: tuple[HiddenLink, ...], pointed: set[str]) -> HiddenPiece | None:
        outside = sum(link.outside for link in links)
        if piece.technique in {"noscript", "lone mark", "behind"} and not outside:
            return None
        if piece.technique == "colour on colour" and not text:
            return None
        if piece.technique == "text-indent" and not outside and _is_replaced(piece.element, piece.characters):
            return None
        habit = "control" if piece.shown_by else ""
        if piece.technique != "lone mark":
            habit = habit or excuse(
                piece.element,
                piece.characters,
                outside,
                pointed,
                piece.technique in DECEPTIVE,
                piece.technique == "clip",
            )
        if not habit and piece.characters > max(1000, MOST_OF_PAGE * self.total):
            habit = "body"
        return HiddenPiece(
            text[:MOST_KEPT], piece.technique, piece.css[:200], piece.characters, links, _place(piece.element), habit,
            piece.sure,
        )  # fmt: skip


def _handles(element: Any) -> list[str]:
    """The id and classes of an element as selectors write them."""
    handles = [f".{name}" for name in classes.split()] if (classes := element.get("class")) else []
    return [f"#{ident}", *handles] if (ident := element.get("id")) else handles


def _with_variables(declared: Declared, state: _State) -> bool:
    """Put in the custom properties that values name, and take in those declared here; whether there were any."""
    own = {name: value for name, (value, _) in declared.items() if name.startswith("--")}
    if own:
        state.variables = {**state.variables, **own}
    named = [name for name, (value, _) in declared.items() if "var(" in value and not name.startswith("--")]
    for name in named:
        value, source = declared[name]
        declared[name] = resolved(value, state.variables), source
    return bool(own or named)


def _put(
    best: dict[str, tuple[tuple[Any, ...], str, str]], one: Declaration, key: tuple[Any, ...], source: str
) -> None:
    if one.name not in best or key >= best[one.name][0]:
        best[one.name] = (key, one.value, source)


def _read_ground(element: Any, declared: Declared, state: _State) -> bool:
    """Take in the background of an element; whether anything changed."""
    values = [declared[name][0] for name in ("background", "background-color", "background-image") if name in declared]
    values += [f"{(element.get('bgcolor') or '').strip().lower()}"] if element.get("bgcolor") else []
    if element.get("background") or any("url(" in value or "gradient(" in value for value in values):
        state.ground = next((one for value in values if (one := gradient_ground(value))), None)
        return True
    if not values:
        if declared.get("position", ("", ""))[0] in {"absolute", "fixed"}:
            state.ground, state.sure = state.ground, False
        return False
    for value in values:
        for piece in re.findall(r"[a-z]+\([^()]*\)|[^\s]+", value):
            found = colour(piece)
            if found and found[3] > CLEAR:
                state.ground = over(found, state.ground or WHITE)
                state.sure = state.grounded = True
                return True
            if piece.startswith("var("):
                state.ground = None
                return True
    return False


def _is_lone(link: Any, long: dict[Any, bool]) -> bool:
    """Whether a link within a text has no anchor but a mark or a blank, and nothing else to be seen or heard by."""
    text = link.text or ""
    if len(link) or len(text) >= 20 or BLANK.sub("", text) or ARROW.search(text):
        return False
    if any(link.get(name) for name in ("class", "aria-label", "title", "id", "name")):
        return False
    parent = link.getparent()
    if parent is None or parent.tag not in {"p", "span", "div", "td", "li"}:
        return False
    if parent not in long:
        long[parent] = len(flat(parent.text_content())) > 40
    return long[parent]


def _is_replaced(element: Any, characters: int) -> bool:
    """Whether a picture stands for a few words, as logos do."""
    if characters > MOST_REPLACED:
        return False
    words = names(element) | (names(element.getparent()) if element.getparent() is not None else set())
    return element.tag in {"h1", "h2", "a", "button", "span", "input", "li", "i", "legend"} or bool(
        words & row("hidden", "picture")
    )


def _is_to_go(piece: _Piece, made: HiddenPiece, total: int) -> bool:
    """Whether the element is taken out before the page's text is read.

    What is hidden by a style of its own or an attribute always goes, and what has no excuse; never most of the page,
    nor the rest of a text that a reader unfolds.
    """
    if made.technique in {"noscript", "lone mark", "behind"} or piece.characters > max(1000, MOST_OF_PAGE * total):
        return False
    if made.habit == "body" and len(made.links) < 10:
        return False
    by_itself = made.css == "hidden" or made.css.startswith("style=")
    if made.technique in {"colour on colour", "opacity:0", "text-indent"}:
        return not made.habit and made.sure and by_itself
    return by_itself or not made.habit


def _place(element: Any) -> str:
    steps = []
    for one in [element, *element.iterancestors()]:
        if one.tag in {"html"}:
            break
        if ident := one.get("id"):
            steps.append(f"{one.tag}#{ident[:60]}")
            break
        classes = "".join(f".{name[:40]}" for name in (one.get("class") or "").split()[:2])
        steps.append(f"{one.tag}{classes}")
        if len(steps) == 5:
            break
    return f"line {element.sourceline}: {' > '.join(reversed(steps))}"
