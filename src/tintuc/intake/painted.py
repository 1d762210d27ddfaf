"""Which colours of letters can be those of their ground.

A page has some dozens of colours, of which few come near any ground that the page has. Only what those colour, and
what stands in it, is looked at for letters that nobody sees.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

from tintuc.intake.css import Colour, colour, contrast, luminance, over
from tintuc.intake.rules import Told
from tintuc.intake.tree import Page

#: Contrast below which nobody sees letters. Light grey on white has 1.6, and people complain of it.
UNSEEN = 1.2
WHITE, CLEAR = (255.0, 255.0, 255.0, 1.0), 0.1
#: Grounds that let others through, and those they may lie on, that are laid on each other.
MOST_LAID = 40


@lru_cache(maxsize=4096)
def is_invisible(ink: Colour, ground: Colour) -> bool:
    """Whether nobody sees letters of a colour on a ground."""
    return ink[3] <= CLEAR or contrast(over(ink, ground), ground) <= UNSEEN


def faint_inks(blocks: Iterable[Told], page: Page) -> frozenset[Colour]:
    """The colours of letters on a page that come near one of its grounds, or let a ground through."""
    inks, grounds = set(_attributes(page, "color")), {WHITE, *_attributes(page, "bgcolor")}
    for block in blocks:
        inks |= block.inks | block.held
        grounds |= block.grounds | block.held
    solid = [one for one in grounds if one[3] >= 1]
    thin = [one for one in grounds if CLEAR < one[3] < 1][:MOST_LAID]
    solid += [over(one, other) for one in thin for other in solid[:MOST_LAID]]
    lights = sorted({luminance(one) for one in solid})
    return frozenset(ink for ink in inks if ink[3] < 1 or _is_near(luminance(ink), lights))


def _attributes(page: Page, name: str) -> Iterator[Colour]:
    for text in {element.attrib[name] for element in page.having(name)}:
        if found := colour(text.strip().lower()):
            yield found


def _is_near(light: float, lights: list[float]) -> bool:
    """Whether a luminance has a contrast of ``UNSEEN`` or less to one of others, in order."""
    at = bisect_left(lights, (light + 0.05) / UNSEEN - 0.05)
    return at < len(lights) and (lights[at] + 0.05) <= (light + 0.05) * UNSEEN
