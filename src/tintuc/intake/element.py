"""One element of a page, and what style sheets may call it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tintuc.intake.tree import Page

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
