"""Writes XML that every parser takes: built as a tree, escaped by lxml, without characters XML forbids."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: No text holds it: lxml writes a text's ``<`` as an entity.
MARK = "entries"

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
LICENCES = "http://backend.userland.com/creativeCommonsRssModule"
TOMBSTONE = "http://purl.org/atompub/tombstones/1.0"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"


def legal(text: object) -> str:
    """The text without the characters XML 1.0 forbids."""
    return ILLEGAL.sub("", str(text))


def root(tag: str, names: dict[str | None, str], **attributes: str) -> etree._Element:
    """A root element with its name spaces."""
    return etree.Element(tag, attributes, nsmap=names)


def add(parent: etree._Element, tag: str, text: object = "", /, **attributes: str) -> etree._Element:
    """A child with text and attributes, all made legal; a keyword's trailing underscore is dropped."""
    child = etree.SubElement(parent, tag)
    if text != "":
        child.text = legal(text)
    for name, value in attributes.items():
        key = "{http://www.w3.org/XML/1998/namespace}lang" if name == "xml_lang" else name.rstrip("_")
        child.set(key, legal(value))
    return child


def mark(parent: etree._Element) -> None:
    """A mark in a document, in the place of parts that were written before: :func:`filled` puts them there."""
    parent.append(etree.Comment(MARK))


def filled(document: bytes, parts: Iterable[bytes]) -> bytes:
    """A written document with parts in place of its mark."""
    before, _, after = document.partition(b"<!--" + MARK.encode() + b"-->\n")
    return before.rstrip(b" ") + b"".join(parts) + after


def part(document: etree._Element, tag: str) -> bytes:
    """The one element ``tag`` of a document as it is written there, with its indent."""
    whole = written(document)
    begin, end = whole.index(b"<" + tag.encode()), whole.rindex(b"</" + tag.encode() + b">\n")
    return whole[whole.rindex(b"\n", 0, begin) + 1 : whole.index(b"\n", end) + 1]


def written(element: etree._Element) -> bytes:
    """The document as UTF-8 with its declaration."""
    return etree.tostring(element, xml_declaration=True, encoding="utf-8", pretty_print=True)
