"""The body of a page, block by block, in reading order."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator
from typing import Any

from tintuc.intake.copy import CopyBlock

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
KEPT = {"b": "b", "strong": "b", "i": "i", "em": "i"}


def flat(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def blocks_of(main: Any, headline: str) -> tuple[CopyBlock, ...]:
    """The blocks of the element that holds the article; the headline and the line of dates are not repeated."""
    return tuple(block for block in _walk(main) if block.text != headline or block.kind != "paragraph")


def _walk(element: Any) -> Iterator[CopyBlock]:
    if element.text and element.text.strip() and element.tag in {"div", "section", "article", "main", "body"}:
        yield _paragraph(flat(element.text), markup.escape(flat(element.text), quote=False), element)
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag not in PASSED_OVER:
            yield from _block(child)
        if child.tail and child.tail.strip() and child.getparent().tag in {"div", "section", "article", "main", "body"}:
            yield _paragraph(flat(child.tail), markup.escape(flat(child.tail), quote=False), element)


def _block(element: Any) -> Iterator[CopyBlock]:
    tag = element.tag
    if tag in HEADINGS:
        if text := flat(element.text_content()):
            yield CopyBlock("crosshead", text)
    elif tag == "blockquote":
        if text := flat(element.text_content()):
            yield CopyBlock("quote", text, language=element.get("lang") or "")
    elif tag in {"ul", "ol"}:
        entries = tuple(entry for item in element.iterfind("li") if (entry := flat(item.text_content())))
        if entries:
            yield CopyBlock("list", "\n".join(entries), entries=entries)
    elif tag == "table":
        rows = [
            [flat(cell.text_content()).replace("|", "/") for cell in row.iter("td", "th")] for row in element.iter("tr")
        ]
        cells = "\n".join(" | ".join(row) for row in rows if any(row))
        if cells:
            yield CopyBlock("table", cells)
    elif tag in {"figure", "img"}:
        yield from _picture(element)
    elif tag in EMBEDS:
        yield CopyBlock("embed", element.get("title") or "", address=_web(element.get("src") or ""))
    elif any(child.tag in BLOCKS for child in element.iterdescendants() if isinstance(child.tag, str)):
        yield from _walk(element)
    else:
        yield from _paragraphs(element)


def _picture(element: Any) -> Iterator[CopyBlock]:
    image = element if element.tag == "img" else element.find(".//img")
    if image is None:
        yield from _walk(element)
        return
    caption = flat("".join(part.text_content() for part in element.iterfind(".//figcaption")))
    yield CopyBlock("picture", flat(image.get("alt") or ""), address=_web(image.get("src") or ""), caption=caption)


def _paragraphs(element: Any) -> Iterator[CopyBlock]:
    """A paragraph; two line breaks in a row part it in two."""
    for piece in re.split(r"(?:<br>\s*){2,}", _inline(element)):
        rich = flat(piece.replace("<br>", " "))
        plain = flat(markup.unescape(re.sub(r"<[^>]+>", "", rich)))
        if plain:
            yield _paragraph(plain, rich, element)


def _paragraph(plain: str, rich: str, element: Any) -> CopyBlock:
    return CopyBlock("paragraph", plain, rich, language=element.get("lang") or "")


def _inline(element: Any) -> str:
    """The element's inside with bold, italic and web links, everything else as plain text; nothing else can get in."""
    out = [markup.escape(element.text or "", quote=False)]
    for child in element:
        if isinstance(child.tag, str):
            if child.tag == "br":
                out.append("<br>")
            elif child.tag not in PASSED_OVER:
                out.append(_wrapped(child, _inline(child)))
        out.append(markup.escape(child.tail or "", quote=False))
    return "".join(out)


def _wrapped(element: Any, inside: str) -> str:
    if not inside.strip():
        return inside
    if element.tag in KEPT:
        return f"<{KEPT[element.tag]}>{inside}</{KEPT[element.tag]}>"
    if element.tag == "a" and (address := _web(element.get("href") or "")):
        return f'<a href="{markup.escape(address)}">{inside}</a>'
    return inside


def _web(address: str) -> str:
    """The address if it is a web address, else nothing."""
    address = address.strip()
    return address[:600] if re.match(r"https?://[^\s\"'<>]+$", address) else ""
