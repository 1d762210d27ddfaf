"""Checks many texts at once: lines in, one JSON line out for each, in order, in bounded memory, on every processor.

A line that cannot be read is answered with what is wrong with it, and the rest goes on.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import IO, Any, TypeVar

from tintuc.checks import Block, Dossier, formats, run
from tintuc.checks.registry import catalogue
from tintuc.config.dossiers import dossier_of, with_source
from tintuc.config.termlist import with_terms
from tintuc.intake.claims import moment
from tintuc.intake.copy import Copy, Unreadable
from tintuc.intake.decoding import bounded
from tintuc.intake.page import page_of
from tintuc.intake.text import text_of

#: Bytes of a line; a longer one is answered, not read.
LONGEST_LINE = 16 * 1024 * 1024
#: Characters of source and target that are looked at as one document; what comes after is a document of its own.
LONGEST_DOCUMENT = 200_000
#: Documents under way at once, for each process.
AHEAD = 16
HEADER = ["document", "source", "target"]
ENOUGH_FOR_A_POOL = 200_000  #: bytes of a file; under that one process is done sooner

Answer = dict[str, Any]
In = TypeVar("In")
Out = TypeVar("Out")


@dataclass
class Document:
    """Consecutive lines of one document."""

    name: str
    source_language: str
    language: str
    lines: list[tuple[int, str, str]] = field(default_factory=list)  #: number, source, target
    broken: dict[int, str] = field(default_factory=dict)  #: numbers of lines that cannot be read, and why
    size: int = 0


def check_pairs(
    file: IO[bytes], source_language: str, language: str, jobs: int = 0, *, encoder: bool = False, terms: str = ""
) -> Iterator[Answer]:
    """Check lines of document, source and target, parted by tabs; one answer for each, in order.

    What concerns a whole document stands with its first line. A first line that names the columns is passed over.
    """
    documents = _documents(_lines(file), source_language, language)
    for answers in _spread(partial(_check_document, encoder, terms), documents, _jobs(file, jobs)):
        yield from answers


def check_articles(
    file: IO[bytes], language: str = "", jobs: int = 0, *, encoder: bool = False, terms: str = ""
) -> Iterator[Answer]:
    """Check lines of JSON, ``{"id", "lang", "html" or "text", "released"}``; one answer for each, in order.

    ``source`` (text or HTML) and ``source_lang`` may stand beside them.
    """
    numbered = ((number, line, problem) for number, line, problem in _lines(file) if problem or line.strip())
    yield from _spread(partial(_check_line, language, encoder, terms), numbered, _jobs(file, jobs))


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes, str]]:
    """Number, bytes and what is wrong with each line."""
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        problem = ""
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            problem = f"The line has more than {LONGEST_LINE:,} bytes."
            while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
        yield number, b"" if problem else line.rstrip(b"\r\n"), problem


def _documents(lines: Iterable[tuple[int, bytes, str]], source_language: str, language: str) -> Iterator[Document]:
    current: Document | None = None
    for number, line, problem in lines:
        try:
            cells = line.decode("utf-8").split("\t")
        except UnicodeDecodeError as error:
            cells, problem = [], f"The line is not UTF-8: byte {error.start}."
        if number == 1 and [cell.strip().lower() for cell in cells] == HEADER:
            continue
        if not problem and len(cells) != 3:
            problem = f"The line has {len(cells)} columns, not three: document, source, target."
        name = cells[0] if len(cells) == 3 else (current.name if current else "")
        size = len(line)
        if current is None or name != current.name or not name or current.size + size > LONGEST_DOCUMENT:
            if current is not None:
                yield current
            current = Document(name, source_language, language)
        current.size += size
        if problem:
            current.broken[number] = problem
        else:
            current.lines.append((number, cells[1], cells[2]))
    if current is not None:
        yield current


def _check_document(encoder: bool, terms: str, document: Document) -> list[Answer]:
    blocks = tuple(Block(target, f"l{number}", source=source) for number, source, target in document.lines)
    dossier = Dossier(language=document.language, source_language=document.source_language, body=blocks)
    report = run(with_terms(dossier, terms), encoder=encoder)
    skipped = formats.as_json(report)["skipped"]
    by_line: dict[int, list[Answer]] = {number: [] for number, _, _ in document.lines}
    first = next(iter(by_line), 0)
    for seen in report.seen:
        block = seen.finding.place.block
        by_line[int(block[1:]) if block else first].append(seen.as_json())
    answers = {
        number: {
            "line": number,
            "document": document.name,
            "verdict": "hold" if any(finding["level"] == "hold" for finding in findings) else "go",
            "findings": findings,
            "skipped": skipped,
        }
        for number, findings in by_line.items()
    }
    answers |= {
        number: _unreadable({"line": number, "document": document.name}, why) for number, why in document.broken.items()
    }
    return [answers[number] for number in sorted(answers)]


def _check_line(language: str, encoder: bool, terms: str, numbered: tuple[int, bytes, str]) -> Answer:
    number, line, problem = numbered
    answer: Answer = {"id": None, "line": number}
    try:
        if problem:
            raise Unreadable(problem)
        given = _given(line)
        answer["id"] = given.get("id")
        dossier = _dossier(given, language, encoder)
    except Unreadable as error:
        return _unreadable(answer, str(error))
    return answer | formats.as_json(run(with_terms(dossier, terms), encoder=encoder))


def _given(line: bytes) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"The line is no JSON: {error}.") from error
    if not isinstance(given, dict):
        raise Unreadable('The line is no JSON object such as {"id": "1", "lang": "vi", "html": "…"}.')
    return given


def _dossier(given: dict[str, Any], language: str, encoder: bool) -> Dossier:
    for name in ("lang", "html", "text", "released", "source", "source_lang"):
        if not isinstance(given.get(name), str | None):
            raise Unreadable(f"“{name}” must be a string.")
    if (given.get("html") is None) == (given.get("text") is None):
        raise Unreadable("The line must hold either “html” or “text”.")
    released = moment(given["released"]) if given.get("released") else None
    if given.get("released") and released is None:
        raise Unreadable(f"“released” is no moment such as 2031-06-08T03:20+07:00: {given['released'][:60]}.")
    dossier = dossier_of(_copy(given.get("html"), given.get("text")), given.get("lang") or language, released)
    if given.get("source"):
        is_page = given["source"].lstrip()[:1] == "<"
        source = _copy(given["source"] if is_page else None, None if is_page else given["source"])
        dossier, _ = with_source(dossier, dossier_of(source, given.get("source_lang") or ""), encoder=encoder)
    return dossier


def _copy(page: str | None, text: str | None) -> Copy:
    if not (page or text or "").strip():
        raise Unreadable("The text is empty.")
    return page_of(bounded(page)) if page is not None else text_of(bounded(text or ""))


def _unreadable(answer: Answer, why: str) -> Answer:
    return answer | {"verdict": "unreadable", "error": why, "findings": [], "skipped": []}


def _jobs(file: IO[bytes], asked: int) -> int:
    """Processes to use: as asked, else all processors for what is long or of unknown length."""
    if asked:
        return asked
    with contextlib.suppress(OSError, AttributeError, ValueError):
        size = os.fstat(file.fileno()).st_size
        if 0 < size < ENOUGH_FOR_A_POOL:
            return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _settle() -> None:
    """Spare the collector what stays: documents are let go of as they are done and leave little to collect."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _spread(work: Callable[[In], Out], given: Iterable[In], jobs: int) -> Iterator[Out]:
    """Do the work on several processes and yield its results in order, each as soon as it is there."""
    catalogue()  # once, before processes are forked
    _settle()
    if jobs == 1:
        yield from map(work, given)
        return
    with ProcessPoolExecutor(jobs) as pool:
        pool.submit(int).result()  # starts the processes before there is a second thread
        under_way: queue.Queue[tuple[In, Future[Out]] | BaseException | None] = queue.Queue(AHEAD * jobs)
        stop = threading.Event()

        def feed() -> None:
            try:
                for one in given:
                    if stop.is_set():
                        return
                    under_way.put((one, pool.submit(work, one)))
                under_way.put(None)
            except BaseException as error:  # raised again where the results are read
                under_way.put(error)

        threading.Thread(target=feed, daemon=True).start()
        try:
            while (waiting := under_way.get()) is not None:
                if isinstance(waiting, BaseException):
                    raise waiting
                yield waiting[1].result()
        finally:
            stop.set()
            while not under_way.empty():
                under_way.get_nowait()
