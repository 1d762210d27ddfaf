"""One rule of a style sheet: what its selector asks for, and what it declares, read when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from tintuc.intake.css import Colour, colour, declarations
from tintuc.intake.element import Element
from tintuc.intake.hiding import GROUNDS, INKS, colours, may_hide
from tintuc.intake.rows import row
from tintuc.intake.selectors import Compound, parts_of

#: Characters of a rule that is kept as it was read, for others that say the same.
MOST_SAID = 400
NOTHING_ASKED = Compound()


@dataclass
class Budget:
    """Comparisons of elements with selectors that are left. The heaviest real page needs 55,000."""

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
            self.told = _told(self.body) if len(self.body) <= MOST_SAID else Told(self.body)
        return self.told


class Told:
    """The declarations of a block that may hide words or show them, and what they come to."""

    def __init__(self, body: str) -> None:
        self.declarations = declarations(body, row("hidden", "properties"))
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


_told = lru_cache(maxsize=4096)(Told)


@lru_cache(maxsize=1024)
def block_of(style: str) -> Block:
    """What a style attribute declares."""
    return Block(style)


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
            self.reading = _reading(self.selector)
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
        self.last = parts[-1] if parts else NOTHING_ASKED
        self.state = any(part.state for part in parts)  #: holds while in a state only
        #: what must stand on the page for any element to fit, and the classes and ids that must stand around it
        self.names = self.last.handles if len(parts) < 2 else self.last.handles.union(*(part.handles for part in parts))
        needed = zip(parts, self.combinators, strict=False)
        self.above = frozenset(name for part, way in needed if way in " >" for name in part.handles if name[0] in ".#")
        #: the parts before the last one, the nearest first, each with what follows it
        self.steps = tuple(zip(parts[-2::-1], self.combinators[::-1], strict=True))
        self.by_name = len(parts) == 1 and self.last.is_named  #: whether tag, id and classes alone tell that it fits

    @cached_property
    def weight(self) -> tuple[int, int, int]:
        """How much it counts beside others."""
        weights = [part.weight for part in self.parts]
        return sum(one[0] for one in weights), sum(one[1] for one in weights), sum(one[2] for one in weights)

    def fits(self, element: Element, budget: Budget) -> bool:
        """Whether the element and those around it are as the selector says; False once the budget is spent."""
        budget.left -= 1
        if budget.left < 0 or not self.last.fits(element):
            return False
        here: Element | None = element
        for part, combinator in self.steps:
            here = _above(here, part, budget) if combinator == " " else _beside(here, part, combinator, budget)
            if here is None:
                return False
        return True


def _above(element: Element, part: Compound, budget: Budget) -> Element | None:
    """The nearest element around one that is as a part says."""
    here = element.parent
    while here is not None and budget.left >= 0:
        budget.left -= 2
        if part.fits(here):
            return here
        here = here.parent
    return None


def _beside(element: Element, part: Compound, combinator: str, budget: Budget) -> Element | None:
    """The parent, or the nearest brother before, that is as a part says."""
    if element.parent is None:
        return None
    others = [element.parent]
    if combinator != ">":
        before = element.parent.children[: element.place]
        others = before[::-1] if combinator == "~" else before[-1:]
    for one in others:
        budget.left -= 2
        if part.fits(one):
            return one
        if budget.left < 0:
            break
    return None


_reading = lru_cache(maxsize=4096)(Reading)
