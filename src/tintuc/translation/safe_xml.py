"""Reads XML from outside piece by piece, within bounds, and nothing that it points to."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

#: Children an element may have open beneath the piece that is read: more is an attack on memory.
MOST_IN_A_PIECE = 100_000


class BadXML(ValueError):
    """The file is no sound XML, or more than is read; the sentence says what."""


class Bounded(io.RawIOBase):
    """A file that refuses to give more than so many bytes."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self.file, self.left, self.most = file, most, most

    def readable(self) -> bool:
        """It can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read on. Raises :class:`BadXML` past the bound."""
        data = self.file.read(65536 if size is None or size < 0 else size)
        self.left -= len(data)
        if self.left < 0:
            raise BadXML(f"The file has more than {self.most:,} bytes; no more are read.")
        return data


def pieces(file: IO[bytes], names: frozenset[str], most: int) -> Iterator[tuple[str, Any]]:
    """The elements of these local names, as they end, each forgotten after it was looked at.

    No document type is loaded, no entity resolved, no address asked; the parser refuses more than 255 open elements.
    A document that declares entities of its own is refused. Raises :class:`BadXML`.
    """
    events = etree.iterparse(
        Bounded(file, most),  # type: ignore[arg-type]  # a file as far as lxml needs one
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    inside, count = 0, 0
    try:
        for event, element in events:
            if not isinstance(element.tag, str):
                continue
            local = etree.QName(element).localname
            if event == "start":
                if element.getparent() is None:
                    _refuse_entities(element)
                inside += local in names
                count = count + 1 if inside else 0
                if count > MOST_IN_A_PIECE:
                    raise BadXML(f"Line {element.sourceline}: one {local} holds more elements than are read.")
                continue
            if local in names:
                inside -= 1
                count = 0
                yield local, element
            if not inside:
                _forget(element)
    except etree.XMLSyntaxError as error:
        raise BadXML(f"This is no sound XML: {error}.") from error


def _refuse_entities(root: Any) -> None:
    info = root.getroottree().docinfo
    if info.internalDTD is not None and any(True for _ in info.internalDTD.iterentities()):
        raise BadXML("The file declares entities of its own; such files are not read.")


def _forget(element: Any) -> None:
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def words(element: Any) -> str:
    """All words of an element, codes inside it left out."""
    return "".join(element.itertext()) if element is not None else ""


def language(element: Any) -> str:
    """The language an element names, by ``xml:lang`` or the older ``lang``."""
    return str(element.get("{http://www.w3.org/XML/1998/namespace}lang") or element.get("lang") or "")
