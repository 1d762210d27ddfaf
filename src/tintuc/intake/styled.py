"""What counts for an element of all that sheets, attributes and scripts declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, islice

from tintuc.intake.css import Declaration, for_everyone, resolved
from tintuc.intake.element import Called, Element
from tintuc.intake.hiding import Declared
from tintuc.intake.painted import faint_inks
from tintuc.intake.rules import Block, Budget, Reading, Rule, block_of
from tintuc.intake.scripted import Scripts
from tintuc.intake.sheets import MOST_PIECES, Sheet, sheet_of
from tintuc.intake.tree import Page

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

    def __init__(self, called: Called, scripted: list[Declaration], hiding: list[Reading]) -> None:
        self.called = called
        self.scripted = scripted  #: what scripts declare
        self.hiding = hiding  #: what rules ask for that may hide some
        #: whether all of them may be hidden
        self.hidden = bool(scripted) or called.tag in BY_TAG or any(one.by_name for one in hiding)
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
        self.present = frozenset[str]().union(*(called.handles for called in page.name_all()))
        self.kinds: dict[Called, Kind] = {}
        self.fitting: dict[str, list[tuple[Rule, int]]] = {}  #: rules that may fit and declare something, by handle
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
        blocks = {block.read() for block in [*(rule.block for rule in rules), *self.own.values()]}
        self.faint = faint_inks(blocks, page)
        self.variable = any(block.is_variable for block in blocks)
        self.faint_held = self.variable and any(not self.faint.isdisjoint(block.held) for block in blocks)
        self.hiding: dict[str, list[Reading]] = {}
        for key, each in self.standing.items():
            for rule, _ in each:
                if self._counts(rule.block) and self._may_fit(rule):
                    self.hiding.setdefault(key, []).append(rule.read())
        self.own_hiding = {style for style, block in self.own.items() if self._counts(block)}

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
        called = element.called
        found = self.kinds.get(called)
        if found is None:
            scripted, hiding = self.scripts.styles, self.hiding
            by_script = [one for key in called.keys for one in scripted.get(key, ())] if scripted else []
            asked = [one for key in called.keys if key in hiding for one in hiding[key]]
            asked = [one for one in asked if one.last.handles <= called.handles]
            found = self.kinds[called] = Kind(called, by_script, asked)
        return found

    def _read(self, element: Element) -> Kind:
        """The element's kind, with its rules."""
        kind = self.kind(element)
        if not kind.is_read:
            kind.is_read = True
            for key in kind.called.keys:
                if key in self.standing:
                    self._add(kind, self._fitting(key))
        return kind

    def _add(self, kind: Kind, rules: list[tuple[Rule, int]]) -> None:
        handles = kind.called.handles
        self.budget.left -= READING * len(rules)
        if self.budget.left >= 0:
            for one in rules:
                reading = one[0].read()
                if reading.last.handles <= handles:
                    (kind.named if reading.by_name else kind.asking).append(one)

    def _fitting(self, key: str) -> list[tuple[Rule, int]]:
        found = self.fitting.get(key)
        if found is None:
            told = [one for one in self.standing[key] if one[0].block.read().declarations]
            found = self.fitting[key] = [one for one in told if self._may_fit(one[0])]
        return found

    def is_touched(self, element: Element) -> bool:
        """Whether anything may hide words just here."""
        kind = self.kinds.get(element.called) or self.kind(element)
        if kind.hidden:
            return True
        attrib = element.attrib
        if attrib and ("hidden" in attrib or attrib.get("style") in self.own_hiding):
            return True
        return bool(kind.hiding) and self._is_one_of(kind.hiding, element)

    def _is_one_of(self, hiding: list[Reading], element: Element) -> bool:
        around = self._around(element)
        for reading in hiding:
            if (not reading.above or reading.above <= around) and reading.fits(element, self.budget):
                return True
        return False

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
            if own := one.called.names:
                found = found.union(own)
            self.surroundings[one] = found
        return found

    def others(self, element: Element, name: str) -> Iterator[Declaration]:
        """What may come to count of a property: in some state or medium, or once a script adds a class."""
        for key in element.called.keys:
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


def _styles(page: Page) -> set[str]:
    """All style attributes of a page."""
    return {style for element in page.having("style") if (style := element.attrib["style"])}
