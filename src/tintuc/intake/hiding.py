"""The ways in which what is declared for an element keeps eyes from it."""

from __future__ import annotations

import re
from functools import lru_cache

from tintuc.intake.css import Colour, colour, contrast, over, pixels, terms
from tintuc.intake.element import Element
from tintuc.intake.idioms import names
from tintuc.intake.rows import row

#: Ways that leave the words on the page and merely keep eyes from them.
DECEPTIVE = frozenset(["colour on colour", "font-size:0", "off-screen", "text-indent", "clip", "marquee", "lone mark",
                       "letter-spacing"])  # fmt: skip
#: Letters lower than this, in pixels, are dots.
DOT = 2.0
#: Properties of colour; and values of others that hide what is inside, or take it from its ground.
INKS, GROUNDS = ("-webkit-text-fill-color", "color"), ("background", "background-color", "background-image")
UNPLACED: dict[str, tuple[str, ...]] = {"visibility": ("hidden", "collapse"), "position": (), "overflow": ()}
#: Pixels beyond the edge from which nobody comes back by scrolling.
BEYOND = 500
SLID = 2000  #: a row of slides is moved by less
FAINT = 0.05  #: opacity that no eye sees
THIN = 0.4  #: opacity, or share of the size of letters, that a few elements in each other make no eye see
PICTURE = 8  #: pixels from which a picture is to be seen
SMALL = 0.1  #: share of its size at which a text is a line
#: Share of the size of letters by which they are drawn together until they lie on each other.
STACKED = -0.4

NUMBER = re.compile(r"-?\d*\.?\d+")
SCALED = re.compile(r"scale(?:3d|x|y)?\(([^(),]*(?:,[^(),]*)?)")
NAMED_COLOUR = re.compile(r"#?[\w-]+(?:\([^()]*\))?")
#: What counts for an element by property: value and source.
Declared = dict[str, tuple[str, str]]


def whole(element: Element, declared: Declared) -> tuple[str, str, str] | None:
    """The way an element is hidden with all in it, the property and its source; None if it is not."""

    def value(name: str) -> str:
        return declared.get(name, ("", ""))[0]

    if value("display") != "none":
        if element.has("hidden") and element.get("hidden") != "until-found" and not value("display"):
            return "hidden", "display", "hidden"
        if element.tag == "noscript":
            return "noscript", "", "<noscript>"
        if element.tag == "marquee" and (css := _still(element, declared)):
            return "marquee", "", css
    return by_style(declared)


def by_style(declared: Declared) -> tuple[str, str, str] | None:
    """The same by what is declared alone."""
    for name, hides in (("display", "none"), ("content-visibility", "hidden")):
        if (found := declared.get(name)) and found[0] == hides:
            return "display:none", name, found[1]
    if not declared:
        return None
    return _faint(declared) or _far(declared) or _shrunk(declared) or _behind(declared)


@lru_cache(maxsize=8192)
def may_hide(name: str, value: str) -> bool:
    """Whether a declaration may hide words, in the company that serves it best; colours apart."""
    if name.startswith("--") or name in GROUNDS or name in INKS:
        return False
    if "var(" in value:
        return True
    if name in UNPLACED:
        return value in UNPLACED[name]
    company: Declared = {"position": ("fixed", "-"), "overflow": ("hidden", "-"), name: (value, "-")}
    if name == "opacity" and opacity(company) <= THIN:
        return True
    if (ratio := ratio_of(company)) is not None and ratio <= THIN:
        return True
    size, _ = font_size(company)
    return by_style(company) is not None or bool(is_stacked(company)) or (size is not None and abs(size) <= DOT)


def _still(element: Element, declared: Declared) -> str:
    for name in ("height", "width"):
        for text in (element.get(name), declared.get(name, ("", ""))[0]):
            size = pixels(text.strip().lower())
            if size is not None and size <= 5:
                return f"<marquee {name}={text}>"
    speed = pixels(element.get("scrollamount").strip())
    return f"<marquee scrollamount={element.get('scrollamount')}>" if speed is not None and speed >= 1000 else ""


def _behind(declared: Declared) -> tuple[str, str, str] | None:
    """Laid under the page. Pictures and shapes lie there, so that it counts only with links elsewhere."""
    layer = declared.get("z-index")
    placed = declared.get("position", ("", ""))[0] in {"absolute", "fixed"}
    return ("behind", "z-index", layer[1]) if layer and placed and re.match(r"-\d", layer[0]) else None


def _faint(declared: Declared) -> tuple[str, str, str] | None:
    if opacity(declared) <= FAINT:
        return "opacity:0", "opacity", declared["opacity"][1]
    if (found := declared.get("filter")) and re.search(r"opacity\(\s*(?:0?\.0\d*|0%?)\s*\)|opacity=0\b", found[0]):
        return "opacity:0", "filter", found[1]
    if (found := declared.get("mask-image")) and "url(" not in found[0] and _is_clear(found[0]):
        return "opacity:0", "mask-image", found[1]
    return None


def opacity(declared: Declared) -> float:
    """How much of an element is to be seen, from 0 to 1, as far as it is declared."""
    share = pixels(declared["opacity"][0], 1.0) if "opacity" in declared else None
    return 1.0 if share is None else min(max(share, 0.0), 1.0)


@lru_cache(maxsize=4096)
def colours(value: str) -> tuple[Colour, ...]:
    """The colours that a value names, in order."""
    return tuple(found for word in NAMED_COLOUR.findall(value[:400]) if (found := colour(word)))


def _colours(gradient: str) -> tuple[Colour, ...]:
    return colours(gradient[:400].partition("gradient(")[2])


def _is_clear(gradient: str) -> bool:
    """Whether all colours of a gradient are transparent."""
    found = _colours(gradient)
    return bool(found) and all(one[3] <= FAINT for one in found)


def gradient_ground(value: str) -> Colour | None:
    """The colour of a gradient that has but one; None for a picture or a real gradient."""
    found = () if "url(" in value else _colours(value)
    one = found[0] if found and all(contrast(over(each, found[0]), found[0]) <= 1.05 for each in found) else None
    return one if one and one[3] >= 1 else None


def _far(declared: Declared) -> tuple[str, str, str] | None:
    """Moved off the page, or cut down to nothing."""
    position = declared.get("position", ("", ""))[0]
    for name in ("left", "top", "right", "bottom", "inset"):
        if (found := declared.get(name)) and position != "static":
            for text in terms(found[0])[:4]:
                moved = pixels(text)
                beyond = moved is not None and (moved <= -BEYOND or (moved >= 5000 and not text.endswith("%")))
                if beyond or (position == "fixed" and _is_past_screen(text)):
                    return "off-screen", name, found[1]
    for name in ("margin-left", "margin-top", "margin"):
        if found := declared.get(name):
            moves = [moved for text in terms(found[0])[:4] if (moved := pixels(text)) is not None]
            if moves and min(moves) <= -SLID:
                return "off-screen", name, found[1]
    if (found := declared.get("text-indent")) and (moved := pixels((terms(found[0]) or [""])[0])) is not None:
        hidden = declared.get("overflow", ("", ""))[0] == "hidden"
        if moved <= -BEYOND or (hidden and moved >= 1000) or moved >= 5000:
            return "text-indent", "text-indent", found[1]
    for name in ("clip", "clip-path"):
        if (found := declared.get(name)) and _is_cut(name, found[0]):
            return "clip", name, found[1]
    return _moved(declared)


def is_pictured(declared: Declared) -> bool:
    """Whether a picture of some size stands where an element's words would."""
    pictured = any("url(" in declared.get(name, ("", ""))[0] for name in ("background", "background-image"))
    sizes = [pixels(declared.get(name, ("", ""))[0]) for name in ("width", "height")]
    return pictured and all(size is not None and size >= PICTURE for size in sizes)


def _is_past_screen(text: str) -> bool:
    """Whether a length is more than the screen. A drawer that waits at its edge is moved by just that."""
    match = re.match(r"([\d.]+)(?:vh|vw)$", text)
    return match is not None and float(match[1]) > 110


def _is_cut(name: str, value: str) -> bool:
    numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", value)[:8]]
    if name == "clip":
        return value.startswith("rect") and len(numbers) == 4 and all(abs(number) <= 1 for number in numbers)
    if value.startswith("inset"):
        return "%" in value and _is_inset_away(numbers[:4])
    if value.startswith("polygon(") and "calc" not in value:
        return _is_without_area(value[:400])
    return value.startswith(("circle(0", "ellipse(0"))


def _is_without_area(polygon: str) -> bool:
    """Whether the corners of a polygon hold nothing between them."""
    corners = [[float(number) for number in NUMBER.findall(pair)[:2]] for pair in polygon.split(",")]
    corners = [one for one in corners if len(one) == 2]
    sides = zip(corners, corners[1:] + corners[:1], strict=True)
    return len(corners) > 2 and abs(sum(x * v - u * y for (x, y), (u, v) in sides)) < 1e-6


def _is_inset_away(shares: list[float]) -> bool:
    """Whether what is cut off from opposite sides, in per cent, leaves nothing."""
    if not shares:
        return False
    top, right, bottom, left = (shares * 4)[:4] if len(shares) < 3 else (shares + shares[1:2])[:4]
    return top + bottom >= 100 or right + left >= 100


def _moved(declared: Declared) -> tuple[str, str, str] | None:
    for name in ("transform", "translate", "scale"):
        found = declared.get(name)
        if not found:
            continue
        if any(map(_is_scaled_away, [found[0]] if name == "scale" else SCALED.findall(found[0]))):
            return "scale(0)", name, found[1]
        if re.search(r"rotate[xy]\(\s*-?(?:90|270)deg|rotate[xy]\(\s*-?0?\.[27]5turn", found[0]):
            return "scale(0)", name, found[1]
        if found[0].startswith("matrix") and _is_flat(found[0]):
            return "scale(0)", name, found[1]
        if "translate" in found[0] or name == "translate":
            moves = [pixels(text) or 0.0 for text in re.split(r"[\s,()]+", found[0])[:8]]
            if any(abs(moved) >= SLID for moved in moves):
                return "off-screen", name, found[1]
    return None


def _is_scaled_away(factors: str) -> bool:
    """Whether the first two of some factors leave next to nothing of a width or a height."""
    sizes = [pixels(one, 1.0) for one in re.split(r"[\s,]+", factors.strip())[:2] if one]
    return any(size is not None and abs(size) < SMALL for size in sizes)


def _is_flat(matrix: str) -> bool:
    """Whether a matrix leaves no width or no height."""
    numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+(?:e-?\d{1,3})?", matrix.partition("(")[2])[:16]]
    across, down = (numbers[:2], numbers[2:4]) if len(numbers) < 16 else (numbers[:2], numbers[4:6])
    return len(numbers) in {6, 16} and (max(map(abs, across)) < 0.02 or max(map(abs, down)) < 0.02)


def is_stacked(declared: Declared) -> str:
    """Where letters are drawn together until all lie on one place; empty if they are not."""
    found = declared.get("letter-spacing")
    drawn = pixels(found[0], 16.0) if found else None
    return found[1] if found and drawn is not None and drawn <= 16 * STACKED else ""


def _shrunk(declared: Declared) -> tuple[str, str, str] | None:
    if (found := declared.get("zoom")) and (size := pixels(found[0], 1.0)) is not None and 0 < size <= 0.1:
        return "no size", "zoom", found[1]
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


def font_size(declared: Declared) -> tuple[float | None, str]:
    """The size of letters in pixels, as far as it is declared, and by what."""
    size, css = None, ""
    if found := declared.get("font"):
        match = re.search(r"(?:^|\s)([\d.]+(?:px|pt|em|rem|%)?)(?:\s*/\s*[\w.%]+)?\s+[a-z\"']", found[0])
        size, css = (pixels(match[1], 16.0) if match else None), found[1]
    if found := declared.get("font-size"):
        size, css = pixels(found[0], 16.0), found[1]
        if size is None and found[0] not in {"inherit", "unset"}:
            size = 16.0
    return size, css


def ratio_of(declared: Declared) -> float | None:
    """The size of letters beside that of those around, where it is declared so."""
    value = declared.get("font-size", ("", ""))[0]
    if value.endswith("%") or (value.endswith("em") and not value.endswith("rem")):
        size = pixels(value, 16.0)
        return None if size is None else size / 16
    return None


def ink_of(element: Element, declared: Declared) -> tuple[Colour, str] | None:
    """The colour of letters, as far as it is declared, and by what."""
    for name in INKS:
        if (found := declared.get(name)) and (ink := colour(found[0])):
            return ink, found[1]
    if element.tag == "font" and (ink := colour(element.get("color").strip().lower())):
        return ink, f"<font color={element.get('color')}>"
    return None


def is_lit(declared: Declared) -> bool:
    """Whether letters without a colour of their own are seen: by their shadow, or as holes in the background."""
    clip = {declared.get(name, ("", ""))[0] for name in ("background-clip", "-webkit-background-clip")}
    return "text" in clip or declared.get("text-shadow", ("none", ""))[0] not in {"none", "", "0", "inherit"}


def may_be_dark(element: Element) -> bool:
    """Whether the element or one around it is called by what often stands on a dark ground."""
    dark = row("hidden", "dark")
    for number, one in enumerate([element, *element.above()]):
        if number > 6 or one.tag in {"body", "html"}:
            return False
        if one.tag in {"header", "nav", "footer", "button", "figure", "th"} or names(one) & dark:
            return True
    return False
