"""A page as plain elements: read once, walked many times.

lxml parses; its elements cost more to ask than to copy, so that a page becomes elements of ours while it is parsed.
Comments are left out. The words of a page stand in one list, of which each element has a stretch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from operator import attrgetter

from lxml import etree

#: Elements in each other that are kept apart; the words of deeper ones belong to the last. Real pages stay under 60.
DEEPEST = 250
#: Lines that are looked for in one page.
MOST_ASKED = 50
#: Characters of a start tag before its style, id or class.
LONGEST_TAG = 1000
#: Elements of the head; any other begins the body.
IN_HEAD = frozenset(
    [
        "base",
        "basefont",
        "bgsound",
        "head",
        "link",
        "meta",
        "noframes",
        "noscript",
        "script",
        "style",
        "template",
        "title",
    ]
)
#: Elements whose text is for machines.
UNSPOKEN = frozenset(["script", "style", "template"])
NOTED = ("bgcolor", "color", "rel", "style")  #: attributes by which elements are looked for
NUMBER = attrgetter("number")
NO_ATTRIBUTES: dict[str, str] = {}  #: of all that have none: lxml's own empty mapping is slow to ask
NO_CHILDREN: list[Element] = []  #: of all that hold none; it is never added to


class Called:
    """What style sheets may call elements of one tag, id and class: ``#x``, ``.note``, ``p``."""

    __slots__ = ("handles", "keys", "names", "tag")

    def __init__(self, tag: str, ident: str, classes: str) -> None:
        self.tag = tag
        names = [f".{name}" for name in dict.fromkeys(classes.split())] if classes else []
        self.names = [f"#{ident}", *names] if ident else names  #: id, classes as they stand
        self.keys = [*self.names, tag, "*"]
        self.handles = frozenset(self.keys[:-1])


class Element:
    """One element, as its start tag says it."""

    __slots__ = (
        "attrib", "bears", "begin", "called", "children", "end", "number", "page", "parent", "tag", "tail", "text",
    )  # fmt: skip
    called: Called  #: once the page has named them all

    def __init__(self, page: Page, tag: str, attrib: Mapping[str, str], parent: Element | None, number: int) -> None:
        self.page = page
        self.tag = tag
        self.attrib = attrib
        self.parent = parent
        self.number = number  #: in the order of start tags
        self.children: list[Element] = NO_CHILDREN
        self.text = ""  #: before the first element inside
        self.tail = ""  #: after it, before the next element
        self.begin = self.end = len(page.texts)  #: its stretch of the page's words
        self.bears = False  #: whether words or a link stand in it

    def get(self, name: str, default: str = "") -> str:
        """An attribute; empty where there is none."""
        return self.attrib.get(name, default)

    def has(self, name: str) -> bool:
        """Whether the attribute stands there, even empty."""
        return name in self.attrib

    @property
    def words(self) -> str:
        """The text of the element and of all in it, but scripts and styles."""
        return "".join(self.page.texts[self.begin : self.end])

    @property
    def classes(self) -> list[str]:
        """The classes, as they stand."""
        return self.attrib.get("class", "").split()

    def above(self) -> Iterator[Element]:
        """The elements it stands in, the nearest first."""
        here = self.parent
        while here is not None:
            yield here
            here = here.parent

    def inside(self, *tags: str) -> Iterator[Element]:
        """The elements in it, or those of some tags, in reading order; without itself."""
        waiting = self.children[::-1]
        while waiting:
            here = waiting.pop()
            if not tags or here.tag in tags:
                yield here
            if here.children:
                waiting += here.children[::-1]

    def beside(self, step: int) -> Element | None:
        """The next element of the same parent for 1, the one before for -1."""
        if self.parent is None:
            return None
        place = self.place + step
        return self.parent.children[place] if 0 <= place < len(self.parent.children) else None

    @property
    def place(self) -> int:
        """Its number among the elements of its parent, from 0."""
        return self.parent.children.index(self) if self.parent is not None else 0

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Its number among its brothers from the first and from the last, and both among those of its tag; from 1."""
        ranks = self.page.ranks
        if self not in ranks:
            _rank(self.parent.children if self.parent is not None else [self], ranks)
        return ranks[self]


def _rank(brothers: list[Element], ranks: dict[Element, tuple[int, int, int, int]]) -> None:
    totals = Counter(one.tag for one in brothers)
    seen: Counter[str] = Counter()
    for number, one in enumerate(brothers, 1):
        seen[one.tag] += 1
        alike = seen[one.tag]
        ranks[one] = number, len(brothers) - number + 1, alike, totals[one.tag] - alike + 1


class Page:
    """All elements of a page. Raises ``lxml.etree.LxmlError`` or ``ValueError`` for what holds none."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.texts: list[str] = []
        self.owners: list[Element] = []  #: the element that each text stands in
        self._all: list[Element] = []
        self.elements = self._all
        self.asked = 0  #: how often a line was asked for
        self.ranks: dict[Element, tuple[int, int, int, int]] = {}  #: of elements whose brothers were counted
        etree.fromstring(source, parser=etree.HTMLParser(target=_Builder(self)))
        if not self.elements:
            raise ValueError("there is no element in it")

    @property
    def root(self) -> Element:
        """The outermost element."""
        return self.elements[0]

    @property
    def shown(self) -> str:
        """The words of the page, a blank between each two stretches."""
        return " ".join(self.texts)

    def tagged(self, *tags: str) -> list[Element]:
        """The elements of some tags, in reading order."""
        known = self._by_tag
        if len(tags) == 1:
            return known.get(tags[0], [])
        return sorted([one for tag in tags for one in known.get(tag, ())], key=NUMBER)

    def having(self, name: str) -> list[Element]:
        """The elements with one of the attributes ``NOTED``, in reading order."""
        return self._by_attribute[name]

    @cached_property
    def _by_tag(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.elements:
            found.setdefault(element.tag, []).append(element)
        return found

    @cached_property
    def _by_attribute(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {name: [] for name in NOTED}
        for element in self.elements:
            attrib = element.attrib
            if attrib:
                for name in NOTED:
                    if name in attrib:
                        found[name].append(element)
        return found

    def name_all(self) -> list[Called]:
        """Tell each element what it is called; returns all that is called so, those of one tag, id and class once."""
        known: dict[tuple[str, str, str], Called] = {}
        for element in self.elements:
            attrib = element.attrib
            key = (element.tag, attrib.get("id", ""), attrib.get("class", "")) if attrib else (element.tag, "", "")
            called = known.get(key)
            if called is None:
                called = known[key] = Called(*key)
            element.called = called
        return list(known.values())

    def drop(self, elements: Iterable[Element]) -> None:
        """Take elements out with all in them."""
        gone: set[Element] = set()
        for element in elements:
            if element.parent is not None and element not in gone:
                element.parent.children.remove(element)
                gone.add(element)
                gone.update(element.inside())
                stretch = element.end - element.begin
                self.texts[element.begin : element.end] = [""] * stretch
        if gone:
            self.elements = [element for element in self.elements if element not in gone]
            self.__dict__.pop("_by_tag", None)
            for name, those in self._by_attribute.items():
                self._by_attribute[name] = [element for element in those if element not in gone]

    def close(self) -> None:
        """Let go of all elements: each holds those around and in it, so that they would wait for the collector."""
        for element in self._all:
            if element.children:
                element.children = NO_CHILDREN
        for each in (self._all, self.elements, self.owners):
            each.clear()
        self.ranks.clear()
        for name in ("_by_tag", "_by_attribute"):
            self.__dict__.pop(name, None)

    def line_of(self, element: Element) -> int:
        """The line where an element's start tag stands, told by its style, id or class; 0 where that does not tell."""
        name = next((name for name in ("style", "id", "class") if element.get(name)), "")
        if not name or self.asked >= MOST_ASKED:
            return 0
        self.asked += 1
        value, nth = element.get(name), 0
        for one in self.tagged(element.tag):
            if one is element:
                break
            nth += one.get(name) == value
        written = f'{name}="{value}"' if '"' not in value else f"{name}='{value}'"
        at = -1
        while (at := self.source.find(written, at + 1)) >= 0:
            begun = self.source.rfind("<", max(0, at - LONGEST_TAG), at)
            if begun >= 0 and self.source[begun + 1 : begun + 1 + len(element.tag)].lower() == element.tag:
                if not nth:
                    return self.source.count("\n", 0, begun) + 1
                nth -= 1
        return 0


class _Builder:
    """What lxml's parser tells of a page, in order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.here: Element | None = None
        self.depth = 0
        self.last: Element | None = None  #: the element that has just ended, so that words are its tail
        self.body: Element | None = None  #: one that began before its tag
        self.heard: list[str] = []
        self.data = self.heard.append

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        if self.heard:
            self._flush()
        self.depth += 1
        if self.depth > DEEPEST:
            return
        page, here = self.page, self.here
        if here is not None and here.tag == "head" and tag not in IN_HEAD:
            here = self._begin_body(here)
        elif tag == "body" and self.body is not None and here is self.body.parent:
            self.body.attrib = {**attrib, **self.body.attrib}
            self.here, self.last = self.body, None
            return
        element = Element(page, tag, attrib or NO_ATTRIBUTES, here, len(page.elements))
        page.elements.append(element)
        if here is not None:
            if here.children:
                here.children.append(element)
            else:
                here.children = [element]
        if attrib and attrib.get("href"):
            _bear(element)
        self.here, self.last = element, None

    def _begin_body(self, head: Element) -> Element:
        """The body of a page that does not say where it begins: lxml leaves elements newer than itself in the head."""
        head.end = len(self.page.texts)
        if self.body is None:
            self.body = Element(self.page, "body", NO_ATTRIBUTES, head.parent, len(self.page.elements))
            self.page.elements.append(self.body)
            if head.parent is not None:
                head.parent.children.append(self.body)
        return self.body

    def end(self, tag: str) -> None:
        if self.heard:
            self._flush()
        self.depth -= 1
        here = self.here
        if self.depth >= DEEPEST or here is None:
            return
        here.end = len(self.page.texts)
        self.here, self.last = here.parent, here

    def close(self) -> None:
        while self.here is not None:
            self.end("")

    def _flush(self) -> None:
        heard, here = self.heard, self.here
        text = heard[0] if len(heard) == 1 else "".join(heard)
        heard.clear()
        if here is None:
            return
        if self.last is None:
            here.text = here.text + text if here.text else text
        else:
            self.last.tail = self.last.tail + text if self.last.tail else text
        if here.tag not in UNSPOKEN:
            self.page.texts.append(text)
            self.page.owners.append(here)
        if not here.bears and not text.isspace():
            _bear(here)


def _bear(element: Element | None) -> None:
    while element is not None and not element.bears:
        element.bears = True
        element = element.parent
