"""``tintuc check FILE``: what the integrity desk would say about a page or text from outside. Loads no Django."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

from tintuc.checks import Dossier, formats, run
from tintuc.config.dossiers import dossier_of, with_source
from tintuc.intake.copy import Copy, Unreadable
from tintuc.intake.page import read_page, read_text

GO, HOLD, CANNOT_READ = 0, 1, 2


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("check", help="check a page or text; exit 0: go, 1: hold, 2: cannot be read")
    parser.add_argument("file", metavar="FILE", help="an HTML, text or Markdown file, or - for standard input")
    parser.add_argument("--lang", default="", help="language of the text, such as vi or zh-Hans (default: as declared)")
    parser.add_argument("--source", metavar="FILE", help="what it was translated from")
    parser.add_argument(
        "--released", metavar="MOMENT", type=moment, help="release date, ISO 8601 (default: the page's)"
    )
    parser.add_argument("--format", choices=["text", "json", "sarif"], default="text")
    parser.add_argument("--timings", action="store_true", help="in JSON, the milliseconds each check took")
    parser.set_defaults(run=check)


def moment(text: str) -> dt.datetime:
    """A release date from the command line."""
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a moment such as 2031-06-08T03:20+07:00") from error


def check(arguments: argparse.Namespace) -> int:
    """Check one file, print the report, and return the exit code."""
    if arguments.timings and arguments.format != "json":
        print("tintuc check: --timings belongs to --format json.", file=sys.stderr)
        return CANNOT_READ
    try:
        dossier = dossier_of(read(arguments.file), arguments.lang, arguments.released)
        dossier, unpaired = _paired(dossier, arguments.source)
    except (Unreadable, OSError) as error:
        print(f"tintuc check: {arguments.file}: {error}", file=sys.stderr)
        return CANNOT_READ
    report = run(dossier)
    if unpaired:
        report = replace(report, skipped=(*report.skipped, ("translation.untranslated", unpaired)))
    writers = {
        "text": lambda: formats.text(report, arguments.file),
        "json": lambda: formats.json_text(report, timings=arguments.timings),
        "sarif": lambda: formats.sarif(report, arguments.file),
    }
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a text stream has it
    print(writers[arguments.format]())
    return HOLD if report.verdict == "hold" else GO


def read(name: str) -> Copy:
    """Read a file by its kind. Raises ``Unreadable`` or ``OSError``."""
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    is_page = name.lower().endswith((".html", ".htm", ".xhtml")) or raw.lstrip()[:1] == b"<"
    return read_page(raw) if is_page else read_text(raw)


def _paired(dossier: Dossier, source: str | None) -> tuple[Dossier, str]:
    return with_source(dossier, dossier_of(read(source))) if source else (dossier, "")
