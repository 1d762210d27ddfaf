"""``tintuc terms import FILE`` and ``tintuc terms export FILE``: the termbase in and out, as CSV or TBX."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tintuc.config import newsroom

DONE, DIFFERS, CANNOT = 0, 1, 2


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("terms", help="take terms into the termbase, or write it to a file (CSV, TBX)")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    into = verbs.add_parser(
        "import", help="exit 0: taken in, 1: taken in but for what differs, 2: has problems, nothing taken"
    )
    into.add_argument("--replace", action="store_true", help="where file and termbase differ, the file counts")
    out = verbs.add_parser("export", help="write all terms of the network, or of a site")
    for verb in (into, out):
        verb.add_argument("file", type=Path, metavar="FILE", help="ends in .csv or .tbx")
        verb.add_argument("--site", default="", help="key of the site (default: terms of the whole network)")
        newsroom.add_dir(verb)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import or export, and return the exit code."""
    from tintuc.translation.term_files import BadTermFile

    try:
        newsroom.open_folder(arguments.dir.resolve())
        site = site_named(arguments.site)
        return _import(arguments, site) if arguments.verb == "import" else _export(arguments, site)
    except (newsroom.NoNewsroom, BadTermFile, LookupError, OSError) as error:
        said = error.args[0] if isinstance(error, LookupError) else error
        print(f"tintuc terms: {said}", file=sys.stderr)
        return CANNOT


def site_named(key: str) -> Any:
    """The site of a key; None for no key. Raises ``LookupError``."""
    from tintuc.network.models import Site

    if not key:
        return None
    site = Site.objects.filter(key=key).first()
    if site is None:
        raise LookupError(
            f"There is no site {key}. There are: {', '.join(Site.objects.values_list('key', flat=True))}."
        )
    return site


def _import(arguments: argparse.Namespace, site: Any) -> int:
    from tintuc.translation.actions.take_terms import take_terms

    taken = take_terms(raw=arguments.file.read_bytes(), site=site, by=None, replace=arguments.replace)
    for problem in taken.problems:
        print(f"{arguments.file}, {problem}", file=sys.stderr)
    if taken.untold:
        print(f"… and {taken.untold} more.", file=sys.stderr)
    if not taken.done:
        print(f"tintuc terms: nothing taken in, {len(taken.problems) + taken.untold} problems.", file=sys.stderr)
        return CANNOT
    did = "was replaced by" if arguments.replace else "stays; the file has"
    for one in taken.differences:
        print(f"{one.concept}, {one.what}: {one.is_} {did} {one.would_be}")
    print(f"{taken.concepts} concepts and {taken.terms} terms are new, {taken.same} were there, "
          f"{len(taken.differences)} differ.")  # fmt: skip
    return DIFFERS if taken.differences and not arguments.replace else DONE


def _export(arguments: argparse.Namespace, site: Any) -> int:
    from tintuc.translation.term_csv import write_csv
    from tintuc.translation.term_tbx import write_tbx
    from tintuc.translation.termbase import records

    kind = arguments.file.suffix.lower()
    if kind not in {".csv", ".tbx"}:
        raise LookupError(f"{arguments.file}: the name must end in .csv or .tbx.")
    write = write_csv if kind == ".csv" else write_tbx
    write_whole(arguments.file, write(records(site.pk if site else None)))
    print(f"Written: {arguments.file}")
    return DONE


def write_whole(file: Path, pieces: Iterator[str]) -> None:
    """Write a file under its name only when it is whole."""
    part = file.with_name(file.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            for piece in pieces:
                out.write(piece)
        part.replace(file)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
