"""Reads selectors: what an element, and what stands around it, must be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from tintuc.intake.css import plain
from tintuc.intake.element import Element

#: Parts of one selector that are read; nobody writes longer ones by hand.
MOST_PARTS = 12
NAME = r"(?:[^\x00-,./:-@\[-^`{-\x7f]|\\[0-9a-fA-F]{1,6}\s?|\\[^\n])+"
SIMPLE = re.compile(
    rf"(?P<tag>\*|{NAME})|\#(?P<id>{NAME})|\.(?P<class>{NAME})"
    rf"|\[\s*(?P<attr>{NAME})\s*(?:(?P<op>[~|^$*]?=)\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\]]*?)(?:\s+[iIsS])?\s*)?\]"
    rf"|(?P<element>::{NAME})|:(?P<pseudo>{NAME})(?:\((?P<argument>[^()]*(?:\([^()]*\)[^()]*)*)\))?"
)
#: A selector whose last part is one plain name; and what a plain one does not hold.
LAST = re.compile(r"[.#]?[A-Za-z_][\w-]*\Z")
NO_PLAIN = re.compile(r"[(\[\\]|:root")
NAMED = re.compile(r"(?=[.#:])")
#: Which numbers of ``Element.rank`` places are counted by; and how places are written.
PLACES = {
    "child": (0,), "last-child": (1,), "of-type": (2,), "last-of-type": (3,), "first-child": (0,),
    "first-of-type": (2,), "only-child": (0, 1), "only-of-type": (2, 3),
}  # fmt: skip
WORDED = {"odd": "2n+1", "even": "2n"}
STEPS = re.compile(r"(?:([+-]?\d{0,6})n)?([+-]?\d{1,6})?")
#: A part of tag, ids and classes alone.
PLAIN = re.compile(r"(\*|[\w-]+)?((?:[.#][\w-]+)*)\Z", re.ASCII)
HANDLE = re.compile(r"[.#][\w-]+")
PARTING = re.compile(r"[,()\[\]]")
#: What holds blanks and signs that are no combinators.
BRACKETED = re.compile(r"[(\[\\]")
COMBINATOR = re.compile(r"\s*([>+~])\s*|\s+")
#: Old spellings of pseudo-elements.
ELEMENTS = frozenset(["before", "after", "first-line", "first-letter"])


@dataclass
class Compound:
    """What one element must be: ``p.note#x[lang]:not(.y)``."""

    tag: str = ""
    ids: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str, str], ...] = ()
    places: tuple[tuple[int, int, int], ...] = ()  #: among its brothers: every, from, and which of ``Element.rank``
    none_of: tuple[Compound, ...] = ()
    one_of: tuple[tuple[Compound, ...], ...] = ()  #: of each list one
    counted: tuple[tuple[Compound, ...], ...] = ()  #: the lists in brackets that make the selector count for more
    state: bool = False  #: only while a reader points, opens, checks or the like

    def fits(self, element: Element) -> bool:
        """Whether the element is such a one, whatever state it must be in."""
        if not self.handles <= element.called.handles:
            return False
        if self.is_named:
            return True
        if self.attributes and any(
            not _attribute_fits(element.attrib.get(name), op, v) for name, op, v in self.attributes
        ):
            return False
        if self.places and not all(
            _is_placed(element.rank[which], every, first) for every, first, which in self.places
        ):
            return False
        if self.none_of and any(other.fits(element) for other in self.none_of):
            return False
        return all(any(other.fits(element) for other in others) for others in self.one_of)

    @cached_property
    def handles(self) -> frozenset[str]:
        """What an element must be called, and what must stand on the page for any to fit: ``#x``, ``.note``, ``p``."""
        named = [*(f"#{ident}" for ident in self.ids), *(f".{name}" for name in self.classes)]
        return frozenset([*named, self.tag] if self.tag else named)

    @cached_property
    def is_named(self) -> bool:
        """Whether it asks for tag, id and classes alone."""
        return not (self.attributes or self.none_of or self.one_of or self.state or self.places)

    @cached_property
    def weight(self) -> tuple[int, int, int]:
        """How much it counts beside others: ids; classes, attributes, places, states; tags. ``:where`` is nothing."""
        found = [
            len(self.ids),
            len(self.classes) + len(self.attributes) + len(self.places) + self.state,
            bool(self.tag),
        ]
        for others in self.counted:
            heaviest = max((one.weight for one in others), default=(0, 0, 0))
            found = [one + more for one, more in zip(found, heaviest, strict=True)]
        return found[0], found[1], found[2]


def split(head: str) -> list[str]:
    """The selectors of a comma list; commas in brackets part nothing."""
    if "(" not in head and "[" not in head:
        return [one for piece in head.split(",") if (one := piece.strip())]
    found, depth, begun = [], 0, 0
    for match in PARTING.finditer(head):
        letter = match[0]
        if letter == ",":
            if depth <= 0:
                found.append(head[begun : match.start()])
                begun = match.end()
        else:
            depth += 1 if letter in "([" else -1
    return [one for piece in [*found, head[begun:]] if (one := piece.strip())]


def key_of(selector: str) -> str:
    """The id (``#x``), class (``.x``), tag or ``*`` of what the selector is about; empty for what fits no element."""
    if "\\" not in selector and (match := LAST.match(selector, selector.rfind(" ") + 1)):
        key = match[0]
        return key if key[0] in ".#" else key.lower()
    if NO_PLAIN.search(selector):
        read = parts_of(selector)
        if read is None:
            return ""
        last = read[0][-1]
        return next((f"#{x}" for x in last.ids), "") or next((f".{x}" for x in last.classes), "") or last.tag or "*"
    last_words = re.split(r"[\s>+~]+", selector.strip())[-1]
    if "::" in last_words or last_words.partition(":")[2] in ELEMENTS:
        return ""
    words = NAMED.split(last_words)
    for mark in "#.":
        for word in words:
            if word.startswith(mark) and len(word) > 1:
                return word
    return words[0].lower() if words[0] else "*"


@lru_cache(maxsize=4096)
def parts_of(selector: str) -> tuple[tuple[Compound, ...], tuple[str, ...]] | None:
    """The parts of a selector and what stands between them; None for one that fits no element, or that is not read."""
    if not selector.isascii() or BRACKETED.search(selector):  # a name may hold a blank that is none of ASCII
        return _parts_read(selector)
    begun, parts, combinators = 0, [], []
    for match in COMBINATOR.finditer(selector):
        parts.append(_compound(selector[begun : match.start()]))
        combinators.append(match[1] or " ")
        begun = match.end()
    if begun < len(selector) or not parts:
        parts.append(_compound(selector[begun:]))
    else:
        combinators.pop()
    read = tuple(part for part in parts if part is not None)
    return (read, tuple(combinators)) if len(read) == len(parts) <= MOST_PARTS else None


@lru_cache(maxsize=4096)
def _compound(text: str) -> Compound | None:
    """One part in ASCII without brackets and escapes; None for what no element can be."""
    if plain_one := PLAIN.match(text):
        found = HANDLE.findall(plain_one[2])
        ids, classes = (tuple(one[1:] for one in found if one[0] == mark) for mark in "#.")
        return Compound((plain_one[1] or "*").lower().strip("*"), ids, classes)
    part, place = Compound(), 0
    while place < len(text):
        match = SIMPLE.match(text, place)
        if match is None or not _take(part, match):
            return None
        place = match.end()
    return part


def _parts_read(selector: str) -> tuple[tuple[Compound, ...], tuple[str, ...]] | None:
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
    return (tuple(parts), tuple(combinators)) if len(parts) <= MOST_PARTS else None


def _take(part: Compound, match: re.Match[str]) -> bool:
    """Add one simple selector to a part; False for what no element can be."""
    if match["element"] or (match["pseudo"] or "").lower() in ELEMENTS:
        return False
    if match["tag"]:
        part.tag = "" if match["tag"] == "*" else plain(match["tag"]).lower()
    elif match["id"]:
        part.ids += (plain(match["id"]),)
    elif match["class"]:
        part.classes += (plain(match["class"]),)
    elif match["attr"]:
        value = (match["value"] or "").strip("\"'")
        part.attributes += ((plain(match["attr"]).lower(), match["op"] or "", value),)
    else:
        _take_pseudo(part, match["pseudo"].lower(), (match["argument"] or "").strip())
    return True


def _take_pseudo(part: Compound, name: str, argument: str) -> None:
    if name in {"link", "any-link", "is", "where"} and not argument:
        return
    if name == "root":
        part.tag = "html"
        return
    if places := _places(name, argument):
        part.places += places
    elif name in {"not", "is", "where"} and argument and all(_bare(one) for one in split(argument)):
        others = _each_of(argument)
        if name == "not":
            part.none_of += others
        else:
            part.one_of += (others,)
        if name != "where":
            part.counted += (others,)
    else:
        part.state = True


def _places(name: str, argument: str) -> tuple[tuple[int, int, int], ...]:
    """The places that ``:first-child``, ``:nth-of-type(2n+1)`` and the like ask for; nothing for what is no place."""
    which = PLACES.get(name.removeprefix("nth-"))
    if name.startswith("nth-"):
        match = STEPS.fullmatch(WORDED.get(argument.lower(), argument.lower()).replace(" ", ""))
        if not which or len(which) > 1 or name.endswith(("first-child", "first-of-type")) or not match:
            return ()
        every = int(match[1] + "1" if match[1] in {"", "+", "-"} else match[1]) if match[1] is not None else 0
        return ((every, int(match[2] or 0), which[0]),)
    return tuple((0, 1, one) for one in which) if which and name not in {"child", "of-type"} and not argument else ()


def _is_placed(number: int, every: int, first: int) -> bool:
    """Whether a number is ``every * n + first`` for some n from 0."""
    beyond = number - first
    return beyond == 0 if every == 0 else beyond % every == 0 and beyond // every >= 0


def _each_of(argument: str) -> tuple[Compound, ...]:
    return tuple(read[0][0] for one in split(argument) if (read := parts_of(one)))


def _bare(selector: str) -> bool:
    read = parts_of(selector) if len(selector) < 80 else None
    return read is not None and len(read[0]) == 1 and not read[0][0].state


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
