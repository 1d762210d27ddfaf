"""``tintuc check``: what the integrity desk would say about texts from outside. Loads no Django."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from tintuc.checks import Report, formats, run
from tintuc.config import newsroom
from tintuc.config.bulk import check_articles, check_pairs
from tintuc.config.dossiers import dossier_of, of_pairs, with_source
from tintuc.config.termlist import list_of, with_terms
from tintuc.intake.copy import Copy, Unreadable
from tintuc.intake.feed import is_feed, read_feed
from tintuc.intake.pairs import is_pairs, read_pairs
from tintuc.intake.reading import read_named
from tintuc.text import encoder
from tintuc.text.languages import facts
from tintuc.translation.term_files import BadTermFile

GO, HOLD, CANNOT_READ = 0, 1, 2
FORMATS = "an HTML page, text, Markdown, XLIFF, PO, WordPress export or feed; - for standard input"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("check", help="check texts; exit 0: go, 1: hold, 2: something cannot be read")
    parser.add_argument("file", metavar="FILE", nargs="?", help=FORMATS)
    parser.add_argument("--lang", default="", help="language of the text, such as vi or zh-Hans (default: as declared)")
    parser.add_argument("--source", metavar="FILE", help="what it was translated from")
    parser.add_argument("--source-lang", default="", help="language of the source (default: as declared)")
    parser.add_argument(
        "--released", metavar="MOMENT", type=moment, help="release date, ISO 8601 (default: the page's)"
    )
    parser.add_argument(
        "--encoder", action="store_true", help="also run the checks that need the sentence encoder (tintuc[encoder])"
    )
    parser.add_argument("--terms", metavar="FILE", default="", help="hold translations to this termbase, CSV or TBX")
    parser.add_argument("--format", choices=["text", "json", "sarif"], default="text")
    parser.add_argument("--pairs", metavar="FILE", help="lines of document, source, target; one JSON line each")
    parser.add_argument(
        "--jsonl", metavar="FILE", help='lines of {"id", "lang", "html" or "text", "released"}; the same'
    )
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="processes for many lines (default: all)")
    parser.add_argument("--timings", action="store_true", help="in JSON, the milliseconds each check took")
    parser.set_defaults(run=check)


def moment(text: str) -> dt.datetime:
    """A release date from the command line."""
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a moment such as 2031-06-08T03:20+07:00") from error


def check(arguments: argparse.Namespace) -> int:
    """Check what is asked for, print the answer, and return the exit code."""
    if arguments.timings and arguments.format != "json":
        return _refuse("--timings belongs to --format json.")
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a text stream has it
    given = [name for name in ("file", "pairs", "jsonl") if getattr(arguments, name)]
    if len(given) != 1:
        return _refuse("give one of FILE, --pairs FILE and --jsonl FILE")
    for option in ("lang", "source_lang"):
        tag = getattr(arguments, option)
        if tag and facts(tag) is None:
            print(f"tintuc check: there are no tables for {tag}; what needs them is skipped.", file=sys.stderr)
    if arguments.encoder:
        encoder.use_heads(newsroom.usual() / "heads")
    if arguments.terms and (why := _unusable(arguments.terms)):
        return _refuse(why)
    try:
        if given == ["file"]:
            return _check_file(arguments)
        if given == ["pairs"] and not (arguments.lang and arguments.source_lang):
            return _refuse("--pairs needs --source-lang and --lang")
        with _opened(arguments.pairs or arguments.jsonl) as file:
            answers = (
                check_pairs(
                    file,
                    arguments.source_lang,
                    arguments.lang,
                    arguments.jobs,
                    encoder=arguments.encoder,
                    terms=arguments.terms,
                )
                if arguments.pairs
                else check_articles(
                    file, arguments.lang, arguments.jobs, encoder=arguments.encoder, terms=arguments.terms
                )
            )
            return _print_lines(answers)
    except (Unreadable, OSError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        return _refuse(f"{getattr(arguments, given[0])}: {error}")


def _unusable(terms: str) -> str:
    """Why the file of terms cannot be used; empty if it can."""
    try:
        list_of(terms)
    except (BadTermFile, OSError) as error:
        return f"{terms}: {error}"
    return ""


def _refuse(why: str) -> int:
    print(f"tintuc check: {why}", file=sys.stderr)
    return CANNOT_READ


@contextlib.contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
    else:
        with Path(name).open("rb") as file:
            yield file


def _print_lines(answers: Iterator[dict[str, Any]]) -> int:
    verdicts = set()
    for answer in answers:
        verdicts.add(answer["verdict"])
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return CANNOT_READ if "unreadable" in verdicts else HOLD if "hold" in verdicts else GO


def _check_file(arguments: argparse.Namespace) -> int:
    reports = dict(_reports(arguments))
    if len(reports) == 1:
        report = next(iter(reports.values()))
        writers = {
            "text": lambda: formats.text(report, arguments.file),
            "json": lambda: formats.json_text(report, timings=arguments.timings),
            "sarif": lambda: formats.sarif(report, arguments.file),
        }
        print(writers[arguments.format]())
    elif arguments.format == "text":
        print("\n\n".join(formats.text(report, name) for name, report in reports.items()))
    elif arguments.format == "json":
        print(formats.json_of_many(reports))
    else:
        print(formats.sarif_of_many({f"{arguments.file}#{name}": report for name, report in reports.items()}))
    return HOLD if any(report.verdict == "hold" for report in reports.values()) else GO


def _reports(arguments: argparse.Namespace) -> Iterator[tuple[str, Report]]:
    """The report of each article of the file, by its id."""
    raw = _bytes(arguments.file)
    if is_pairs(raw):
        if arguments.source:
            raise Unreadable("It holds its source; leave --source out.")
        for name, dossier in of_pairs(read_pairs(raw), arguments.source_lang, arguments.lang).items():
            yield name or arguments.file, run(with_terms(dossier, arguments.terms), encoder=arguments.encoder)
    elif is_feed(raw):
        for number, (ident, copy) in enumerate(read_feed(raw), 1):
            dossier = with_terms(dossier_of(copy, arguments.lang, arguments.released), arguments.terms)
            yield ident or str(number), run(dossier, encoder=arguments.encoder)
    else:
        dossier = dossier_of(read(arguments.file, raw), arguments.lang, arguments.released)
        unpaired = ""
        if arguments.source:
            source = dossier_of(_source(arguments.source), arguments.source_lang)
            dossier, unpaired = with_source(dossier, source, encoder=arguments.encoder)
        report = run(with_terms(dossier, arguments.terms), encoder=arguments.encoder)
        if unpaired:
            report = replace(report, skipped=(*report.skipped, ("translation.untranslated", unpaired)))
        yield arguments.file, report


def _source(name: str) -> Copy:
    """Read what the text was translated from; an error names this file and not the text's."""
    try:
        return read(name, _bytes(name))
    except Unreadable as error:
        raise Unreadable(f"the source, {name}: {error}") from error


def _bytes(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def read(name: str, raw: bytes) -> Copy:
    """Read one page or text. Raises ``Unreadable``."""
    return read_named(raw, "" if name == "-" else name)
