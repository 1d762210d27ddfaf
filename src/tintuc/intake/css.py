"""Reads style sheets: rules by the element they may fit, declarations, lengths and colours.

It reads what pages hide words with, no more, and in linear time: a sheet that needs more steps than ``MOST_TOKENS`` is
cut there and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

from tintuc.intake.rows import table

#: Pieces of all sheets of a page that are read. The heaviest real pages have 70,000.
MOST_TOKENS = 250_000
#: Parts of one selector, and characters of one that are read; nobody writes longer ones by hand.
MOST_PARTS, LONGEST = 12, 400
#: Selectors that are kept. The heaviest real pages have 8,000.
MOST_SELECTORS = 50_000
#: Comparisons that reading a selector is worth.
READING = 8

TOKEN = re.compile(
    r"""/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|url\([^)"']*\)?|<!--|-->|[{};]"""
    r"""|(?:[^"'/{};\\u<-]+|u(?!rl\()|<(?!!--)|-(?!->)|/(?!\*))+|\\.|.""",
    re.S | re.I,
)
ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.S)
NAME = r"(?:[\w\u0080-\uffff-]|\\[0-9a-fA-F]{1,6}\s?|\\[^\n])+"
SIMPLE = re.compile(
    rf"(?P<tag>\*|{NAME})|\#(?P<id>{NAME})|\.(?P<class>{NAME})"
    rf"|\[\s*(?P<attr>{NAME})\s*(?:(?P<op>[~|^$*]?=)\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\]]*?)(?:\s+[iIsS])?\s*)?\]"
    rf"|(?P<element>::{NAME})|:(?P<pseudo>{NAME})(?:\((?P<argument>[^()]*(?:\([^()]*\)[^()]*)*)\))?"
)
COMBINATOR = re.compile(r"\s*([>+~])\s*|\s+")
#: Old spellings of pseudo-elements.
ELEMENTS = frozenset(["before", "after", "first-line", "first-letter"])
LENGTH = re.compile(r"^([+-]?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|ex|ch|%|vw|vh|vmin|vmax|pc|cm|mm|in)?$")
PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "vw": 12.0, "vh": 8.0}
PIXELS |= {"vmin": 8.0, "vmax": 12.0, "pc": 16.0, "cm": 37.8, "mm": 3.78, "in": 96.0}
FUNCTION = re.compile(r"^(rgba?|hsla?)\(([^()]*)\)$")
AT = re.compile(r"@([\w-]+)(.*)", re.S)
IMPORTANT = re.compile(r"!\s*important\s*$", re.I)

Colour = tuple[float, float, float, float]  #: red, green, blue of 0 to 255, and opacity of 0 to 1


@dataclass(frozen=True)
class Declaration:
    """One property and its value, in small letters."""

    name: str
    value: str
    important: bool = False


@dataclass
class Budget:
    """Comparisons of elements with selectors that are left. The heaviest real page needs 450,000."""

    left: int = 700_000


@dataclass
class Compound:
    """What one element must be: ``p.note#x[lang]:not(.y)``."""

    tag: str = ""
    ids: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    nth: int | None = None  #: position among its brothers, from 1; -1 for the last
    none_of: list[Compound] = field(default_factory=list)
    state: bool = False  #: only while a reader points, opens, checks or the like

    def fits(self, element: Any) -> bool:
        """Whether the element is such a one, whatever state it must be in."""
        if self.tag and self.tag != element.tag:
            return False
        if self.ids and any(element.get("id") != ident for ident in self.ids):
            return False
        if self.classes:
            present = (element.get("class") or "").split()
            for name in self.classes:
                if name not in present:
                    return False
        if self.attributes and any(not _attribute_fits(element.get(name), op, v) for name, op, v in self.attributes):
            return False
        if self.nth is not None and not _is_nth(element, self.nth):
            return False
        return not (self.none_of and any(other.fits(element) for other in self.none_of))

    def names(self) -> Iterator[str]:
        """What must stand on the page for any element to fit: ``#x``, ``.note``, ``p``."""
        yield from (f"#{ident}" for ident in self.ids)
        yield from (f".{name}" for name in self.classes)
        if self.tag:
            yield self.tag


@dataclass
class Rule:
    """One selector with what it declares."""

    parts: list[Compound]  #: the element itself last
    combinators: list[str]  #: between the parts
    declarations: tuple[Declaration, ...]
    source: str  #: as it stands in the sheet, shortened
    order: int
    conditional: bool  #: holds for some media or while in a state only
    never: bool = False  #: names what does not stand on the page, so that only a script can make it count

    @cached_property
    def weight(self) -> tuple[int, int, int]:
        """How much the selector counts beside others."""
        ids = sum(len(part.ids) for part in self.parts)
        classes = sum(len(part.classes) + len(part.attributes) + part.state for part in self.parts)
        return ids, classes, sum(bool(part.tag) for part in self.parts)

    def fits(self, element: Any, budget: Budget) -> bool:
        """Whether the element and those around it are as the selector says; False once the budget is spent."""
        budget.left -= 1
        if budget.left < 0 or self.never or not self.parts[-1].fits(element):
            return False
        here, number = element, len(self.parts) - 2
        while number >= 0:
            part, combinator = self.parts[number], self.combinators[number]
            budget.left -= 2
            if combinator in {">", " "}:
                here = here.getparent()
                while combinator == " " and here is not None and budget.left > 0 and not part.fits(here):
                    here = here.getparent()
                    budget.left -= 1
            else:
                here = here.getprevious()
                while combinator == "~" and here is not None and budget.left > 0 and not _element_fits(part, here):
                    here = here.getprevious()
                    budget.left -= 1
            if here is None or not _element_fits(part, here):
                return False
            number -= 1
        return True


@dataclass
class Kept:
    """A rule whose selector is read when an element comes that it may fit; most of a page's rules fit none."""

    selector: str
    declarations: tuple[Declaration, ...]
    order: int
    conditional: bool
    rule: Rule | None = None
    bad: bool = False

    def read(self, present: frozenset[str]) -> Rule | None:
        """The rule on a page where these tags, classes and ids stand; None for a selector that fits no element."""
        read = parts_of(self.selector)
        if read is None:
            return None
        parts, combinators = read
        source = f"{self.selector} {{ {'; '.join(f'{one.name}: {one.value}' for one in self.declarations[:4])} }}"
        states = any(part.state for part in parts)
        never = any(name not in present for part in parts for name in part.names())
        return Rule(parts, combinators, self.declarations, source[:200], self.order, self.conditional or states, never)


@dataclass
class Sheet:
    """Rules by the last part's id (``#x``), class (``.x``), tag, or ``*``."""

    kept: dict[str, list[Kept]] = field(default_factory=dict)
    present: frozenset[str] = frozenset()  #: tags, ``.classes`` and ``#ids`` of the page
    cut: bool = False  #: there was more than is read
    count: int = 0
    tokens: int = 0

    def candidates(self, element: Any, budget: Budget) -> Iterator[Rule]:
        """The rules that may fit an element."""
        keys = [f"#{ident}"] if (ident := element.get("id")) else []
        keys += [f".{name}" for name in dict.fromkeys((element.get("class") or "").split())]
        for key in (*keys, element.tag, "*"):
            for kept in self.kept.get(key, ()):
                if budget.left < 0:
                    return
                if kept.rule is None and not kept.bad:
                    budget.left -= READING
                    kept.rule = kept.read(self.present)
                    kept.bad = kept.rule is None
                if kept.rule is not None:
                    yield kept.rule

    def read(self, text: str, properties: frozenset[str]) -> None:
        """Add the rules of ``text`` that declare one of ``properties``."""
        stack: list[tuple[str, bool, bool]] = []  # head of the open block, skipped, conditional
        begun: list[str] = []
        for match in TOKEN.finditer(text):
            self.tokens += 1
            if self.tokens > MOST_TOKENS:
                self.cut = True
                return
            piece = match[0]
            if piece.startswith(("/*", "<!--", "-->")):
                continue
            if piece == "{":
                head = "".join(begun).strip()
                begun = []
                stack.append(self._opened(head, stack))
            elif piece == "}":
                if stack:
                    head, skipped, conditional = stack.pop()
                    if not skipped and not head.startswith("@"):
                        self._add(head, "".join(begun), conditional, properties)
                begun = []
            elif piece == ";" and not (stack and not stack[-1][0].startswith("@")):
                begun = []
            else:
                begun.append(piece)
        if stack and begun and not stack[-1][1] and not stack[-1][0].startswith("@"):
            self._add(stack[-1][0], "".join(begun), stack[-1][2], properties)

    def _opened(self, head: str, stack: list[tuple[str, bool, bool]]) -> tuple[str, bool, bool]:
        outer = stack[-1] if stack else ("@", False, False)
        if outer[1] or len(stack) > 8:
            return head, True, outer[2]
        if not head.startswith("@"):
            return head, not outer[0].startswith("@"), outer[2]
        match = AT.match(head)
        word, rest = (match[1].lower(), match[2]) if match else ("", "")
        if word == "media":
            return head, False, outer[2] or not for_everyone(rest)
        if word == "supports" and "not" in rest.split():
            return head, False, True
        return head, word not in {"supports", "layer", "document", "scope"}, outer[2]

    def _add(self, head: str, body: str, conditional: bool, properties: frozenset[str]) -> None:
        found = tuple(one for one in declarations(body) if one.name in properties)
        if not found:
            return
        if self.count > MOST_SELECTORS:
            self.cut = True
            return
        for selector in split(head)[:1000]:
            if len(selector) <= LONGEST and (key := key_of(selector)):
                self.count += 1
                self.kept.setdefault(key, []).append(Kept(selector, found, self.count, conditional))


def for_everyone(media: str) -> bool:
    """Whether a media query holds on every usual screen."""
    for query in media.lower().split(","):
        words = query.strip()
        rest = re.sub(r"\b(?:only\s+)?(?:screen|all)\b|\band\b", "", words).strip()
        if "not" in words.split() or "print" in words:
            continue
        if all(_always(condition) for condition in re.findall(r"\(([^()]*)\)|(\S+)", rest)):
            return True
    return False


def _always(condition: tuple[str, str]) -> bool:
    inside = condition[0]
    match = re.match(r"\s*(min|max)-(?:device-)?width\s*:\s*(\d+)px\s*$", inside)
    if not match:
        return False
    return int(match[2]) <= 320 if match[1] == "min" else int(match[2]) >= 5000


@lru_cache(maxsize=4096)
def declarations(text: str) -> tuple[Declaration, ...]:
    """The declarations of a style attribute or the inside of a rule."""
    if "\\" in text:
        text = ESCAPE.sub(_unescaped, text)
    if "/*" in text:
        text = re.sub(r"/\*.*?(?:\*/|\Z)", "", text, flags=re.S)
    found = []
    for piece in _pieces(text):
        name, colon, value = piece.partition(":")
        if colon:
            value = value.strip().lower()
            important = bool(IMPORTANT.search(value)) if "!" in value else False
            if important:
                value = IMPORTANT.sub("", value).strip()
            found.append(Declaration(name.strip().lower(), " ".join(value.split()), important))
    return tuple(found)


def _pieces(text: str) -> list[str]:
    if "url(" not in text and '"' not in text and "'" not in text:
        return text.split(";")
    return re.findall(r"""(?:"[^"]*"?|'[^']*'?|url\([^)]*\)?|[^;"'])+""", text)


def split(head: str) -> list[str]:
    """The selectors of a comma list; commas in brackets part nothing."""
    if "(" not in head and "[" not in head:
        return [one for piece in head.split(",") if (one := piece.strip())]
    found, depth, begun = [], 0, 0
    for number, letter in enumerate(head):
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter == "," and depth <= 0:
            found.append(head[begun:number])
            begun = number + 1
    return [one for piece in [*found, head[begun:]] if (one := piece.strip())]


def key_of(selector: str) -> str:
    """The id (``#x``), class (``.x``), tag or ``*`` of what the selector is about; empty for what fits no element."""
    if any(letter in selector for letter in "([\\"):
        read = parts_of(selector)
        if read is None:
            return ""
        last = read[0][-1]
        return next((f"#{x}" for x in last.ids), "") or next((f".{x}" for x in last.classes), "") or last.tag or "*"
    last_words = re.split(r"[\s>+~]+", selector.strip())[-1]
    if "::" in last_words or last_words.partition(":")[2] in ELEMENTS:
        return ""
    words = re.split(r"(?=[.#:])", last_words)
    for mark in "#.":
        for word in words:
            if word.startswith(mark) and len(word) > 1:
                return word
    return words[0].lower() if words[0] else "*"


def parts_of(selector: str) -> tuple[list[Compound], list[str]] | None:
    """The parts of a selector and what stands between them; None for one that fits no element, or that is not read."""
    parts, combinators, here, place = [Compound()], [], 0, 0
    while place < len(selector):
        if match := SIMPLE.match(selector, place):
            if not _take(parts[here], match):
                return None
        elif match := COMBINATOR.match(selector, place):
            if match.end() < len(selector):
                combinators.append(match[1] or " ")
                parts.append(Compound())
                here += 1
        else:
            return None
        place = match.end()
    return (parts, combinators) if len(parts) <= MOST_PARTS else None


def _take(part: Compound, match: re.Match[str]) -> bool:
    """Add one simple selector to a part; False for what no element can be."""
    if match["element"] or (match["pseudo"] or "").lower() in ELEMENTS:
        return False
    if match["tag"]:
        part.tag = "" if match["tag"] == "*" else _plain(match["tag"]).lower()
    elif match["id"]:
        part.ids.append(_plain(match["id"]))
    elif match["class"]:
        part.classes.append(_plain(match["class"]))
    elif match["attr"]:
        value = (match["value"] or "").strip("\"'")
        part.attributes.append((_plain(match["attr"]).lower(), match["op"] or "", value))
    else:
        _take_pseudo(part, match["pseudo"].lower(), (match["argument"] or "").strip())
    return True


def _take_pseudo(part: Compound, name: str, argument: str) -> None:
    if name in {"link", "any-link", "root", "is", "where"} and not argument:
        return
    if name == "first-child" or (name == "nth-child" and argument.isdigit()):
        part.nth = int(argument or 1)
    elif name == "last-child":
        part.nth = -1
    elif name == "not" and argument and all(_bare(one) for one in split(argument)):
        part.none_of += [read[0][0] for one in split(argument) if (read := parts_of(one))]
    else:
        part.state = True


def _bare(selector: str) -> bool:
    read = parts_of(selector) if len(selector) < 80 and ":" not in selector else None
    return read is not None and len(read[0]) == 1


def _attribute_fits(found: str | None, op: str, value: str) -> bool:
    if found is None:
        return False
    return {
        "": True,
        "=": found == value,
        "~=": value in found.split(),
        "^=": bool(value) and found.startswith(value),
        "$=": bool(value) and found.endswith(value),
        "*=": bool(value) and value in found,
        "|=": found == value or found.startswith(f"{value}-"),
    }[op]


def _element_fits(part: Compound, node: Any) -> bool:
    return isinstance(node.tag, str) and part.fits(node)


def _is_nth(element: Any, nth: int) -> bool:
    if nth == -1:
        return element.getnext() is None
    here, count = element, 1
    while count <= nth and (here := here.getprevious()) is not None:
        count += isinstance(here.tag, str)
    return count == nth


def _plain(name: str) -> str:
    return ESCAPE.sub(_unescaped, name) if "\\" in name else name


def _unescaped(match: re.Match[str]) -> str:
    if match[2]:
        return match[2]
    number = int(match[1], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def pixels(value: str, whole: float = 1000.0) -> float | None:
    """A length in pixels, a share of ``whole``; None for what is no length."""
    match = LENGTH.match(value)
    if not match:
        return None
    unit = match[2] or ""
    return float(match[1]) * (whole / 100 if unit == "%" else PIXELS[unit])


@cache
def named_colours() -> dict[str, str]:
    """The colours with names."""
    return table("colours")


@cache
def colour(text: str) -> Colour | None:
    """A colour as CSS writes it, in small letters; None for what is none."""
    text = named_colours().get(text, text)
    if text == "transparent":
        return 0, 0, 0, 0
    if re.fullmatch(r"#?(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", text):
        digits = text.lstrip("#")
        digits = "".join(letter * 2 for letter in digits) if len(digits) < 6 else digits
        red, green, blue, alpha = (int((digits + "ff")[n : n + 2], 16) for n in (0, 2, 4, 6))
        return red, green, blue, alpha / 255
    match = FUNCTION.match(text)
    return _from_function(match) if match else None


def _from_function(match: re.Match[str]) -> Colour | None:
    values = re.split(r"[\s,/]+", match[2].strip())
    if len(values) not in {3, 4}:
        return None
    try:
        alpha = _share(values[3], 1) if len(values) == 4 else 1.0
        if match[1].startswith("rgb"):
            red, green, blue = (_share(value, 255) for value in values[:3])
            return red, green, blue, alpha
        hue = float(re.sub(r"deg$", "", values[0])) % 360
        return (*_from_hue(hue, _share(values[1], 1), _share(values[2], 1)), alpha)
    except ValueError:
        return None


def _share(value: str, whole: float) -> float:
    number = float(value.rstrip("%")) * whole / 100 if value.endswith("%") else float(value)
    return min(max(number, 0.0), whole)


def _from_hue(hue: float, saturation: float, lightness: float) -> tuple[float, float, float]:
    spread = saturation * min(lightness, 1 - lightness)

    def channel(number: int) -> float:
        step = (number + hue / 30) % 12
        return 255 * (lightness - spread * max(-1.0, min(step - 3, 9 - step, 1.0)))

    return channel(0), channel(8), channel(4)


def contrast(one: Colour, other: Colour) -> float:
    """How far two colours stand apart to the eye, from 1 (not at all) to 21; WCAG's measure."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def over(front: Colour, back: Colour) -> Colour:
    """The colour that shows where ``front`` lies on ``back``."""
    alpha = front[3]
    red, green, blue = (front[n] * alpha + back[n] * (1 - alpha) for n in range(3))
    return red, green, blue, 1.0


def _luminance(one: Colour) -> float:
    linear = [c / 12.92 if (c := one[n] / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for n in range(3)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
