"""The body of a page, block by block, in reading order."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator

from tintuc.intake.copy import CopyBlock
from tintuc.intake.element import Element

#: What is no part of an article, wherever it stands.
PASSED_OVER = frozenset(
    [
        "nav",
        "aside",
        "form",
        "script",
        "style",
        "noscript",
        "template",
        "button",
        "header",
        "footer",
        "h1",
        "svg",
        "select",
    ]
)
HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
EMBEDS = frozenset(["iframe", "video", "audio", "object", "embed"])
BLOCKS = (
    HEADINGS | EMBEDS | frozenset(["p", "blockquote", "ul", "ol", "table", "figure", "img", "pre", "div", "section"])
)
#: Elements whose own words, beside their blocks, are paragraphs.
SPEAKING = frozenset(["div", "section", "article", "main", "body"])
BREAKS = re.compile(r"(?:<br>\s*){2,}")
MARK = re.compile(r"<[^>]+>")
WEB = re.compile(r"https?://[^\s\"'<>]+$")
KEPT = {"b": "b", "strong": "b", "i": "i", "em": "i"}


def flat(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def blocks_of(main: Element, headline: str) -> tuple[CopyBlock, ...]:
    """The blocks of the element that holds the article; the headline and the line of dates are not repeated."""
    return tuple(block for block in _walk(main) if block.text != headline or block.kind != "paragraph")


def _walk(element: Element) -> Iterator[CopyBlock]:
    speaks = element.tag in SPEAKING
    if speaks and (text := flat(element.text)):
        yield _paragraph(text, markup.escape(text, quote=False), element)
    for child in element.children:
        if child.tag not in PASSED_OVER:
            yield from _block(child)
        if speaks and (text := flat(child.tail)):
            yield _paragraph(text, markup.escape(text, quote=False), element)


def _block(element: Element) -> Iterator[CopyBlock]:
    tag = element.tag
    if tag in HEADINGS:
        if text := flat(element.words):
            yield CopyBlock("crosshead", text)
    elif tag == "blockquote":
        if text := flat(element.words):
            yield CopyBlock("quote", text, language=element.get("lang"))
    elif tag in {"ul", "ol"}:
        entries = tuple(entry for item in element.children if item.tag == "li" and (entry := flat(item.words)))
        if entries:
            yield CopyBlock("list", "\n".join(entries), entries=entries)
    elif tag == "table":
        rows = [[flat(cell.words).replace("|", "/") for cell in row.inside("td", "th")] for row in element.inside("tr")]
        cells = "\n".join(" | ".join(row) for row in rows if any(row))
        if cells:
            yield CopyBlock("table", cells)
    elif tag in {"figure", "img"}:
        yield from _picture(element)
    elif tag in EMBEDS:
        yield CopyBlock("embed", element.get("title"), address=_web(element.get("src")))
    elif _holds_blocks(element):
        yield from _walk(element)
    else:
        yield from _paragraphs(element)


def _holds_blocks(element: Element) -> bool:
    return any(child.tag in BLOCKS or (child.children and _holds_blocks(child)) for child in element.children)


def _picture(element: Element) -> Iterator[CopyBlock]:
    image = element if element.tag == "img" else next(element.inside("img"), None)
    if image is None:
        yield from _walk(element)
        return
    caption = flat("".join(part.words for part in element.inside("figcaption")))
    yield CopyBlock("picture", flat(image.get("alt")), address=_web(image.get("src")), caption=caption)


def _paragraphs(element: Element) -> Iterator[CopyBlock]:
    """A paragraph; two line breaks in a row part it in two."""
    if not element.children:
        if text := flat(element.text):
            yield _paragraph(text, markup.escape(text, quote=False), element)
        return
    for piece in BREAKS.split(_inline(element)):
        rich = flat(piece.replace("<br>", " "))
        plain = flat(markup.unescape(MARK.sub("", rich)))
        if plain:
            yield _paragraph(plain, rich, element)


def _paragraph(plain: str, rich: str, element: Element) -> CopyBlock:
    return CopyBlock("paragraph", plain, rich, language=element.get("lang"))


def _inline(element: Element) -> str:
    """The element's inside with bold, italic and web links, everything else as plain text; nothing else can get in."""
    out = [markup.escape(element.text, quote=False)]
    for child in element.children:
        if child.tag == "br":
            out.append("<br>")
        elif child.tag not in PASSED_OVER:
            out.append(_wrapped(child, _inline(child)))
        out.append(markup.escape(child.tail, quote=False))
    return "".join(out)


def _wrapped(element: Element, inside: str) -> str:
    if not inside.strip():
        return inside
    if element.tag in KEPT:
        return f"<{KEPT[element.tag]}>{inside}</{KEPT[element.tag]}>"
    if element.tag == "a" and (address := _web(element.get("href"))):
        return f'<a href="{markup.escape(address)}">{inside}</a>'
    return inside


def _web(address: str) -> str:
    """The address if it is a web address, else nothing."""
    address = address.strip()
    return address[:600] if WEB.match(address) else ""
