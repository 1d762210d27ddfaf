"""Memories as TMX 1.4b, read and written a unit at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, Protocol
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from tintuc.translation.safe_xml import BadXML, language, pieces
from tintuc.translation.term_files import UNSEEN, Problem, TermFile, language_of

#: Bytes of a file; two million units have half of this.
MOST_BYTES = 4 * 1024**3
#: Characters of a segment, languages of a unit.
LONGEST, MOST_VARIANTS = 20_000, 60
#: What stands in a segment for formatting: its words are none of the text.
CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})


class BadMemoryFile(ValueError):
    """The file is no TMX, or not sound to its end; the sentence says why."""


@dataclass(frozen=True)
class Pair:
    """A passage in two languages."""

    line: int
    source_language: str
    language: str
    source: str
    target: str
    at: dt.datetime | None = None


class Remembered(Protocol):
    """What a memory's unit has, as far as a file is concerned."""

    pk: Any
    source_language: str
    language: str
    source: str
    target: str
    at: dt.datetime
    origin: str


def read_tmx(file: IO[bytes], languages: frozenset[str], source_language: str = "") -> Iterator[Pair | Problem]:
    """The pairs of a file, and what is wrong with those that cannot be read. Raises :class:`BadMemoryFile`.

    Of a unit in many languages each other language makes a pair with the source's: that of the unit, of the header, or
    ``source_language`` where they say ``*all*``.
    """
    default, seen = source_language, False
    try:
        for name, element in pieces(file, frozenset({"header", "tu"}), MOST_BYTES):
            seen = True
            if name == "header":
                told = element.get("srclang") or ""
                default = source_language or ("" if told == "*all*" else told)
            else:
                yield from _pairs(element, default, languages)
    except BadXML as error:
        raise BadMemoryFile(str(error)) from error
    if not seen:
        raise BadMemoryFile("This XML holds neither header nor unit: it is no TMX.")


def _pairs(unit: Any, default: str, languages: frozenset[str]) -> Iterator[Pair | Problem]:
    line = int(unit.sourceline or 0)
    wrong = TermFile()
    variants: dict[str, str] = {}
    for number, variant in enumerate(unit.iterchildren("{*}tuv")):
        if number >= MOST_VARIANTS:
            wrong.problem(line, f"The unit has more than {MOST_VARIANTS} languages.")
            break
        tag = language_of(language(variant), int(variant.sourceline or line), wrong, languages)
        text = _text(variant.find("{*}seg")).strip()
        if tag and tag in variants:
            wrong.problem(line, f"The unit has {tag} twice.")
        elif tag and (why := _unfit(text)):
            wrong.problem(line, f"{tag}: {why}")
        elif tag:
            variants[tag] = text
    own = unit.get("srclang") or ""
    asked = own if own and own != "*all*" else default
    source = language_of(asked, line, wrong, languages) if asked else None
    if not asked:
        wrong.problem(line, "The unit does not say which language is its source.")
    elif source and source not in variants:
        wrong.problem(line, f"The unit has no text in its source's language, {source}.")
    elif source and len(variants) == 1:
        wrong.problem(line, "The unit has no translation.")
    yield from wrong.problems
    at = _moment(unit.get("changedate") or unit.get("creationdate") or "")
    for tag, text in variants.items():
        if source and source in variants and tag != source:
            yield Pair(line, source, tag, variants[source], text, at)


def _unfit(text: str) -> str:
    if not text:
        return "The segment is empty."
    if len(text) > LONGEST:
        return f"The segment has {len(text):,} characters; {LONGEST:,} are kept."
    return "The segment holds a character that no text has." if "\x00" in text else ""


def _text(segment: Any) -> str:
    """The words of a segment, without its codes. The parser allows 255 levels, so this may call itself."""
    if segment is None:
        return ""
    found = [segment.text or ""]
    for child in segment:
        if isinstance(child.tag, str) and etree.QName(child).localname not in CODES:
            found.append(_text(child))
        found.append(child.tail or "")
    return "".join(found)


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def write_tmx(units: Iterable[Remembered]) -> Iterator[str]:
    """TMX of all units, a piece at a time."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        '<header creationtool="tintuc" creationtoolversion="0.1" datatype="plaintext" segtype="paragraph" '
        'adminlang="en" srclang="*all*" o-tmf="tintuc"/>\n<body>\n'
    )
    for unit in units:
        at = unit.at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
        yield (
            f'<tu tuid="{unit.pk}" srclang="{unit.source_language}" changedate="{at}">'
            f'<prop type="x-origin">{escape(unit.origin)}</prop>'
            f"{_variant(unit.source_language, unit.source)}{_variant(unit.language, unit.target)}</tu>\n"
        )
    yield "</body>\n</tmx>\n"


def _variant(tag: str, text: str) -> str:
    # White space a reader of XML would change is written as a reference.
    seg = escape(UNSEEN.sub("", text), {"\r": "&#13;"})
    return f"<tuv xml:lang={quoteattr(tag)}><seg>{seg}</seg></tuv>"
