"""Reads style sheets into rules, kept by the element they may fit.

It reads what pages hide words with, no more, and in linear time: a sheet that needs more steps than ``MOST_PIECES`` is
cut there and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tintuc.intake.css import Declaration, declarations, for_everyone
from tintuc.intake.selectors import Compound, element_fits, key_of, parts_of, split

#: Pieces of all sheets of a page that are read, parted at their braces. The heaviest real pages have 30,000.
MOST_PIECES = 120_000
#: Characters of one selector that are read; nobody writes longer ones by hand.
LONGEST = 400
#: Selectors that may fit something on the page. The heaviest real pages have 8,000.
MOST_SELECTORS = 50_000
#: Selectors of one rule, and of one within another.
MOST_LISTED, MOST_NESTED = 1000, 20
DEEPEST = 8
#: Comparisons that reading a selector is worth.
READING = 8
#: Letters of generated content that are words and no mark.
WORDS = 40

#: What a brace may stand in without opening a block: comments, strings, addresses, escapes.
GUARDED = re.compile(
    r"""/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|[uU][rR][lL]\([^)"']*\)?|\\.""", re.S
)
HARMLESS = str.maketrans("{};", "   ")
PIECE = re.compile(r"[^{}]*(?:[{}]|\Z)")
AT = re.compile(r"@([\w-]+)(.*)", re.S)
#: Blocks that hold rules for the page as it is.
TRANSPARENT = frozenset(["supports", "layer", "document", "scope"])
GENERATED = re.compile(r"""(?:^|[\s;])content\s*:\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.S)
PSEUDO_ELEMENT = re.compile(r"::?(?:before|after)\b", re.I)


@dataclass
class Budget:
    """Comparisons of elements with selectors that are left. The heaviest real page needs 450,000."""

    left: int = 700_000


@dataclass
class Rule:
    """One selector with what it declares."""

    parts: tuple[Compound, ...]  #: the element itself last
    combinators: tuple[str, ...]  #: between the parts
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

    @cached_property
    def above(self) -> frozenset[str]:
        """The classes and ids that must stand on elements around the one that fits."""
        needed = zip(self.parts, self.combinators, strict=False)
        return frozenset(name for part, way in needed if way in " >" for name in part.names() if name[0] in ".#")

    @cached_property
    def by_name(self) -> bool:
        """Whether tag, id and classes of an element alone tell that it fits."""
        return len(self.parts) == 1 and self.parts[0].is_named

    def fits(self, element: Any, budget: Budget, around: frozenset[str] | None = None) -> bool:
        """Whether the element and those around it are as the selector says; False once the budget is spent.

        ``around`` may name the classes and ids of the elements it stands in.
        """
        budget.left -= 1
        if budget.left < 0 or self.never or (around is not None and not self.above <= around):
            return False
        if not self.parts[-1].fits(element):
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
                while combinator == "~" and here is not None and budget.left > 0 and not element_fits(part, here):
                    here = here.getprevious()
                    budget.left -= 1
            if here is None or not element_fits(part, here):
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
class _Open:
    """A block that has been opened: the selectors its declarations are about, if any."""

    selectors: list[str]
    skipped: bool = False
    conditional: bool = False


@dataclass
class Sheet:
    """Rules by the last part's id (``#x``), class (``.x``), tag, or ``*``."""

    kept: dict[str, list[Kept]] = field(default_factory=dict)
    present: frozenset[str] = frozenset()  #: tags, ``.classes`` and ``#ids`` of the page
    generated: list[tuple[str, str]] = field(default_factory=list)  #: selectors and the words their elements show
    cut: bool = False  #: there was more than is read
    count: int = 0
    pieces: int = 0
    found: dict[tuple[str, str | None, str | None], list[Rule]] = field(default_factory=dict)

    def candidates(self, element: Any, budget: Budget) -> list[Rule]:
        """The rules that may fit an element; none once the budget is spent."""
        if budget.left < 0:
            return []
        known = element.tag, element.get("id"), element.get("class")
        rules = self.found.get(known)
        if rules is None:
            rules = self.found[known] = self._candidates(*known, budget)
        budget.left -= len(rules) // 4 + 1
        return rules

    def _candidates(self, tag: str, ident: str | None, classes: str | None, budget: Budget) -> list[Rule]:
        keys = [f"#{ident}"] if ident else []
        keys += [f".{name}" for name in dict.fromkeys((classes or "").split())]
        rules: list[Rule] = []
        for key in (*keys, tag, "*"):
            for kept in self.kept.get(key, ()):
                if budget.left < 0:
                    return rules
                if kept.rule is None and not kept.bad:
                    budget.left -= READING
                    kept.rule = kept.read(self.present)
                    kept.bad = kept.rule is None
                if kept.rule is not None:
                    rules.append(kept.rule)
        return rules

    def read(self, text: str, properties: frozenset[str]) -> None:
        """Add the rules of ``text`` that declare one of ``properties``."""
        self.found.clear()
        text = GUARDED.sub(_guarded, text.replace("<!--", " ").replace("-->", " "))
        stack: list[_Open] = []
        for match in PIECE.finditer(text):
            self.pieces += 1
            if self.pieces > MOST_PIECES:
                self.cut = True
                return
            piece = match[0]
            opens, closes = piece.endswith("{"), piece.endswith("}")
            body = piece[:-1] if opens or closes else piece
            head = ""
            if opens:
                body, _, head = body.rpartition(";")
            if stack and not stack[-1].skipped and stack[-1].selectors and body:
                self._add(stack[-1], body, properties)
            if opens:
                stack.append(_opened(head.strip(), stack))
            elif closes and stack:
                stack.pop()

    def _add(self, block: _Open, body: str, properties: frozenset[str]) -> None:
        """Keep the selectors that some element of the page may fit, if the body declares what hides."""
        fitting = [(key, one) for one in block.selectors if len(one) <= LONGEST and (key := self._key(one, body))]
        if not fitting:
            return
        found = tuple(one for one in declarations(body) if one.name in properties or one.name.startswith("--"))
        if not found:
            return
        for key, selector in fitting:
            if self.count > MOST_SELECTORS:
                self.cut = True
                return
            self.count += 1
            self.kept.setdefault(key, []).append(Kept(selector, found, self.count, block.conditional))

    def _key(self, selector: str, body: str) -> str:
        """The name of what the selector is about, if it stands on the page; words that a rule generates are kept."""
        key = key_of(selector)
        if not key and "content" in body and key_of(PSEUDO_ELEMENT.sub("", selector)) in self.present:
            words = (match[1][1:-1] for match in GENERATED.finditer(body))
            self.generated += [(selector, each) for each in words if len(each) >= WORDS][: 100 - len(self.generated)]
        return key if key == "*" or key in self.present else ""


def _guarded(match: re.Match[str]) -> str:
    text = match[0]
    return " " if text.startswith("/*") else text.translate(HARMLESS)


def _opened(head: str, stack: list[_Open]) -> _Open:
    outer = stack[-1] if stack else _Open([])
    if outer.skipped or len(stack) > DEEPEST:
        return _Open([], skipped=True)
    if not head.startswith("@"):
        selectors = split(head)[:MOST_LISTED]
        if outer.selectors:
            selectors = _nested(outer.selectors, selectors)
        return _Open(selectors, conditional=outer.conditional)
    match = AT.match(head)
    word, rest = (match[1].lower(), match[2]) if match else ("", "")
    if word in {"media", "container"}:
        return _Open(outer.selectors, conditional=outer.conditional or not for_everyone(rest))
    if word == "supports" and "not" in rest.split():
        return _Open(outer.selectors, conditional=True)
    return _Open(outer.selectors, word not in TRANSPARENT, outer.conditional)


def _nested(outer: list[str], inner: list[str]) -> list[str]:
    """The selectors of a rule within a rule: ``&`` stands for what the outer one is about."""
    return [
        one.replace("&", around) if "&" in one else f"{around} {one}"
        for around in outer[:MOST_NESTED]
        for one in inner[:MOST_NESTED]
    ]
