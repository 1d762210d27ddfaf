"""Reads style sheets into rules, kept by the element they may fit.

Of most rules only the selector is looked at: what a rule says is read once an element comes that it may be about. It
takes linear time; a sheet that needs more steps than ``MOST_PIECES`` is cut there and says so. Pages of one site carry
the same sheets, so that the last few are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tintuc.intake.css import Colour, colour, declarations, for_everyone, names_of
from tintuc.intake.hiding import GROUNDS, INKS, colours, may_hide
from tintuc.intake.rows import row
from tintuc.intake.selectors import Compound, key_of, parts_of, split
from tintuc.intake.tree import Element

#: Pieces of all sheets of a page that are read, parted at their braces. The heaviest real pages have 30,000.
MOST_PIECES = 120_000
#: Characters of one selector that are read; nobody writes longer ones by hand.
LONGEST = 400
#: Selectors of one sheet. The heaviest real pages have 20,000.
MOST_SELECTORS = 100_000
#: Selectors of one rule, and of one within another.
MOST_LISTED, MOST_NESTED, LONGEST_LIST = 1000, 20, 40_000
DEEPEST = 8
LONGEST_LAYER = 120
#: Letters of generated content that are words and no mark.
WORDS = 40

#: What a brace may stand in without opening a block: comments, strings, addresses, escapes.
GUARDED = re.compile(
    r"""/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\((?<=[uU][rR][lL]\()[^)"']*\)?|\\.""", re.S
)
HARMLESS = str.maketrans("{};", "   ")
PIECE = re.compile(r"([^{}]*)([{}]|\Z)")
AT = re.compile(r"@([\w-]+)(.*)", re.S)
#: Blocks that hold rules for the page as it is.
TRANSPARENT = frozenset(["supports", "layer", "document", "scope"])
#: Characters of a sheet that is kept for the next page.
MOST_KEPT = 200_000
#: The classes and ids of a selector; and what makes one that they do not tell of.
HANDLE = re.compile(r"[.#][\w-]+")
NAMED_LAYERS = re.compile(r"@layer\s+([^;{}]{1,400})(?:;|\Z)")
UNPLAIN = re.compile(r"[\\(\[]")
GENERATED = re.compile(r"""(?:^|[\s;])content\s*:\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.S)
PSEUDO_ELEMENT = re.compile(r"::?(?:before|after)\b", re.I)


@dataclass
class Budget:
    """Comparisons of elements with selectors that are left. The heaviest real page needs 450,000."""

    left: int = 700_000


class Block:
    """What a rule or a style attribute declares, read when it is asked for."""

    __slots__ = ("body", "told")

    def __init__(self, body: str) -> None:
        self.body = body
        self.told: Told | None = None

    def read(self) -> Told:
        """What it says."""
        if self.told is None:
            self.told = Told(self.body)
        return self.told


class Told:
    """The declarations of a block that may hide words or show them, and what they come to."""

    def __init__(self, body: str) -> None:
        kept = row("hidden", "properties")
        self.declarations = tuple(one for one in declarations(body) if one.name in kept or one.name[:2] == "--")
        self.hides = False  #: whether any of it but colours may hide words by itself
        self.inks: set[Colour] = set()  #: colours of letters
        self.grounds: set[Colour] = set()  #: and of backgrounds
        self.held: set[Colour] = set()  #: and those that custom properties hold
        self.is_variable = "var(" in body
        self.has_variable_ink = False
        for one in self.declarations:
            self._weigh(one.name, one.value)

    def _weigh(self, name: str, value: str) -> None:
        if name in INKS:
            if ink := colour(value):
                self.inks.add(ink)
            self.has_variable_ink |= "var(" in value
        elif name in GROUNDS:
            self.grounds.update(colours(value))
            if "gradient(" in value:
                self.grounds.update(colours(value.partition("gradient(")[2]))
        elif name[:2] == "--":
            self.held.update(colours(value))
        elif not self.hides:
            self.hides = may_hide(name, value)


class Rule:
    """One selector with what it declares."""

    __slots__ = ("block", "layer", "order", "reading", "selector", "within")

    def __init__(self, selector: str, block: Block, order: int, within: bool, layer: str) -> None:
        self.selector = selector
        self.block = block
        self.order = order
        self.layer = layer  #: the cascade layer it stands in, ``base.forms``; empty for none
        self.within = within  #: holds for some media only
        self.reading: Reading | None = None

    def read(self) -> Reading:
        """What the selector asks for."""
        if self.reading is None:
            self.reading = Reading(self.selector)
        return self.reading

    @property
    def source(self) -> str:
        """The rule as it stands in the sheet, shortened."""
        declared = "; ".join(f"{one.name}: {one.value}" for one in self.block.read().declarations[:4])
        return f"{self.selector} {{ {declared} }}"[:200]


class Reading:
    """What a selector asks for."""

    def __init__(self, selector: str) -> None:
        #: what each element must be, the one itself last, and what stands between; nothing where no element can fit
        self.parts, self.combinators = parts_of(selector) or ((), ())
        parts = self.parts
        self.last = parts[-1] if parts else Compound()
        self.state = any(part.state for part in parts)  #: holds while in a state only
        #: how much it counts beside others
        weights = [part.weight for part in parts]
        self.weight = sum(one[0] for one in weights), sum(one[1] for one in weights), sum(one[2] for one in weights)
        #: what must stand on the page for any element to fit, and the classes and ids that must stand around it
        self.names = frozenset(name for part in parts for name in part.names())
        needed = zip(parts, self.combinators, strict=False)
        self.above = frozenset(name for part, way in needed if way in " >" for name in part.names() if name[0] in ".#")
        self.by_name = len(parts) == 1 and self.last.is_named  #: whether tag, id and classes alone tell that it fits

    def fits(self, element: Element, budget: Budget) -> bool:
        """Whether the element and those around it are as the selector says; False once the budget is spent."""
        budget.left -= 1
        if budget.left < 0 or not self.last.fits(element):
            return False
        here: Element | None = element
        for part, combinator in zip(self.parts[-2::-1], self.combinators[::-1], strict=True):
            around = _around(here, combinator) if here is not None else iter(())
            here = None
            for one in around:
                budget.left -= 2
                if part.fits(one):
                    here = one
                if here is not None or budget.left < 0:
                    break
            if here is None:
                return False
        return True


def _around(element: Element, combinator: str) -> Iterator[Element]:
    """The elements that the part before a combinator may be."""
    if combinator == " ":
        yield from element.above()
    elif combinator == ">":
        if element.parent is not None:
            yield element.parent
    elif element.parent is not None:
        before = element.parent.children[: element.place]
        yield from before[::-1] if combinator == "~" else before[-1:]


@dataclass
class _Open:
    """A block that has been opened: the selectors its declarations are about, if any."""

    head: str
    skipped: bool = False
    within: bool = False
    layer: str = ""


class Sheet:
    """The rules of a sheet as they stand; which of them are about a page, the page tells."""

    def __init__(self, text: str) -> None:
        #: selectors, what they declare, whether for some media only, and in which layer
        self.rules: list[tuple[str, Block, bool, str]] = []
        self.layers: list[str] = []  #: as they are first named
        self.cut = False  #: there was more than is read
        self.count = 0
        self.pieces = 0
        self._declaring: dict[str, dict[str, list[Rule]]] = {}
        self._read(text)

    def _read(self, text: str) -> None:
        text = GUARDED.sub(_guarded, text.replace("<!--", " ").replace("-->", " "))
        stack: list[_Open] = []
        layered = "@layer" in text
        for body, brace in PIECE.findall(text):
            self.pieces += 1
            if self.pieces > MOST_PIECES or self.count > MOST_SELECTORS:
                self.cut = True
                return
            head = ""
            if brace == "{":
                body, _, head = body.rpartition(";")
            if ":" in body and stack and stack[-1].head and not stack[-1].skipped:
                self.count += stack[-1].head.count(",") + 1
                self.rules.append((stack[-1].head, Block(body), stack[-1].within, stack[-1].layer))
            if layered and "@layer" in body:
                self._name_layers(body, stack[-1].layer if stack else "")
            if brace == "{":
                stack.append(opened := _opened(head.strip(), stack))
                if layered and opened.layer and opened.layer not in self.layers[-1:]:
                    self.layers.append(opened.layer)
            elif stack:
                stack.pop()

    def _name_layers(self, body: str, outer: str) -> None:
        """Keep the order of ``@layer reset, base;``, which opens no block."""
        for names in NAMED_LAYERS.findall(body):
            self.layers += [_layer(name.strip(), outer) for name in names.split(",")]

    def standing(self, present: frozenset[str]) -> Iterator[tuple[str, Rule]]:
        """The rules that may count on a page of these tags, ids and classes, with what they are about."""
        for order, (head, block, within, layer) in enumerate(self.rules):
            if within or ("," not in head and not _stands(head, present)):
                continue
            for selector in split(head)[:MOST_LISTED]:
                if len(selector) <= LONGEST and _stands(selector, present):
                    key = key_of(selector)
                    if key in present or key == "*":
                        yield key, Rule(selector, block, order, within, layer)

    def about(self, key: str, name: str) -> list[Rule]:
        """All rules that declare a property of an id, class or tag, of some medium or classes yet to come too."""
        if name not in self._declaring:
            self._declaring[name] = self._those_with(name)
        return self._declaring[name].get(key, [])

    def _those_with(self, name: str) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        names = names_of(name)
        for order, (head, block, within, layer) in enumerate(self.rules):
            if any(each in block.body for each in names):
                for selector in split(head)[:MOST_LISTED]:
                    if len(selector) <= LONGEST and (key := key_of(selector)):
                        found.setdefault(key, []).append(Rule(selector, block, order, within, layer))
        return found

    def generated(self, present: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Selectors of elements of a page, and the words that the sheet puts before or after them."""
        for head, block, _, _ in self.rules:
            if "content" in block.body and ":" in head:
                words = [each for match in GENERATED.finditer(block.body) if len(each := match[1][1:-1]) >= WORDS]
                for selector in split(head)[:MOST_LISTED] if words else ():
                    if not key_of(selector) and key_of(PSEUDO_ELEMENT.sub("", selector)) in present:
                        yield from ((selector, each) for each in words)


def _stands(selector: str, present: frozenset[str]) -> bool:
    """Whether all classes and ids of a selector stand on the page; True for one that takes more reading."""
    return UNPLAIN.search(selector) is not None or present.issuperset(HANDLE.findall(selector))


def sheet_of(text: str) -> Sheet:
    """A sheet as it was read; the same for the same text."""
    return _kept(text) if len(text) <= MOST_KEPT else Sheet(text)


_kept = lru_cache(maxsize=16)(Sheet)


@lru_cache(maxsize=1024)
def block_of(style: str) -> Block:
    """What a style attribute declares."""
    return Block(style)


def _guarded(match: re.Match[str]) -> str:
    text = match[0]
    return " " if text.startswith("/*") else text.translate(HARMLESS)


def _opened(head: str, stack: list[_Open]) -> _Open:
    outer = stack[-1] if stack else _Open("")
    if outer.skipped or len(stack) > DEEPEST:
        return _Open("", skipped=True)
    if head[:1] != "@":
        return _Open(_nested(outer.head, head) if outer.head else head, False, outer.within, outer.layer)
    match = AT.match(head)
    word, rest = (match[1].lower(), match[2]) if match else ("", "")
    if word in {"media", "container"}:
        return _Open(outer.head, False, outer.within or not for_everyone(rest), outer.layer)
    if word == "supports" and "not" in rest.split():
        return _Open(outer.head, False, True, outer.layer)
    layer = _layer(rest.strip(), outer.layer) if word == "layer" else outer.layer
    return _Open(outer.head, word not in TRANSPARENT, outer.within, layer)


def _layer(name: str, outer: str) -> str:
    """The full name of a layer in another; one without a name is like no other, and counts as the last of its kind."""
    return (f"{outer}.{name or '-'}" if outer else name or "-")[:LONGEST_LAYER]


def _nested(outer: str, inner: str) -> str:
    """The selectors of a rule within a rule: ``&`` stands for what the outer one is about."""
    return ", ".join(
        one.replace("&", around) if "&" in one else f"{around} {one}"
        for around in split(outer)[:MOST_NESTED]
        for one in split(inner)[:MOST_NESTED]
    )[:LONGEST_LIST]
