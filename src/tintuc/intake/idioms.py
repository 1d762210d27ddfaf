"""Why honest pages hide words: menus, tabs, dialogs, words for screen readers, and the like.

An excuse is only a name for the habit that something hidden looks like. How much it excuses, the desk weighs.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache

from tintuc.intake.element import Element
from tintuc.intake.rows import row
from tintuc.intake.tree import Page

#: Characters that are read out to people who do not see the page; more is a text.
MOST_READ_OUT = 400
#: The same where nothing but the way of hiding says so.
MOST_CLIPPED = 60
#: Characters that a picture can replace: a logo, the name of a section.
MOST_REPLACED = 80
#: Elements above that may say what a hidden one is part of.
ABOVE = 3
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[-_:\s/.]+")
ROLES = row("hidden", "roles")
#: Attributes of what a script or framework opens.
OPENED = re.compile(
    r"^(?:aria-(?:modal|expanded|controls|labelledby|describedby|live|selected|haspopup|multiselectable)"
    r"|x-(?:show|cloak|data|if|transition.*)|v-(?:show|if|cloak|else)|ng-(?:show|hide|if|cloak|include|repeat|controller)"
    r"|@click.*|data-(?:toggle|aos.*|reveal.*|animat.*|target|bs-.*|parent|tab.*|controller|dialog.*|modal.*|popup.*|popover.*|tooltip.*|dropdown.*"
    r"|collapse.*|accordion.*|show.*|open.*|template.*|slide.*|react.*|vue.*|component|module|behavior|behaviour|role|state)"
    r"|popover|uk-.*|amp-.*|on|wire:.*|hx-.*|\[.*\]|\*ng.*|_ng.*)$"
)
#: Elements of an interface; text beside them is part of it.
CONTROLS = ("select", "textarea", "button", "video", "audio", "form", "dialog", "object", "canvas")
#: Elements that name what they stand in.
READ_OUT = frozenset(["caption", "legend", "label", "figcaption", "th", "dt"])
#: What a part that it opens stands beside.
OPENERS = frozenset(["button", "summary"])
APART = frozenset(["nav", "form", "menu", "fieldset", "figure"])
QUOTED = re.compile(r"""["']([.#]?[A-Za-z][^"'\n<>;{}]{2,80})["']""")
SEPARATED = re.compile(r"[\s.#,>:()\[\]=]+")
#: Elements that may point to others.
POINTING = ("a", "button", "label", "li", "div", "span", "input", "summary", "h2", "h3", "h4", "section")
REFERENCES = frozenset(["aria-controls", "aria-labelledby", "aria-describedby", "aria-owns", "for", "commandfor",
              "popovertarget", "data-target", "data-bs-target", "data-toggle-target", "data-reveal", "data-open",
              "data-tab", "data-id", "data-href", "data-src", "data-content", "data-modal", "data-popup"])  # fmt: skip


def names(element: Element) -> frozenset[str]:
    """The words of an element's classes and id."""
    return _words(f"{element.get('class')} {element.get('id')}"[:400])


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in CAMEL.split(text) if word)


def whole_names(element: Element) -> set[str]:
    """The classes of an element, as they stand."""
    return set(element.get("class").lower().split()[:20])


class References:
    """The ids that something on the page points to, and the names that its scripts speak of in quotes."""

    def __init__(self, page: Page, scripts: str) -> None:
        self.page = page
        self.scripts = scripts

    def name(self, element: Element) -> bool:
        """Whether one of them is an element's id or one of its first classes."""
        handles = [element.get("id"), *element.classes[:6]]
        return any(handle in self.ids or self._is_quoted(handle) for handle in handles if handle)

    @cached_property
    def ids(self) -> set[str]:
        """The ids that elements point to."""
        ids: set[str] = set()
        for element in self.page.tagged(*POINTING):
            for name, value in element.attrib.items():
                if value[:1] == "#":
                    ids.add(value[1:].split(" ", 1)[0])
                elif name in REFERENCES:
                    ids.update(part.lstrip("#") for part in value.split()[:4])
                elif name == "onclick":
                    ids.update(re.findall(r"[\w-]{2,60}", value[:400]))
        return ids

    @cached_property
    def quoted(self) -> set[str]:
        """The names in quotes."""
        return set(SEPARATED.split(" ".join(set(QUOTED.findall(self.scripts)))))

    def _is_quoted(self, handle: str) -> bool:
        return len(handle) > 2 and handle in self.scripts and handle in self.quoted


def excuse(element: Element, characters: int, outside: int, pointed: References, deceptive: bool, clipped: bool) -> str:
    """The habit a hidden element follows: ``control``, ``part``, ``reader``, ``body``, or none.

    ``control``: something on the page opens it. ``part``: it is named as a part of an interface. ``reader``: few words
    for those who listen, without links elsewhere. What keeps words from eyes alone is judged by its own names, not by
    those of what it stands in.
    """
    if element.tag == "noscript" or element.parent is None:
        return ""
    if not outside and characters <= (MOST_READ_OUT if _for_readers(element) else MOST_CLIPPED if clipped else 0):
        return "reader"
    above, inside = _above(element), _only_child(element)
    if pointed.name(element) or any(_is_opened(one) for one in (element, *above, *inside)):
        return "control"
    if not deceptive and any(_is_opener(one) for one in (element.beside(-1), element.beside(1))):
        return "control"
    if any(_is_control(one) for one in element.inside("input", *CONTROLS)):
        return "control"
    for one in (element, *inside, *(() if deceptive else above)):
        if one.tag in APART or "-" in one.tag or is_named_as_part(one) or (not deceptive and pointed.name(one)):
            return "part"
    if deceptive and any(one.tag in APART for one in above):
        return "part"
    if element.get("aria-hidden") == "true":
        return "part"
    if not deceptive and names(element) & row("hidden", "body"):
        return "body"
    return ""


def _for_readers(element: Element) -> bool:
    for one in (element, element.parent):
        if one is not None and (
            whole_names(one) & row("hidden", "reader_whole") or names(one) & row("hidden", "reader")
        ):
            return True
    if element.tag in READ_OUT:
        return True
    return element.tag == "a" and element.get("href").startswith("#")


def _above(element: Element) -> list[Element]:
    found: list[Element] = []
    for one in element.above():
        if one.tag in {"body", "html"} or len(found) == ABOVE:
            break
        found.append(one)
    return found


@cache
def _beginnings() -> tuple[str, ...]:
    """Words of interfaces that are told in one with others: ``hovercard``, ``menubar``, ``slideout``."""
    return tuple(word for word in row("hidden", "interface") if len(word) >= 5)


def is_named_as_part(element: Element) -> bool:
    """Whether its classes or id call it a part of an interface."""
    interface = row("hidden", "interface")
    return any(name in interface or name.startswith(_beginnings()) for name in names(element))


def _is_opener(element: Element) -> bool:
    """Whether a reader presses it to open something."""
    return element is not None and (element.tag in OPENERS or element.get("role") == "button")


def _only_child(element: Element) -> list[Element]:
    """The elements at the beginning of an element, one in the other."""
    found: list[Element] = []
    here = element
    for _ in range(3):
        if not here.children:
            break
        here = here.children[0]
        found.append(here)
    return found


def _is_control(element: Element) -> bool:
    return element.tag != "input" or (element.has("type") and element.get("type") != "hidden")


def _is_opened(element: Element) -> bool:
    if (
        element.tag in {"details", "dialog", "template"}
        or element.tag.startswith("amp-")
        or element.get("role").lower() in ROLES
    ):
        return True
    return any(OPENED.match(name) for name in element.attrib)


def is_responsive(element: Element) -> bool:
    """Whether classes of a framework show the element on some screens: ``d-none d-md-block``, ``hidden md:flex``."""
    for name in whole_names(element):
        pieces = re.split(r"[-:]", name)
        if len(pieces) > 1 and {"sm", "md", "lg", "xl", "xxl", "2xl", "xs", "medium", "large", "small"} & set(pieces):
            return True
    return False
