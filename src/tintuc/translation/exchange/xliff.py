"""XLIFF 2.1 (core and its glossary module), out and in.

A passage is a unit whose ``id`` is made of its block's id and part. Source digest and target digest stand in attributes
of a namespace of our own, which the standard allows and tools keep; where one drops them, the source in the file is
compared instead. A table's cells are segments of one unit, what divides them is ignorable text. Tags are inline codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from tintuc.network.languages import LANGUAGES
from tintuc.translation.exchange.bounds import CONTROL, DECLARATION, MOST_ROWS, FileRefused, text_of
from tintuc.translation.exchange.codes import CODE, Code, escaped, unescaped
from tintuc.translation.exchange.sheet import INITIAL, Row, Sheet, ident

CORE = "urn:oasis:names:tc:xliff:document:2.0"
GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"
OURS = "urn:tintuc:exchange:1"
XML = "http://www.w3.org/XML/1998/namespace"
STALE = "tintuc:stale"
#: Kinds of notes that go out.
CATEGORIES = frozenset({"title", "place", "earlier-source", "comment"})
SUFFIX = ".xlf"
LOOKS = re.compile(r"<(?:\w{1,40}:)?xliff[\s>]")
#: Divides the cells of a table as a flat text writes them.
DIVIDER = re.compile(r"( \| |\n)")
#: What a code is, in the standard's words.
KINDS = {
    "b": ("fmt", "xlf:b"),
    "i": ("fmt", "xlf:i"),
    "u": ("fmt", "xlf:u"),
    "br": ("fmt", "xlf:lb"),
    "p": ("fmt", "xlf:pb"),
    "a": ("link", ""),
}


def _core(name: str) -> str:
    return f"{{{CORE}}}{name}"


def _gls(name: str) -> str:
    return f"{{{GLOSSARY}}}{name}"


def _ours(name: str) -> str:
    return f"{{{OURS}}}{name}"


def write(sheet: Sheet) -> bytes:
    """The sheet as an XLIFF 2.1 file."""
    root = etree.Element(_core("xliff"), nsmap={None: CORE, "gls": GLOSSARY, "tt": OURS})
    root.set("version", "2.1")
    root.set("srcLang", sheet.source_language)
    root.set("trgLang", sheet.language)
    file = etree.SubElement(root, _core("file"), id=f"article-{sheet.article}", canResegment="no")
    file.set("original", f"story-{sheet.story}/{sheet.source_language}/{sheet.language}")
    file.set("srcDir", _direction(sheet.source_language))
    file.set("trgDir", _direction(sheet.language))
    file.set(f"{{{XML}}}space", "preserve")
    for name, value in (
        ("story", sheet.story),
        ("article", sheet.article),
        ("source-revision", sheet.source_revision),
        ("target-revision", sheet.revision),
    ):
        if value is not None:
            file.set(_ours(name), str(value))
    _notes(file, [("title", CONTROL.sub("", sheet.title))])
    for row in sheet.rows:
        _write_unit(file, row)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False)


def _direction(language: str) -> str:
    return "rtl" if language in LANGUAGES and LANGUAGES[language].right_to_left else "ltr"


def _notes(parent: Any, said: list[tuple[str, str]]) -> None:
    notes = etree.SubElement(parent, _core("notes"))
    for category, text in said:
        etree.SubElement(notes, _core("note"), category=category).text = CONTROL.sub("", text)


def _write_unit(file: Any, row: Row) -> None:
    name = "/".join(part for part in (row.block or row.key, row.part) if part)
    unit = etree.SubElement(file, _core("unit"), id=ident(row.key), name=CONTROL.sub("", name))
    unit.set(_ours("source-digest"), row.source_digest)
    unit.set(_ours("target-digest"), row.target_digest)
    _write_glossary(unit, row)
    earlier = [("earlier-source", row.earlier)] if row.earlier else []
    comments = [("comment", text) for text in row.comments]
    _notes(unit, [("place", note) for note in row.notes] + earlier + comments)
    cells = (row.kind, row.part) == ("table", "cells")
    sources = DIVIDER.split(row.source) if cells else [row.source]
    targets = DIVIDER.split(row.target) if cells else [row.target]
    if [*map(DIVIDER.fullmatch, sources)].count(None) != [*map(DIVIDER.fullmatch, targets)].count(None):
        targets = [""] * len(sources)
    for number, source in enumerate(sources):
        if number % 2:
            etree.SubElement(etree.SubElement(unit, _core("ignorable")), _core("source")).text = source
            continue
        segment = etree.SubElement(unit, _core("segment"), id=f"s{number // 2 + 1}", state=row.state)
        if row.stale:
            segment.set("subState", STALE)
        _fill(etree.SubElement(segment, _core("source")), source, row.codes)
        if targets[number]:
            _fill(etree.SubElement(segment, _core("target")), targets[number], row.codes)


def _write_glossary(unit: Any, row: Row) -> None:
    """The termbase's word on the unit, in the standard's glossary module.

    What the house does not write stands in the definition alone: a tool would offer it as a translation.
    """
    if not row.hints:
        return
    glossary = etree.SubElement(unit, _gls("glossary"))
    for hint in row.hints:
        entry = etree.SubElement(glossary, _gls("glossEntry"))
        etree.SubElement(entry, _gls("term")).text = CONTROL.sub("", hint.source[0])
        for form in hint.forms:
            etree.SubElement(entry, _gls("translation")).text = CONTROL.sub("", form)
        if about := "; ".join(filter(None, (hint.note, *(f"not: {form}" for form in hint.forbidden)))):
            etree.SubElement(entry, _gls("definition")).text = CONTROL.sub("", about)


def _fill(element: Any, flat: str, codes: tuple[Code, ...]) -> None:
    """Write a flat text into an element, its codes as inline elements."""
    known = {code.number: code for code in codes}
    stack, at = [element], 0
    for match in CODE.finditer(flat):
        _add_text(stack[-1], unescaped(flat[at : match.start()]))
        at = match.end()
        code = known[int(match[2])]
        if match[1]:
            stack.pop()
            continue
        kind, subtype = KINDS.get(code.name, ("other", ""))
        inline = etree.SubElement(stack[-1], _core("pc" if code.end else "ph"), id=str(code.number), canCopy="no")
        inline.set("canDelete", "no" if code.needed else "yes")
        inline.set("type", kind)
        if subtype:
            inline.set("subType", subtype)
        inline.set("dispStart" if code.end else "disp", CONTROL.sub("", code.start))
        if code.end:
            inline.set("dispEnd", code.end)
            stack.append(inline)
    _add_text(stack[-1], unescaped(flat[at:]))


def _add_text(element: Any, text: str) -> None:
    at = 0
    for match in CONTROL.finditer(text):
        _append(element, text[at : match.start()])
        etree.SubElement(element, _core("cp"), hex=f"{ord(match[0]):04X}")
        at = match.end()
    _append(element, text[at:])


def _append(element: Any, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def read(raw: bytes) -> Sheet:
    """What an XLIFF 2 file says. Raises :class:`FileRefused`.

    Declarations of entities are refused before any parser sees them; the parser follows no address and stops at 256
    elements in each other.
    """
    text = text_of(raw)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise FileRefused(_("The file declares a document type or entities. XLIFF needs none; nothing of it is read."))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(DECLARATION.sub("", text).encode("utf-8", "surrogatepass"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileRefused(_("The file is damaged: it is no sound XML. %(why)s.") % {"why": error}) from error
    if root.tag != _core("xliff"):
        raise FileRefused(_("The file is not XLIFF 2. Ask for version 2.0 or 2.1."))
    files = list(root.iter(_core("file")))
    ours = next((one for one in files if one.get("id", "").startswith("article-")), files[0] if files else None)
    if ours is None:
        raise FileRefused(_("The file holds no unit."))
    found = list(root.iter(_core("unit")))
    if not found:
        raise FileRefused(_("The file holds no unit."))
    if len(found) > MOST_ROWS:
        raise FileRefused(_("The file holds more than %(most)s units.") % {"most": MOST_ROWS})
    mine = set(ours.iter(_core("unit")))
    rows = tuple(_read_unit(unit) for unit in found if unit in mine)
    return Sheet(
        root.get("srcLang") or "",
        root.get("trgLang") or "",
        rows,
        _number(ours.get(_ours("article")) or ours.get("id", "").removeprefix("article-")),
        _number(ours.get(_ours("story"))),
        _number(ours.get(_ours("source-revision"))),
        _number(ours.get(_ours("target-revision"))),
        strangers=tuple(unit.get("id") or "" for unit in found if unit not in mine),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,18}", text) else None


def _read_unit(unit: Any) -> Row:
    sources: list[str] = []
    targets: list[tuple[int, str]] = []
    states: list[str] = []
    broken: list[str] = []
    gap = False
    for number, part in enumerate(unit.iterchildren(_core("segment"), _core("ignorable")), 1):
        source, target = part.find(_core("source")), part.find(_core("target"))
        words = _flat(source, broken)
        sources.append(words)
        order = _number(target.get("order")) if target is not None else None
        if part.tag == _core("ignorable"):
            targets.append((order or number, words if target is None else _flat(target, broken)))
            continue
        states.append(part.get("state") or "")
        given = _flat(target, broken)
        if not given.strip() and not any(letter.isalpha() for letter in words):
            given = words
        gap = gap or not given.strip()
        targets.append((order or number, given))
    given = "".join(text for _order, text in sorted(targets, key=lambda pair: pair[0]))
    if not any(text.strip() for _order, text in targets if not re.fullmatch(r"[\s|]*", text)):
        given = ""
    return Row(
        unit.get("id") or "",
        "".join(sources),
        given,
        min((state for state in states if state), default="", key=_rank),
        source_digest=unit.get(_ours("source-digest")) or "",
        target_digest=unit.get(_ours("target-digest")) or "",
        broken=", ".join(broken[:5]),
        finished=INITIAL not in states,
        gap=gap and bool(given),
        marked=unit.get(_ours("target-digest")) is not None,
        said=tuple(_said(unit)),
    )


def _said(unit: Any) -> Iterator[str]:
    """The notes of a unit that are of none of the categories we write."""
    for note in unit.iterfind(f"{_core('notes')}/{_core('note')}"):
        if note.get("category") not in CATEGORIES and (text := "".join(note.itertext()).strip()):
            yield text


def _rank(state: str) -> int:
    order = ("initial", "translated", "reviewed", "final")
    return order.index(state) if state in order else 0


def _flat(element: Any, broken: list[str]) -> str:
    """The words of an element with its inline codes as a flat text writes them; what is no code is noted."""
    if element is None:
        return ""
    pieces = [escaped(element.text or "")]
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        ref = child.get("id") or child.get("startRef") or ""
        if name in {"pc", "sc", "ec", "ph"} and not re.fullmatch(r"[0-9]{1,4}", ref):
            broken.append(f"{name} {ref[:20]}".strip())
            ref = ""
        if name == "pc":
            pieces.append(f"<{ref}>{_flat(child, broken)}</{ref}>" if ref else _flat(child, broken))
        elif name in {"sc", "ec", "ph"}:
            pieces.append({"sc": f"<{ref}>", "ec": f"</{ref}>", "ph": f"<{ref}/>"}[name] if ref else "")
        elif name == "mrk":
            pieces.append(_flat(child, broken))
        elif name == "cp":
            pieces.append(_code_point(child.get("hex") or ""))
        elif name not in {"sm", "em", ""}:
            broken.append(name)
            pieces.append(_flat(child, broken))
        pieces.append(escaped(child.tail or ""))
    return "".join(pieces)


def _code_point(digits: str) -> str:
    value = int(digits, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", digits) else 0
    return chr(value) if 0 < value < 0x110000 and not 0xD800 <= value < 0xE000 else ""
