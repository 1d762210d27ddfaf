"""Terms as TBX (ISO 30042): written as TBX-Basic of 2019; read in its two styles, and in the older martif form.

The two statuses of the house that TBX knows are ``administrativeStatus``; a term that no language changes carries the
project subset ``do-not-translate``, since TBX-Basic has no category for it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from tintuc.translation.safe_xml import BadXML, language, pieces, words
from tintuc.translation.term_files import (
    APPROVED,
    FORBIDDEN,
    KEPT,
    MOST_BYTES,
    BadTermFile,
    ConceptRecord,
    TermFile,
    TermRecord,
    bounded,
    language_of,
)

ENTRY = frozenset({"conceptEntry", "termEntry"})
#: How TBX says what the house says.
STATUS = {
    "preferredTerm-admn-sts": APPROVED,
    "admittedTerm-admn-sts": APPROVED,
    "standardizedTerm-admn-sts": APPROVED,
    "legalTerm-admn-sts": APPROVED,
    "regulatedTerm-admn-sts": APPROVED,
    "preferredTerm": APPROVED,
    "admittedTerm": APPROVED,
    "deprecatedTerm-admn-sts": FORBIDDEN,
    "supersededTerm-admn-sts": FORBIDDEN,
    "deprecatedTerm": FORBIDDEN,
    "supersededTerm": FORBIDDEN,
}


def read_tbx(raw: bytes, languages: frozenset[str]) -> TermFile:
    """Read TBX. Raises :class:`BadTermFile` for what is none."""
    file = TermFile()
    seen = 0
    try:
        for _, entry in pieces(io.BytesIO(raw), ENTRY, MOST_BYTES):
            seen += 1
            _take(file, entry, seen, languages)
    except BadXML as error:
        raise BadTermFile(str(error)) from error
    if not seen:
        raise BadTermFile("This XML holds no concept: it is no TBX.")
    return file


def _take(file: TermFile, entry: Any, number: int, languages: frozenset[str]) -> None:
    line = int(entry.sourceline or 0)
    ident = bounded("concept", entry.get("id") or f"c{number}", line, file)
    if ident in file.concepts:
        file.problem(line, f"Two concepts have the id {ident}.")
        return
    concept = ConceptRecord(ident or "", _category(entry, "subjectField"), _category(entry, "definition"))
    for name in ("subject", "definition"):
        text = bounded(name, getattr(concept, name), line, file)
        setattr(concept, name, text or "")
    found = False
    for section in entry.iter("{*}langSec", "{*}langSet"):
        at = int(section.sourceline or line)
        tag = language_of(language(section), at, file, languages)
        for group in section.iter("{*}termSec", "{*}tig", "{*}ntig"):
            found = True
            term = _term(file, group, tag)
            if term and ident:
                file.put(int(group.sourceline or at), concept, term)
    if not found:
        file.problem(line, f"Concept {ident} has no term.")


def _term(file: TermFile, group: Any, tag: str | None) -> TermRecord | None:
    line = int(group.sourceline or 0)
    text = bounded("term", words(next(group.iter("{*}term"), None)), line, file)
    if text == "":
        file.problem(line, "The term is empty.")
    told = _category(group, "administrativeStatus")
    status = STATUS.get(told, APPROVED if not told else "")
    if not status:
        file.problem(line, f"The administrative status “{told[:40]}” is not known.")
    if _category(group, "projectSubset").strip() == KEPT:
        status = KEPT
    note = bounded("note", words(next(group.iter("{*}note"), None)), line, file)
    return TermRecord(tag, text, status, note) if tag and text and status and note is not None else None


def _category(parent: Any, name: str) -> str:
    """What an element says under a category: ``<descrip type="name">`` or, in the other style, ``<name>``."""
    for element in parent.iter():
        if isinstance(element.tag, str) and name in (element.get("type"), etree.QName(element).localname):
            return " ".join(words(element).split())
    return ""


def write_tbx(concepts: Iterable[ConceptRecord]) -> Iterator[str]:
    """TBX-Basic of all concepts, a piece at a time."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">\n'
        "<tbxHeader><fileDesc><sourceDesc><p>Termbase of a Tintuc newsroom</p></sourceDesc></fileDesc></tbxHeader>\n"
        "<text><body>\n"
    )
    for concept in concepts:
        yield "".join(_entry(concept))
    yield "</body></text>\n</tbx>\n"


def _entry(concept: ConceptRecord) -> Iterator[str]:
    yield f"<conceptEntry id={quoteattr(concept.ident)}>\n"
    for name, text in (("subjectField", concept.subject), ("definition", concept.definition)):
        if text:
            yield f'  <descrip type="{name}">{escape(text)}</descrip>\n'
    for tag in dict.fromkeys(term.language for term in concept.terms):
        yield f'  <langSec xml:lang="{tag}">\n'
        for term in concept.terms:
            if term.language == tag:
                yield f"    <termSec><term>{escape(term.text)}</term>"
                status = "deprecatedTerm" if term.status == FORBIDDEN else "preferredTerm"
                yield f'<termNote type="administrativeStatus">{status}-admn-sts</termNote>'
                if term.status == KEPT:
                    yield f'<admin type="projectSubset">{KEPT}</admin>'
                yield f"<note>{escape(term.note)}</note>" if term.note else ""
                yield "</termSec>\n"
        yield "  </langSec>\n"
    yield "</conceptEntry>\n"
