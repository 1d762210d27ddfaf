"""A page as plain elements: read once, walked many times.

lxml parses; its elements cost more to ask than to copy, so that a page becomes elements of ours while it is parsed.
Comments are left out. The words of a page stand in one list, of which each element has a stretch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from operator import attrgetter

from lxml import etree

from tintuc.intake.element import NO_ATTRIBUTES, NO_CHILDREN, Called, Element

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
