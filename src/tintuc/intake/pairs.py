"""Reads files that hold a text and its translation side by side: XLIFF 1.2 and 2.x, and gettext's PO."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import polib
from lxml import etree

from tintuc.intake.blocks import flat
from tintuc.intake.copy import Unreadable
from tintuc.intake.decoding import decoded

XLIFF = re.compile(rb"<(?:\w+:)?xliff[\s>]")
PO = re.compile(rb"^msgid[ \t]+\"", re.M)
#: States by which agencies say that nobody has translated a unit yet.
UNTRANSLATED = frozenset({"initial", "new", "needs-translation"})


@dataclass(frozen=True)
class Unit:
    """One passage in two languages."""

    id: str
    source: str
    target: str
    state: str = ""  #: ``untranslated``, ``translated``, or empty where the file does not say
    document: str = ""  #: the file or part of it that the unit belongs to


@dataclass(frozen=True)
class PairFile:
    """All units of a file, in its order."""

    source_language: str
    language: str
    units: tuple[Unit, ...]


def is_pairs(raw: bytes) -> bool:
    """Whether the bytes look like XLIFF or PO."""
    return bool(XLIFF.search(raw[:4096]) or (raw.lstrip()[:1] != b"<" and PO.search(raw[:65536])))


def read_pairs(raw: bytes) -> PairFile:
    """Read XLIFF or PO. Raises :class:`Unreadable`."""
    return _read_xliff(raw) if XLIFF.search(raw[:4096]) else _read_po(raw)


def _read_xliff(raw: bytes) -> PairFile:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"This XLIFF file is no sound XML: {error}.") from error
    units: list[Unit] = []
    languages = [root.get("srcLang") or "", root.get("trgLang") or ""]
    for part in root.iter("{*}file"):
        languages[0] = languages[0] or part.get("source-language") or ""
        languages[1] = languages[1] or part.get("target-language") or ""
        document = part.get("original") or part.get("id") or ""
        for unit in part.iter("{*}trans-unit"):  # 1.2
            state = _words(unit.find("{*}target")) and (unit.find("{*}target").get("state") or "")
            units.append(_unit(unit, unit, str(state or ""), document))
        for unit in part.iter("{*}unit"):  # 2.x
            units += [_unit(unit, segment, segment.get("state") or "", document) for segment in unit.iter("{*}segment")]
    if not units:
        raise Unreadable("This XLIFF file holds no unit.")
    return PairFile(languages[0], languages[1], tuple(units))


def _unit(unit: Any, segment: Any, state: str, document: str) -> Unit:
    target = _words(segment.find("{*}target"))
    untranslated = not target or state in UNTRANSLATED
    ident = segment.get("id") if segment is not unit and segment.get("id") else ""
    name = "/".join(part for part in (unit.get("id") or "", ident) if part)
    return Unit(name, _words(segment.find("{*}source")), target, "untranslated" if untranslated else "", document)


def _words(element: Any) -> str:
    """The words of an element; codes and placeholders inside it are left out."""
    if element is None:
        return ""
    pieces = [element.text or ""]
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name in {"g", "mrk", "pc", "sub"}:
            pieces.append(_words(child))
        pieces.append(child.tail or "")
    return flat("".join(pieces)) if element.tag is not None else ""


def _read_po(raw: bytes) -> PairFile:
    text = decoded(raw)
    try:
        catalogue = polib.pofile(text + "\n")
    except (OSError, ValueError, IndexError, UnicodeError) as error:
        raise Unreadable(f"This PO file cannot be read: {error}.") from error
    units = [
        Unit(
            f"{entry.msgctxt or ''}{entry.linenum}",
            entry.msgid,
            entry.msgstr,
            "untranslated" if not entry.msgstr or entry.fuzzy else "",
            entry.occurrences[0][0] if entry.occurrences else "",
        )
        for entry in catalogue
        if entry.msgid and not entry.obsolete
    ]
    if not units:
        raise Unreadable("This PO file holds no message.")
    language = (catalogue.metadata.get("Language") or "").replace("_", "-")
    source = catalogue.metadata.get("X-Source-Language") or "en"
    return PairFile(source, language, tuple(units))
