"""Terms as a table: one term a line, the columns named in the first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from tintuc.translation.term_files import (
    MOST_BYTES,
    BadTermFile,
    ConceptRecord,
    TermFile,
    TermRecord,
    bounded,
    language_of,
    status_of,
)

COLUMNS = ("concept", "subject", "definition", "language", "term", "status", "note")
NEEDED = frozenset({"concept", "language", "term"})
#: What a spreadsheet takes for a formula; such a cell is written behind an apostrophe, and read without it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_csv(raw: bytes, languages: frozenset[str]) -> TermFile:
    """Read a table of terms, parted by commas, semicolons or tabs. Raises :class:`BadTermFile` for what is none."""
    rows = _rows(raw)
    try:
        header = [name.strip().lower() for name in next(rows, (0, []))[1]]
        missing = sorted(NEEDED - set(header))
        if missing:
            raise BadTermFile(f"The first line must name the columns; it lacks {', '.join(missing)}.")
        if twice := sorted({name for name in header if name and header.count(name) > 1}):
            raise BadTermFile(f"The first line names {twice[0]} twice.")
        file = TermFile()
        for strange in sorted(set(header) - set(COLUMNS) - {""}):
            file.problem(1, f"The column “{strange[:40]}” is not known; known are {', '.join(COLUMNS)}.")
        for line, cells in rows:
            if any(cell.strip() for cell in cells):
                _take(file, line, header, cells, languages)
    except csv.Error as error:
        raise BadTermFile(f"This is no table of terms: {error}.") from error
    return file


def _rows(raw: bytes) -> Iterator[tuple[int, list[str]]]:
    if len(raw) > MOST_BYTES:
        raise BadTermFile(f"The file has {len(raw):,} bytes; more than {MOST_BYTES:,} are not read.")
    try:
        text = raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTermFile(f"The file is not UTF-8: byte {error.start}.") from error
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for cells in reader:
        yield reader.line_num, cells


def _take(file: TermFile, line: int, header: list[str], cells: list[str], languages: frozenset[str]) -> None:
    if len(cells) > len(header):
        file.problem(line, f"The line has {len(cells)} cells, the first line {len(header)}.")
        return
    row = {name: _plain(cell) for name, cell in zip(header, cells, strict=False)}
    texts = {
        name: bounded(name, row.get(name, ""), line, file) for name in COLUMNS if name not in {"language", "status"}
    }
    language = language_of(row.get("language", ""), line, file, languages)
    status = status_of(row.get("status", ""), line, file)
    for name in ("concept", "term"):
        if texts[name] == "":
            file.problem(line, f"The {name} is empty.")
            texts[name] = None
    if language and status and all(text is not None for text in texts.values()):
        told = {name: text or "" for name, text in texts.items()}
        concept = ConceptRecord(told["concept"], told["subject"], told["definition"])
        file.put(line, concept, TermRecord(language, told["term"], status, told["note"]))


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell


def write_csv(concepts: Iterable[ConceptRecord]) -> Iterator[str]:
    """A table of all terms, a piece at a time."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for concept in concepts:
        for term in concept.terms:
            row = (concept.ident, concept.subject, concept.definition, term.language, term.text, term.status, term.note)
            writer.writerow(f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row)
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()
