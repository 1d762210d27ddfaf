"""What counts for an element of all that sheets, attributes and scripts declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, islice

from tintuc.intake.css import Declaration, for_everyone, resolved
from tintuc.intake.hiding import Declared
from tintuc.intake.painted import faint_inks
from tintuc.intake.scripted import Scripts
from tintuc.intake.sheets import MOST_PIECES, Block, Budget, Rule, Sheet, block_of, sheet_of
from tintuc.intake.tree import Element, Page

#: Comparisons that reading a selector is worth.
READING = 8
#: Words put in by sheets that are kept.
MOST_GENERATED = 100
#: Characters of a style attribute that are read.
MOST_STYLE = 4000
#: Cascade layers that are told apart.
MOST_LAYERS = 500
#: Elements and attributes that hide or colour by themselves.
BY_TAG = frozenset(["noscript", "marquee", "font"])
NOTHING: Declared = {}
#: The place of a cascade layer among all. What stands in no layer comes last of all: it wins, but if important.
Rank = tuple[float, ...]
LAST = float("inf")
UNLAYERED: tuple[Rank, Rank] = ((LAST,), (-LAST,))
WRITTEN_STYLE = re.compile(r"<style[^>]{0,200}>(.{0,20000}?)<\\?/style", re.S | re.I)


class Kind:
    """Elements of one tag, id and class, and the rules that may be about them, with the numbers of their sheets."""

    def __init__(self, scripted: list[Declaration], hiding: list[Rule]) -> None:
        self.scripted = scripted  #: what scripts declare
        self.hidden = bool(scripted) or any(
            rule.read().by_name for rule in hiding
        )  #: whether a rule may hide all of them
        self.hiding = hiding  #: rules that may hide some
        self.named: list[tuple[Rule, int]] = []  #: that fit all of them
        self.asking: list[tuple[Rule, int]] = []  #: that fit some
        self.declared: dict[tuple[int, str], Declared] = {}  #: by the rules that fit, and own style
        self.is_read = False


class Styles:
    """The styles of a page."""

    def __init__(self, page: Page, scripts: Scripts) -> None:
        self.scripts = scripts
        self.budget = Budget()
        self.fetched = False  #: there are sheets at other addresses, or in them
        self.cut = False
        self.sheets: list[Sheet] = []
        self.present = _names(page)
        self.kinds: dict[tuple[str, str, str], Kind] = {}
        self.surroundings: dict[Element, frozenset[str]] = {}
        self.properties: dict[Element, dict[str, str]] = {}  #: custom ones, by element
        self._known: dict[Element, Declared] = {}
        pieces = 0
        for text in self._texts(page):
            sheet = sheet_of(text)
            pieces += sheet.pieces
            self.cut |= sheet.cut or pieces > MOST_PIECES
            if pieces > MOST_PIECES and self.sheets:
                break
            self.sheets.append(sheet)
        self.own = {style: block_of(style[:MOST_STYLE]) for style in _styles(page)}
        self._weigh(page)

    def _weigh(self, page: Page) -> None:
        """Find the rules that may count, and those that may hide words."""
        self.standing: dict[str, list[tuple[Rule, int]]] = {}
        for number, sheet in enumerate(self.sheets):
            for key, rule in sheet.standing(self.present):
                self.standing.setdefault(key, []).append((rule, number))
        self.layers = _layers(self.sheets)
        rules = [rule for each in self.standing.values() for rule, _ in each]
        blocks = [block.read() for block in [*{rule.block: 0 for rule in rules}, *self.own.values()]]
        self.faint = faint_inks(blocks, page)
        self.variable = any(block.is_variable for block in blocks)
        self.faint_held = self.variable and any(not self.faint.isdisjoint(block.held) for block in blocks)
        self.hiding: dict[str, list[Rule]] = {}
        for key, each in self.standing.items():
            for rule, _ in each:
                if self._counts(rule.block) and self._may_fit(rule):
                    self.hiding.setdefault(key, []).append(rule)

    def _may_fit(self, rule: Rule) -> bool:
        if rule.within:
            return False
        reading = rule.read()
        return bool(reading.parts) and not reading.state and reading.names <= self.present

    def _counts(self, block: Block) -> bool:
        """Whether a block may hide words by itself. Where none such is about an element, no other matters there."""
        told = block.read()
        return told.hides or not self.faint.isdisjoint(told.inks) or (self.faint_held and told.has_variable_ink)

    def _texts(self, page: Page) -> Iterator[str]:
        for link in page.tagged("link"):
            self.fetched |= "stylesheet" in link.get("rel").lower()
        for style in page.tagged("style"):
            kind = (style.get("type") or "text/css").lower()
            if "css" not in kind or (style.parent is not None and style.parent.tag == "noscript"):
                continue
            if style.text and for_everyone(style.get("media") or "all"):
                self.fetched |= "@import" in style.text
                yield style.text
        if "<style" in self.scripts.text:
            for match in WRITTEN_STYLE.finditer(self.scripts.text):
                yield match[1]

    @property
    def unread(self) -> bool:
        """Whether there was more than is read."""
        return self.cut or self.budget.left < 0

    @property
    def count(self) -> int:
        """How many selectors there are."""
        return sum(sheet.count for sheet in self.sheets)

    def generated(self) -> list[tuple[str, str]]:
        """Selectors of elements of the page, and the words that sheets put before or after them."""
        return list(islice((one for sheet in self.sheets for one in sheet.generated(self.present)), MOST_GENERATED))

    def kind(self, element: Element) -> Kind:
        """The element's kind."""
        attrib = element.attrib
        key = element.tag, attrib.get("id", ""), attrib.get("class", "")
        found = self.kinds.get(key)
        if found is None:
            keys, scripted = _keys(*key), self.scripts.styles
            by_script = [one for handle in keys for one in scripted.get(handle, ())] if scripted else []
            hiding = [
                rule
                for one in keys
                if one in self.hiding
                for rule in self.hiding[one]
                if rule.read().last.is_called(element)
            ]
            found = self.kinds[key] = Kind(by_script, hiding)
        return found

    def _read(self, element: Element) -> Kind:
        """The element's kind, with its rules."""
        kind = self.kind(element)
        if not kind.is_read:
            kind.is_read = True
            for key in _keys(element.tag, element.get("id"), element.get("class")):
                for rule, number in self.standing.get(key, ()):
                    self.budget.left -= READING
                    if self.budget.left < 0:
                        return kind
                    if self._may_fit(rule) and rule.read().last.is_called(element) and rule.block.read().declarations:
                        (kind.named if rule.read().by_name else kind.asking).append((rule, number))
        return kind

    def is_touched(self, element: Element) -> bool:
        """Whether anything may hide words just here."""
        attrib, kind = element.attrib, self.kind(element)
        if kind.hidden or element.tag in BY_TAG or "hidden" in attrib:
            return True
        if "style" in attrib and attrib["style"] and self._counts(self.own[attrib["style"]]):
            return True
        return bool(kind.hiding) and any(self._fits(rule, element) for rule in kind.hiding)

    def declared(self, element: Element) -> Declared:
        """What counts for the element by property, with its source."""
        found = self._known.get(element)
        if found is None:
            found = self._known[element] = self._declared(element)
        return found

    def _declared(self, element: Element) -> Declared:
        kind = self._read(element)
        fitting = 0
        for number, (rule, _) in enumerate(kind.asking):
            if self._fits(rule, element):
                fitting |= 1 << number
        style = element.get("style")
        found = kind.declared.get((fitting, style))
        if found is None:
            found = kind.declared[fitting, style] = self._weighed(kind, fitting, style)
        if self.variable and any("var(" in value for value, _ in found.values()):
            known = self.variables(element)
            found = {name: (resolved(value, known), source) for name, (value, source) in found.items()}
        return found

    def variables(self, element: Element) -> dict[str, str]:
        """The custom properties that hold for an element."""
        waiting = []
        here: Element | None = element
        while here is not None and here not in self.properties:
            waiting.append(here)
            here = here.parent
        found = self.properties[here] if here is not None else {}
        for one in reversed(waiting):
            kind = self._read(one)
            mask = sum(1 << number for number, (rule, _) in enumerate(kind.asking) if self._fits(rule, one))
            own = self._weighed(kind, mask, one.get("style"))
            if named := {name: value for name, (value, _) in own.items() if name.startswith("--")}:
                found = {**found, **named}
            self.properties[one] = found
        return found

    def _weighed(self, kind: Kind, fitting: int, style: str) -> Declared:
        """What remains where several rules declare the same."""
        rules = [*kind.named, *(one for number, one in enumerate(kind.asking) if fitting >> number & 1)]
        if not rules and not style and not kind.scripted:
            return NOTHING
        best: dict[str, tuple[tuple[object, ...], str, str]] = {}

        def put(one: Declaration, key: tuple[object, ...], source: str) -> None:
            if one.name not in best or key >= best[one.name][0]:  # type: ignore[operator]  # alike up to the difference
                best[one.name] = key, one.value, source

        for rule, sheet in rules:
            source, weight = rule.source, rule.read().weight
            layer = self.layers.get(rule.layer, UNLAYERED)
            for one in rule.block.read().declarations:
                put(one, (one.important, 0, layer[one.important], weight, sheet, rule.order), source)
        for number, one in enumerate(self.own[style].read().declarations if style else ()):
            put(one, (one.important, 1, (), (0, 0, 0), 0, number), f'style="{one.name}:{one.value}"')
        for one in kind.scripted:
            put(one, (one.important, 2, (), (0, 0, 0), 0, 0), f"script: style.{one.name} = {one.value}")
        return {name: (value, source) for name, (_, value, source) in best.items()}

    def _fits(self, rule: Rule, element: Element) -> bool:
        reading = rule.read()
        return (not reading.above or reading.above <= self._around(element)) and reading.fits(element, self.budget)

    def _around(self, element: Element) -> frozenset[str]:
        """The classes and ids of all that an element stands in, and its own."""
        waiting = []
        here: Element | None = element
        while here is not None and here not in self.surroundings:
            waiting.append(here)
            here = here.parent
        found = self.surroundings[here] if here is not None else frozenset[str]()
        for one in reversed(waiting):
            if own := _keys("", one.get("id"), one.get("class"))[:-2]:
                found = found.union(own)
            self.surroundings[one] = found
        return found

    def others(self, element: Element, name: str) -> Iterator[Declaration]:
        """What may come to count of a property: in some state or medium, or once a script adds a class."""
        for key in _keys(element.tag, element.get("id"), element.get("class")):
            for sheet in self.sheets:
                for rule in sheet.about(key, name):
                    self.budget.left -= 1
                    if self.budget.left < 0:
                        return
                    if self._may_come(rule, element):
                        yield from (one for one in rule.block.read().declarations if one.name == name)

    def _may_come(self, rule: Rule, element: Element) -> bool:
        """Whether a rule may come to count that does not count now."""
        reading = rule.read()
        last = reading.last
        if not reading.parts or not (last.ids or last.classes or last.fits(element)):
            return False
        return not (self._may_fit(rule) and self._fits(rule, element))


def _layers(sheets: list[Sheet]) -> dict[str, tuple[Rank, Rank]]:
    """The rank of each layer, for what is declared in it plainly and as important, which turns the order round."""
    numbers: dict[str, int] = {}
    found = {"": UNLAYERED}
    for full in islice(dict.fromkeys(name for sheet in sheets for name in sheet.layers), MOST_LAYERS):
        paths = accumulate(full.split("."), lambda outer, name: f"{outer}.{name}")
        rank = [float(numbers.setdefault(path, len(numbers))) for path in paths]
        found[full] = (*rank, LAST), (*(-one for one in rank), -LAST)
    return found


@lru_cache(maxsize=4096)
def _keys(tag: str, ident: str, classes: str) -> list[str]:
    """What sheets may call an element: id, classes, tag, anything."""
    names = [f".{name}" for name in dict.fromkeys(classes.split())]
    return [f"#{ident}", *names, tag, "*"] if ident else [*names, tag, "*"]


def _names(page: Page) -> frozenset[str]:
    """All tags, classes and ids of a page."""
    names = {element.tag for element in page.elements}
    for classes in {element.attrib["class"] for element in page.elements if "class" in element.attrib}:
        names.update(f".{name}" for name in classes.split())
    names.update(f"#{element.attrib['id']}" for element in page.elements if "id" in element.attrib)
    return frozenset(names)


def _styles(page: Page) -> set[str]:
    """All style attributes of a page."""
    return {element.attrib["style"] for element in page.elements if element.attrib.get("style")}
