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

from lxml import etree

from tintuc.intake.blocks import flat
from tintuc.intake.copy import HiddenLink, HiddenPiece
from tintuc.intake.css import (
    Budget,
    Colour,
    Declaration,
    Rule,
    Sheet,
    colour,
    contrast,
    declarations,
    for_everyone,
    over,
    pixels,
)
from tintuc.intake.hosts import is_outside, page_host, site_of
from tintuc.intake.idioms import MOST_REPLACED, excuse, is_responsive, names, references
from tintuc.intake.rows import row
from tintuc.text.anchors import host_of

#: The ways to hide. Deceptive ones leave the words on the page and merely keep eyes from them.
TECHNIQUES = frozenset(
    [
        "display:none",
        "hidden",
        "visibility:hidden",
        "opacity:0",
        "no size",
        "scale(0)",
        "noscript",
        "by script",
        "behind",
    ]
)
DECEPTIVE = frozenset(["colour on colour", "font-size:0", "off-screen", "text-indent", "clip", "marquee", "lone mark"])
UNREAD = "unread styles"
#: Characters of one piece that are kept, and pieces of one page.
MOST_KEPT, MOST_PIECES, MOST_LINKS = 2000, 400, 500
#: Letters lower than this, in pixels, are dots.
DOT = 2.0
#: Pixels beyond the edge from which nobody comes back by scrolling.
BEYOND = 500
SLID = 2000  #: a row of slides is moved by less
#: Contrast below which nobody sees letters. Light grey on white has 1.6, and people complain of it.
UNSEEN = 1.2
FAINT = 0.05  #: opacity that no eye sees
#: Share of the page's words that no page hides in earnest: it shows them when a script has run.
MOST_OF_PAGE = 0.5
WHITE, CLEAR = (255.0, 255.0, 255.0, 1.0), 0.1
#: Elements whose text is never shown, or is not text.
SILENT = row("hidden", "silent")
PROPERTIES = row("hidden", "properties")
BY_SCRIPT = re.compile(
    r"""getElementById\(\s*["']([\w-]{1,80})["']\s*\)\s*\.style\.(\w{3,20})\s*=\s*["']([^"'\n]{0,60})["']"""
)
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


@dataclass
class _State:
    """What an element takes over from those around it. Numbers are of pieces, -1 for none."""

    whole: int = -1
    unseen: int = -1  #: visibility
    dotted: int = -1  #: font size
    faded: int = -1  #: colour
    ink: Colour | None = None
    ground: Colour | None = WHITE
    sure: bool = True
    css: str = ""
    silent: bool = False
    link: int = -1

    @property
    def owner(self) -> int:
        return next((one for one in (self.whole, self.unseen, self.dotted, self.faded) if one >= 0), -1)


def find_hidden(tree: Any) -> Hidden:
    """All that the page hides. Never raises for any page, and takes linear time."""
    return _Reader(tree).read()


def _bearing(tree: Any) -> set[Any]:
    """The elements with words or links in them; of the rest nothing can be hidden."""
    found: set[Any] = set()
    for node in tree.iter():
        bears = isinstance(node.tag, str) and ((node.text or "").strip() or node.get("href"))
        here = node if bears else node.getparent() if (node.tail or "").strip() else None
        while here is not None and here not in found:
            found.add(here)
            here = here.getparent()
    return found


def _names(tree: Any) -> frozenset[str]:
    """The tags, classes and ids that stand on a page."""
    found = set()
    for element in tree.iter(etree.Element):
        found.add(element.tag)
        if ident := element.get("id"):
            found.add(f"#{ident}")
        if classes := element.get("class"):
            found.update(f".{name}" for name in classes.split())
    return frozenset(found)


class _Reader:
    def __init__(self, tree: Any) -> None:
        self.tree = tree
        self.sheet, self.budget = Sheet(present=_names(tree)), Budget()
        self.scripts = "\n".join(
            script.text or "" for script in tree.iter("script") if "json" not in (script.get("type") or "")
        )[:1_500_000]
        self.by_script: dict[str, list[Declaration]] = {}
        self.fetched = False  #: there are sheets at other addresses
        self.pieces: list[_Piece] = []
        self.open_links: list[str] = []
        self.long: dict[Any, bool] = {}  #: elements with some text in them, as they are asked about
        self.total = 0
        self.bearing = _bearing(tree)

    def read(self) -> Hidden:
        self._read_styles()
        states: dict[Any, _State] = {}
        for node in self.tree.iter():
            parent = node.getparent()
            outer = states.get(parent) or _State()
            if isinstance(node.tag, str):
                state = self._state(node, outer)
                states[node] = state
                self._take(node.text, state)
            self._take(node.tail, outer)
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
        for match in WRITTEN_STYLE.finditer(self.scripts):
            self.sheet.read(match[1], PROPERTIES)
        seen: dict[tuple[str, str], set[str]] = {}
        for ident, name, value in BY_SCRIPT.findall(self.scripts):
            css = re.sub(r"([A-Z])", r"-\1", name).lower()
            seen.setdefault((ident, css), set()).add(value.lower())
        for (ident, css), values in seen.items():
            if len(values) == 1:
                self.by_script.setdefault(ident, []).append(Declaration(css, min(values)))

    def _take(self, text: str | None, state: _State) -> None:
        if not text or state.silent:
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
        if outer.silent or tag in SILENT:
            return outer if outer.silent else _State(silent=True)
        if element not in self.bearing:
            return outer
        if (
            not element.attrib
            and tag not in {"noscript", "a"}
            and tag not in self.sheet.kept
            and "*" not in self.sheet.kept
        ):
            return outer
        state = _State(**vars(outer))
        if state.whole < 0 and tag not in {"html", "body"}:
            self._look(element, state, outer)
        elif tag in {"html", "body"}:
            self._ground(element, self._declared(element), state)
        if tag == "a" and (href := get("href")):
            self._link(element, href, state)
        return state

    def _look(self, element: Any, state: _State, outer: _State) -> None:
        declared = self._declared(element)
        has_class = bool(element.get("class"))
        if self.fetched and has_class:
            state.sure = False
        if has_class and self.fetched and not declared.keys() & {"font-size", "font", "color"}:
            state.dotted = -1
            state.faded = -1
        whole = _whole(element, declared)
        if whole:
            technique, name, css = whole
            shown = self._shown(name, element, declared) or (
                technique in {"display:none", "hidden"} and is_responsive(element)
            )
            state.whole = self._piece(element, technique, css, shown)
            return
        self._text(element, declared, state)

    def _declared(self, element: Any) -> dict[str, tuple[str, str]]:
        """What counts for the element by property, with its source."""
        best: dict[str, tuple[tuple[Any, ...], str, str]] = {}
        for rule in self.sheet.candidates(element, self.budget):
            if not rule.conditional and rule.fits(element, self.budget):
                for one in rule.declarations:
                    _put(best, one, (one.important, 0, rule.weight, rule.order), rule.source)
        style = element.get("style")
        for one in declarations(style[:4000]) if style else ():
            _put(best, one, (one.important, 1, (0, 0, 0), len(best)), f'style="{one.name}:{one.value}"')
        for one in self.by_script.get(element.get("id") or "", ()):
            _put(best, one, (one.important, 2, (0, 0, 0), 0), f"script: style.{one.name} = {one.value}")
        return {name: (value, source) for name, (_, value, source) in best.items()}

    def _others(self, element: Any) -> Iterator[Rule]:
        """The rules that may come to count: of some state or medium, or once a script adds a class."""
        for rule in self.sheet.candidates(element, self.budget):
            last = rule.parts[-1]
            if (rule.conditional or not rule.fits(element, self.budget)) and (
                last.ids or last.classes or last.fits(element)
            ):
                yield rule

    def _shown(self, name: str, element: Any, declared: dict[str, tuple[str, str]]) -> bool:
        """Whether another rule, of some state or medium, shows what ``name`` hides; or an animation does."""
        if name == "opacity" and declared.keys() & {"animation", "animation-name", "transition"}:
            return True
        hiding = declared.get(name, ("", ""))[0]
        return any(
            one.name == name and one.value != hiding for rule in self._others(element) for one in rule.declarations
        )

    def _text(self, element: Any, declared: dict[str, tuple[str, str]], state: _State) -> None:
        """Ways to hide that an element inside can undo: visibility, size of letters, colour."""
        if value := declared.get("visibility"):
            hides = value[0] in {"hidden", "collapse"}
            shown = hides and self._shown("visibility", element, declared)
            state.unseen = self._piece(element, "visibility:hidden", value[1], shown) if hides else -1
        size, css = _font_size(element, declared)
        if size is not None:
            if abs(size) <= DOT:
                state.dotted = self._piece(element, "font-size:0", css, self._shown("font-size", element, declared))
            elif not (state.dotted >= 0 and css.rstrip('" }').endswith(("em", "%")) and "rem" not in css):
                state.dotted = -1
        self._ground(element, declared, state)

    def _ground(self, element: Any, declared: dict[str, tuple[str, str]], state: _State) -> None:
        changed = _read_ground(element, declared, state)
        ink = _ink(element, declared)
        if ink:
            state.ink, state.css = ink
            changed = True
        if not changed:
            return
        state.faded = -1
        if state.ink is None or _lit(declared):
            return
        if state.ink[3] <= CLEAR:
            invisible = True
        elif state.ground is None:
            return
        else:
            invisible = contrast(over(state.ink, state.ground), state.ground) <= UNSEEN
        if invisible and element.tag not in {"html", "body"}:
            own = bool(declared.keys() & {"background", "background-color"}) or element.get("bgcolor")
            sure = state.sure and (bool(own) or not _may_be_dark(element))
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
        pointed = references(self.tree, BY_SCRIPT.sub("", self.scripts))
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


def _put(
    best: dict[str, tuple[tuple[Any, ...], str, str]], one: Declaration, key: tuple[Any, ...], source: str
) -> None:
    if one.name not in best or key >= best[one.name][0]:
        best[one.name] = (key, one.value, source)


def _whole(element: Any, declared: dict[str, tuple[str, str]]) -> tuple[str, str, str] | None:
    """The way an element is hidden with all in it, the property and its source; None if it is not."""

    def value(name: str) -> str:
        return declared.get(name, ("", ""))[0]

    if value("display") == "none":
        return "display:none", "display", declared["display"][1]
    if element.get("hidden") is not None and element.get("hidden") != "until-found" and not value("display"):
        return "hidden", "display", "hidden"
    if element.tag == "noscript":
        return "noscript", "", "<noscript>"
    if element.tag == "marquee" and (css := _still(element, declared)):
        return "marquee", "", css
    if value("content-visibility") == "hidden":
        return "display:none", "content-visibility", declared["content-visibility"][1]
    return _faint(declared) or _far(declared) or _shrunk(declared) or _behind(declared)


def _still(element: Any, declared: dict[str, tuple[str, str]]) -> str:
    for name in ("height", "width"):
        for text in (element.get(name) or "", declared.get(name, ("", ""))[0]):
            size = pixels(text.strip().lower())
            if size is not None and size <= 5:
                return f"<marquee {name}={text}>"
    speed = pixels((element.get("scrollamount") or "").strip())
    return f"<marquee scrollamount={element.get('scrollamount')}>" if speed is not None and speed >= 1000 else ""


def _behind(declared: dict[str, tuple[str, str]]) -> tuple[str, str, str] | None:
    """Laid under the page. Pictures and shapes lie there, so that it counts only with links elsewhere."""
    layer = declared.get("z-index")
    placed = declared.get("position", ("", ""))[0] in {"absolute", "fixed"}
    return ("behind", "z-index", layer[1]) if layer and placed and re.match(r"-\d", layer[0]) else None


def _faint(declared: dict[str, tuple[str, str]]) -> tuple[str, str, str] | None:
    if (found := declared.get("opacity")) and (share := pixels(found[0], 1.0)) is not None and share <= FAINT:
        return "opacity:0", "opacity", found[1]
    if (found := declared.get("filter")) and re.search(r"opacity\(\s*(?:0?\.0\d*|0%?)\s*\)|opacity=0\b", found[0]):
        return "opacity:0", "filter", found[1]
    return None


def _far(declared: dict[str, tuple[str, str]]) -> tuple[str, str, str] | None:
    """Moved off the page, or cut down to nothing."""
    position = declared.get("position", ("", ""))[0]
    for name in ("left", "top", "right", "bottom", "inset"):
        if (found := declared.get(name)) and position != "static":
            for text in found[0].split()[:4]:
                moved = pixels(text)
                if moved is not None and (moved <= -BEYOND or (moved >= 5000 and not text.endswith("%"))):
                    return "off-screen", name, found[1]
    for name in ("margin-left", "margin-top", "margin"):
        if found := declared.get(name):
            moves = [moved for text in found[0].split()[:4] if (moved := pixels(text)) is not None]
            if moves and min(moves) <= -SLID:
                return "off-screen", name, found[1]
    if (found := declared.get("text-indent")) and (
        moved := pixels(found[0].split()[0] if found[0] else "")
    ) is not None:
        hidden = declared.get("overflow", ("", ""))[0] == "hidden"
        if moved <= -BEYOND or (hidden and moved >= 1000) or moved >= 5000:
            return "text-indent", "text-indent", found[1]
    for name in ("clip", "clip-path"):
        if (found := declared.get(name)) and _is_cut(name, found[0]):
            return "clip", name, found[1]
    return _moved(declared)


def _is_cut(name: str, value: str) -> bool:
    numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", value)[:8]]
    if name == "clip":
        return value.startswith("rect") and len(numbers) == 4 and all(abs(number) <= 1 for number in numbers)
    if value.startswith("inset"):
        return bool(numbers) and all(number >= 50 for number in numbers) and "%" in value
    return value.startswith(
        ("circle(0", "ellipse(0", "polygon(0 0, 0 0, 0 0", "polygon(0 0,0 0,0 0", "polygon(0px 0px, 0px 0px")
    )


def _moved(declared: dict[str, tuple[str, str]]) -> tuple[str, str, str] | None:
    for name in ("transform", "translate", "scale"):
        found = declared.get(name)
        if not found:
            continue
        if name == "scale" and re.match(r"0(?:\.0\d*)?(?:\s|$)", found[0]):
            return "scale(0)", name, found[1]
        if re.search(r"scale(?:3d|x|y)?\(\s*0?(?:\.0\d*|0)?\s*[,)]", found[0]) and "scale()" not in found[0]:
            return "scale(0)", name, found[1]
        if "translate" in found[0] or name == "translate":
            moves = [pixels(text) or 0.0 for text in re.split(r"[\s,()]+", found[0])[:8]]
            if any(abs(moved) >= SLID for moved in moves):
                return "off-screen", name, found[1]
    return None


def _shrunk(declared: dict[str, tuple[str, str]]) -> tuple[str, str, str] | None:
    clipped = any(
        declared.get(name, ("", ""))[0].split(" ")[0] in {"hidden", "clip", "auto", "scroll"}
        for name in ("overflow", "overflow-x", "overflow-y")
    )
    if not clipped:
        return None
    for name in ("height", "max-height", "width", "max-width", "line-height"):
        if (found := declared.get(name)) and (size := pixels(found[0])) is not None and size <= 1:
            return "no size", name, found[1]
    return None


def _font_size(element: Any, declared: dict[str, tuple[str, str]]) -> tuple[float | None, str]:
    size, css = None, ""
    if found := declared.get("font"):
        match = re.search(r"(?:^|\s)([\d.]+(?:px|pt|em|rem|%)?)(?:\s*/\s*[\w.%]+)?\s+[a-z\"']", found[0])
        size, css = (pixels(match[1], 16.0) if match else None), found[1]
    if found := declared.get("font-size"):
        size, css = pixels(found[0], 16.0), found[1]
        if size is None and found[0] not in {"inherit", "unset"}:
            size = 16.0
    return size, css


def _read_ground(element: Any, declared: dict[str, tuple[str, str]], state: _State) -> bool:
    """Take in the background of an element; whether anything changed."""
    values = [declared[name][0] for name in ("background", "background-color", "background-image") if name in declared]
    values += [f"{(element.get('bgcolor') or '').strip().lower()}"] if element.get("bgcolor") else []
    if element.get("background") or any("url(" in value or "gradient(" in value for value in values):
        state.ground = None
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
                state.sure = True
                return True
            if piece.startswith("var("):
                state.ground = None
                return True
    return False


def _ink(element: Any, declared: dict[str, tuple[str, str]]) -> tuple[Colour, str] | None:
    for name in ("-webkit-text-fill-color", "color"):
        if (found := declared.get(name)) and (ink := colour(found[0])):
            return ink, found[1]
    if element.tag == "font" and (ink := colour((element.get("color") or "").strip().lower())):
        return ink, f"<font color={element.get('color')}>"
    return None


def _lit(declared: dict[str, tuple[str, str]]) -> bool:
    """Whether letters without a colour of their own are seen: by their shadow, or as holes in the background."""
    clip = {declared.get(name, ("", ""))[0] for name in ("background-clip", "-webkit-background-clip")}
    return "text" in clip or declared.get("text-shadow", ("none", ""))[0] not in {"none", "", "0", "inherit"}


def _may_be_dark(element: Any) -> bool:
    dark = row("hidden", "dark")
    for number, one in enumerate([element, *element.iterancestors()]):
        if number > 6 or one.tag in {"body", "html"}:
            return False
        if one.tag in {"header", "nav", "footer", "button", "figure", "th"} or names(one) & dark:
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
