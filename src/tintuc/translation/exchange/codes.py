"""Rich text as words with numbered codes, and back.

An agency never gives us tags: ``<p>The <b>pier</b></p>`` goes out as ``The <1>pier</1>``, and what comes back is built
from the tags we kept. So a returned file can put no tag and no address into an article.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")
#: A code as it is written in a flat text.
CODE = re.compile(r"<(/?)(\d{1,4})(/?)>")
#: What would be taken for a code, or for the spelling of one, in words that hold it by chance.
LIKE_CODE = re.compile(r"<(?=/?\d{1,4}/?>)")
SPELLED = re.compile(r"&(?=(?:lt|amp);)")
EMPTY = frozenset({"br", "hr", "img", "embed", "wbr"})
BETWEEN = re.compile(r"</p>\s*<p(?:\s[^<>]*)?>")
OUTER = re.compile(r"^\s*<p(?:\s[^<>]*)?>|</p>\s*$")


@dataclass(frozen=True)
class Code:
    """One tag, or pair of tags, of the source."""

    number: int
    name: str  #: ``b``, ``i``, ``a``, ``br``; ``p`` for the place where a paragraph ends and the next begins
    start: str
    end: str = ""  #: empty for a code that stands alone

    @property
    def needed(self) -> bool:
        """Whether a translation may not go without it: a link; emphasis is not used in every script."""
        return self.name in {"a", "embed", "img"}


class BrokenCodes(ValueError):
    """The codes of a text do not fit together; ``args[0]`` says which."""


def flatten(rich: str) -> tuple[str, tuple[Code, ...]]:
    """The words of a rich-text value with its tags as numbered codes, and those codes."""
    inner = BETWEEN.sub("<p/>", OUTER.sub("", rich))
    tags = list(TAG.finditer(inner))
    ends = _pairs(tags)
    codes: list[Code] = []
    numbers: dict[int, int] = {}
    pieces: list[str] = []
    at = 0
    for place, tag in enumerate(tags):
        pieces.append(escaped(html.unescape(inner[at : tag.start()])))
        at = tag.end()
        name = tag[2].lower()
        if place in numbers:
            pieces.append(f"</{numbers[place]}>")
            continue
        number = len(codes) + 1
        if place in ends:
            codes.append(Code(number, name, tag[0], tags[ends[place]][0]))
            numbers[ends[place]] = number
            pieces.append(f"<{number}>")
        elif name in EMPTY or tag[0] == "<p/>":
            codes.append(Code(number, name, "</p><p>" if name == "p" else tag[0]))
            pieces.append(f"<{number}/>")
        # A tag that nothing opens or closes says nothing, and is left out.
    pieces.append(escaped(html.unescape(inner[at:])))
    return "".join(pieces).strip(), tuple(codes)


def _pairs(tags: Sequence[re.Match[str]]) -> dict[int, int]:
    """Which tag closes which, by place in the list; those that cross or stay open are left out."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for place, tag in enumerate(tags):
        name = tag[2].lower()
        if tag[1]:
            if opened and tags[opened[-1]][2].lower() == name:
                pairs[opened.pop()] = place
        elif name not in EMPTY and not tag[4]:
            opened.append(place)
    return pairs


def escaped(text: str) -> str:
    """Words as a flat text writes them: only what looks like a code is spelled out."""
    return LIKE_CODE.sub("&lt;", SPELLED.sub("&amp;", text))


def unescaped(text: str) -> str:
    """The words that a flat text writes."""
    return text.replace("&lt;", "<").replace("&amp;", "&")


def bare(flat: str) -> str:
    """The words of a flat text, codes dropped."""
    return unescaped(CODE.sub("", flat))


def refit(flat: str, own: Sequence[Code], wanted: Sequence[Code]) -> str:
    """A flat text whose codes are renumbered as in ``wanted``, so that a translation has the source's numbers.

    Codes are matched by their tags, then by their names, each once; those that match none are left out.
    """
    free = list(wanted)
    numbers: dict[int, int] = {}
    for by_tag in (True, False):
        for code in own:
            match = next((one for one in free if _alike(code, one, by_tag)), None)
            if code.number not in numbers and match is not None:
                numbers[code.number] = match.number
                free.remove(match)
    return CODE.sub(
        lambda found: f"<{found[1]}{numbers[int(found[2])]}{found[3]}>" if int(found[2]) in numbers else "", flat
    )


def _alike(one: Code, other: Code, by_tag: bool) -> bool:
    same = one.start == other.start if by_tag else one.name == other.name
    return same and bool(one.end) == bool(other.end)


def check(flat: str, codes: Sequence[Code]) -> list[str]:
    """The codes that a translation did without though it may. Raises :class:`BrokenCodes` for what may not be."""
    known = {code.number: code for code in codes}
    seen: set[int] = set()
    opened: list[int] = []
    for closing, digits, alone in (match.groups() for match in CODE.finditer(flat)):
        number = int(digits)
        code = known.get(number)
        shown = f"<{closing}{digits}{alone}>"
        if code is None or bool(alone) == bool(code.end) or (closing and alone):
            raise BrokenCodes(shown)
        if closing:
            if not opened or opened.pop() != number:
                raise BrokenCodes(shown)
        elif number in seen:
            raise BrokenCodes(shown)
        else:
            seen.add(number)
            if code.end:
                opened.append(number)
    if opened:
        raise BrokenCodes(f"<{opened[-1]}>")
    gone = [code for code in codes if code.number not in seen]
    if any(code.needed for code in gone):
        raise BrokenCodes(f"<{next(code.number for code in gone if code.needed)}>")
    return [f"<{code.number}>" for code in gone]


def enrich(flat: str, codes: Sequence[Code]) -> str:
    """The rich-text value of a flat text that :func:`check` let pass."""
    known = {code.number: code for code in codes}
    pieces, at = ["<p>"], 0
    for match in CODE.finditer(flat):
        pieces.append(html.escape(unescaped(flat[at : match.start()]), quote=False))
        code = known[int(match[2])]
        pieces.append(code.end if match[1] else code.start)
        at = match.end()
    pieces += [html.escape(unescaped(flat[at:]), quote=False), "</p>"]
    return "".join(pieces)
