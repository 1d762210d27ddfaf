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

from tintuc.intake.css import for_everyone, names_of
from tintuc.intake.rules import Block, Rule
from tintuc.intake.selectors import key_of, split

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
AT = re.compile(r"@([\w-]+)(.*)", re.S)
#: Blocks that hold rules for the page as it is.
TRANSPARENT = frozenset(["supports", "layer", "document", "scope"])
#: Characters of a sheet that is kept for the next page.
MOST_KEPT = 200_000
#: The classes and ids of a selector; and what makes one that they do not tell of.
HANDLE = re.compile(r"[.#][\w-]+")
#: What stands in brackets, without others in it; and what shows that more did.
BRACKETS, UNSURE = (
    re.compile(r"\([^()\[\]\"']*\)|\[[^\[\]()\"']*(?:\"[^\"]*\"|'[^']*')?[^\[\]()\"']*\]"),
    re.compile(r"[()\[\]\"']"),
)
NAMED_LAYERS = re.compile(r"@layer\s+([^;{}]{1,400})(?:;|\Z)")
GENERATED = re.compile(r"""(?:^|[\s;])content\s*:\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.S)
PSEUDO_ELEMENT = re.compile(r"::?(?:before|after)\b", re.I)


@dataclass
class _Open:
    """A block that has been opened: the selectors its declarations are about, if any."""

    head: str
    skipped: bool = False
    within: bool = False
    layer: str = ""
    is_plain: bool = False  #: whether what opens in it is a rule like any other


OUTSIDE, SKIPPED = _Open("", is_plain=True), _Open("", skipped=True)


class Sheet:
    """The rules of a sheet as they stand; which of them are about a page, the page tells."""

    def __init__(self, text: str) -> None:
        #: selectors, what they declare, whether for some media only, and in which layer
        self.rules: list[tuple[str, str, bool, str]] = []
        self.layers: list[str] = []  #: as they are first named
        self.cut = False  #: there was more than is read
        self.count = 0
        self.pieces = 0
        self._declaring: dict[str, dict[str, list[tuple[str, int]]]] = {}
        self._about: dict[tuple[str, str], list[Rule]] = {}
        self._read(GUARDED.sub(_guarded, text.replace("<!--", " ").replace("-->", " ")))

    def _read(self, text: str) -> None:
        stack: list[_Open] = []
        for chunk in text.split("}"):
            *heads, body = chunk.split("{")
            self.pieces += len(heads) + 1
            if self.pieces > MOST_PIECES or self.count > MOST_SELECTORS:
                self.cut = True
                return
            outer = stack[-1] if stack else OUTSIDE
            if len(heads) == 1 and outer.is_plain and "@" not in chunk and ";" not in heads[0]:
                self._declare(heads[0].strip(), body, outer)
                continue
            if outer.skipped and "@" not in chunk:
                stack.extend([SKIPPED] * len(heads))
                stack.pop()
                continue
            for head in heads:
                between, _, head = head.rpartition(";")
                self._end_of(between, stack)
                stack.append(opened := _opened(head.strip(), stack))
                if opened.layer and opened.layer not in self.layers[-1:]:
                    self.layers.append(opened.layer)
            self._end_of(body, stack)
            if stack:
                stack.pop()

    def _end_of(self, body: str, stack: list[_Open]) -> None:
        """Keep what stands in a block, up to another or to its end."""
        outer = stack[-1] if stack else OUTSIDE
        if not outer.skipped:
            self._declare(outer.head, body, outer)
        if "@layer" in body:
            self._name_layers(body, outer.layer)

    def _declare(self, head: str, body: str, outer: _Open) -> None:
        if head and ":" in body:
            self.count += head.count(",") + 1
            self.rules.append((head, body, outer.within, outer.layer))

    def _name_layers(self, body: str, outer: str) -> None:
        """Keep the order of ``@layer reset, base;``, which opens no block."""
        for names in NAMED_LAYERS.findall(body):
            self.layers += [_layer(name.strip(), outer) for name in names.split(",")]

    def standing(self, present: frozenset[str]) -> Iterator[tuple[str, Rule]]:
        """The rules that may count on a page of these tags, ids and classes, with what they are about."""
        for order, (head, body, within, layer) in enumerate(self.rules):
            if within:
                continue
            block = None
            for selector in split(head)[:MOST_LISTED] if "," in head else (head,):
                if _stands(selector, present) and len(selector) <= LONGEST:
                    key = _key(selector)
                    if key in present or key == "*":
                        block = block or Block(body)
                        yield key, Rule(selector, block, order, within, layer)

    def about(self, key: str, name: str) -> list[Rule]:
        """All rules that declare a property of an id, class or tag, of some medium or classes yet to come too."""
        if name not in self._declaring:
            self._declaring[name] = self._those_with(name)
        told = self._declaring[name].get(key)
        if told is None:
            return []
        if (key, name) not in self._about:
            self._about[key, name] = [self._rule(*one) for one in told]
        return self._about[key, name]

    def _rule(self, selector: str, order: int) -> Rule:
        _, body, within, layer = self.rules[order]
        return Rule(selector, Block(body), order, within, layer)

    def _those_with(self, name: str) -> dict[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = {}
        first, *others = names_of(name)
        for order, (head, body, _, _) in enumerate(self.rules):
            if first not in body and not (others and any(each in body for each in others)):
                continue
            for selector in split(head)[:MOST_LISTED] if "," in head else (head,):
                if len(selector) <= LONGEST and (key := _key(selector)):
                    found.setdefault(key, []).append((selector, order))
        return found

    def generated(self, present: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Selectors of elements of a page, and the words that the sheet puts before or after them."""
        for head, body, _, _ in self.rules:
            if "content" in body and ":" in head:
                words = [each for match in GENERATED.finditer(body) if len(each := match[1][1:-1]) >= WORDS]
                for selector in split(head)[:MOST_LISTED] if words else ():
                    if not key_of(selector) and key_of(PSEUDO_ELEMENT.sub("", selector)) in present:
                        yield from ((selector, each) for each in words)


def _stands(selector: str, present: frozenset[str]) -> bool:
    """Whether all classes and ids of a selector stand on the page; True for one that takes more reading."""
    if "\\" in selector:
        return True
    if "(" in selector or "[" in selector:
        selector = BRACKETS.sub("", selector)
        if UNSURE.search(selector):
            return True
    return present.issuperset(HANDLE.findall(selector))


_key = lru_cache(maxsize=8192)(key_of)


def sheet_of(text: str) -> Sheet:
    """A sheet as it was read; the same for the same text."""
    return _kept(text) if len(text) <= MOST_KEPT else Sheet(text)


_kept = lru_cache(maxsize=16)(Sheet)


def _guarded(match: re.Match[str]) -> str:
    text = match[0]
    return " " if text.startswith("/*") else text.translate(HARMLESS)


def _opened(head: str, stack: list[_Open]) -> _Open:
    outer = stack[-1] if stack else OUTSIDE
    if outer.skipped or len(stack) > DEEPEST:
        return SKIPPED
    if head[:1] != "@":
        return _Open(_nested(outer.head, head) if outer.head else head, False, outer.within, outer.layer)
    match = AT.match(head)
    word, rest = (match[1].lower(), match[2]) if match else ("", "")
    within, layer = outer.within, outer.layer
    if word in {"media", "container"}:
        within = within or not for_everyone(rest)
    elif word == "supports" and "not" in rest.split():
        within = True
    elif word not in TRANSPARENT:
        return _Open(outer.head, True, within, layer)
    elif word == "layer":
        layer = _layer(rest.strip(), layer)
    return _Open(outer.head, False, within, layer, not outer.head and len(stack) < DEEPEST)


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
