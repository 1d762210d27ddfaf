"""What the letters of an element stand on: the backgrounds of all around it, laid on each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tintuc.intake.css import Colour, colour, over
from tintuc.intake.element import Element
from tintuc.intake.hiding import GROUNDS, Declared, gradient_ground
from tintuc.intake.painted import CLEAR, WHITE
from tintuc.intake.styled import Styles

PIECE = re.compile(r"[a-z]+\([^()]*\)|[^\s]+")


@dataclass(frozen=True)
class Ground:
    """The ground of an element."""

    colour: Colour | None = WHITE  #: None for a picture, a gradient, or what nobody knows
    sure: bool = True  #: no sheet that was not read may have another
    is_declared: bool = False  #: on the page itself
    is_own: bool = False  #: by the element itself


class Grounds:
    """The grounds of a page, worked out as they are asked for."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.known: dict[Element, Ground] = {}

    def of(self, element: Element) -> Ground:
        """The ground of an element."""
        waiting = []
        here: Element | None = element
        while here is not None and here not in self.known:
            waiting.append(here)
            here = here.parent
        found = self.known[here] if here is not None else Ground()
        for one in reversed(waiting):
            found = self.known[one] = self._on(one, found)
        return found

    def _on(self, element: Element, outer: Ground) -> Ground:
        declared = self.styles.declared(element)
        values = _values(element, declared)
        sure = outer.sure
        if self.styles.fetched and element.has("class") and element.tag not in {"html", "body"}:
            sure = False
        own = bool(declared.keys() & {"background", "background-color"}) or bool(element.get("bgcolor"))
        if element.get("background") or any("url(" in value or "gradient(" in value for value in values):
            found = next((one for value in values if (one := gradient_ground(value))), None)
            return Ground(found, sure, outer.is_declared, own)
        if not values and declared.get("position", ("", ""))[0] in {"absolute", "fixed"}:
            sure = False
        for value in values:
            named = _colour_in(value)
            if named == "var":
                return Ground(None, sure, outer.is_declared, own)
            if isinstance(named, tuple):
                return Ground(over(named, outer.colour or WHITE), sure=True, is_declared=True, is_own=own)
        if sure == outer.sure and own == outer.is_own:
            return outer
        return Ground(outer.colour, sure, outer.is_declared, own)


def is_ground(element: Element, declared: Declared) -> bool:
    """Whether an element declares a ground of its own."""
    if element.get("background"):
        return True
    return any("url(" in one or "gradient(" in one or _colour_in(one) is not None for one in _values(element, declared))


def _values(element: Element, declared: Declared) -> list[str]:
    values = [declared[name][0] for name in GROUNDS if name in declared]
    return [*values, element.get("bgcolor").strip().lower()] if element.get("bgcolor") else values


@lru_cache(maxsize=4096)
def _colour_in(value: str) -> Colour | str | None:
    """The first colour that a background names; ``var`` where it is a custom property that nobody knows."""
    for piece in PIECE.findall(value):
        found = colour(piece)
        if found and found[3] > CLEAR:
            return found
        if piece.startswith("var("):
            return "var"
    return None
