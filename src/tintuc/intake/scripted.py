"""What the scripts of a page do to its elements as soon as it is there, as far as that shows without running them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.intake.css import Declaration, declarations
from tintuc.intake.tree import Page

#: Statements that are read.
MOST = 2000
STATEMENT = re.compile(
    r"""(?:getElementById\(\s*["'](?P<id>[\w-]{1,80})["']\s*\)"""
    r"""|(?:querySelector(?:All)?|\$|jQuery)\(\s*["'](?P<handle>[#.][\w-]{1,80})["']\s*\))(?:\[0\])?\s*\.\s*"""
    r"""(?:style\.cssText\s*=\s*["'](?P<text>[^"'\n]{0,400})["']"""
    r"""|style\.(?P<name>\w{3,20})\s*=\s*["'](?P<value>[^"'\n]{0,60})["']"""
    r"""|css\(\s*["'](?P<css>[\w-]{3,20})["']\s*,\s*["'](?P<to>[^"'\n]{0,60})["']"""
    r"""|setAttribute\(\s*["'](?P<attribute>style|class|hidden)["']\s*,\s*["'](?P<set>[^"'\n]{0,400})["']"""
    r"""|(?:className\s*=\s*|classList\.add\(\s*|addClass\(\s*)["'](?P<class>[\w -]{1,80})["']"""
    r"""|(?P<hides>hide\(\s*\)|hidden\s*=\s*(?:true|!0)))"""
)
BEGINNINGS = ("getElementById(", "querySelector", "$(", "jQuery(")
#: What stands before a function that runs when the page is there; others wait for a reader.
AT_ONCE = re.compile(
    r"""(?:ready\(\s*|load["']?\s*,?\s*=?\s*|DOMContentLoaded["']\s*,\s*|\$\(\s*|jQuery\(\s*|[(!]\s*)$"""
)
#: Characters before a statement in which its function begins.
BEFORE = 600


class Scripts:
    """The scripts of a page as one text, and what they do."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.styles: dict[str, list[Declaration]] = {}  #: by ``#id`` or ``.class``
        self.classes: dict[str, list[str]] = {}
        self._spans: list[tuple[int, int]] = []
        self._read()

    @property
    def rest(self) -> str:
        """The text without the statements that were read."""
        out, begun = [], 0
        for start, end in self._spans:
            out.append(self.text[begun:start])
            begun = end
        return "".join([*out, self.text[begun:]])

    def add_classes(self, page: Page) -> None:
        """Give elements the classes that scripts give them."""
        for handle, names in self.classes.items():
            name = "id" if handle[0] == "#" else "class"
            for element in page.elements:
                if handle[1:] in element.get(name).split():
                    classes = " ".join([element.get("class"), *names]).strip()
                    element.attrib = {**element.attrib, "class": classes}

    def _read(self) -> None:
        values: dict[tuple[str, str], set[str]] = {}
        for number, match in enumerate(_statements(self.text)):
            if number >= MOST:
                break
            if not _is_at_once(self.text, match.start()):
                continue
            self._spans.append(match.span())
            handle = f"#{match['id']}" if match["id"] else match["handle"]
            if match["class"] or match["attribute"] == "class":
                self.classes.setdefault(handle, []).append(match["class"] or match["set"])
            for name, value in _declared(match):
                values.setdefault((handle, name), set()).add(value)
        for (handle, name), several in values.items():
            if len(several) == 1:
                self.styles.setdefault(handle, []).append(Declaration(name, min(several)))


def _statements(text: str) -> Iterator[re.Match[str]]:
    """All statements that may matter: their beginnings are looked for first, which is many times as quick."""
    starts: list[int] = []
    for beginning in BEGINNINGS:
        at = text.find(beginning)
        while at >= 0:
            starts.append(at)
            at = text.find(beginning, at + 1)
    end = 0
    for at in sorted(starts):
        if at >= end and (match := STATEMENT.match(text, at)):
            end = match.end()
            yield match


def _declared(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    """The properties a statement sets, and their values."""
    if match["name"] or match["css"]:
        name = re.sub(r"([A-Z])", r"-\1", match["name"] or match["css"]).lower()
        yield name, (match["value"] or match["to"] or "").strip().lower()
    elif match["text"] or match["attribute"] == "style":
        for one in declarations(match["text"] or match["set"]):
            yield one.name, one.value
    elif match["hides"] or match["attribute"] == "hidden":
        yield "display", "none"


def _is_at_once(text: str, at: int) -> bool:
    """Whether a statement stands in no function, or in one that runs when the page is there."""
    before = text[max(0, at - BEFORE) : at]
    begun = max(before.rfind("function"), before.rfind("=>"))
    if begun < 0 or before.count("{", begun) <= before.count("}", begun):
        return True
    head = before[max(0, begun - 60) : begun].rstrip()
    if before.startswith("=>", begun):
        head = re.sub(r"(?:async\s*)?(?:\([\w\s,]*\)|\w+)\s*$", "", head)
    return AT_ONCE.search(head) is not None
