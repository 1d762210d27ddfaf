"""``tintuc audit``: what the desk has to say about all that is public, or all there is."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TextIO

from tintuc.checks import catalogue, formats
from tintuc.checks.audit import Audit, Row
from tintuc.config import audit_archive, audit_tree, newsroom
from tintuc.config.cli.check import moment
from tintuc.config.spread import Spread, cores

CLEAR, HOLD, CANNOT_RUN = 0, 1, 2
#: Seconds between two lines about how far it is.
EVERY = 5.0


class CannotRun(Exception):
    """Something given is wrong; the sentence says what."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "audit", help="check everything that is public; exit 0: nothing on hold, 1: something is, 2: could not run"
    )
    parser.add_argument(
        "--dir", type=Path, help="the newsroom (default: TINTUC_DIR, else newsroom, or where the tree lies)"
    )
    parser.add_argument("--baked", type=Path, metavar="TREE", help="the files of this baked tree, not the archive")
    parser.add_argument("--all", action="store_true", help="drafts and withdrawn articles too; of a tree, every page")
    parser.add_argument("--edition", action="append", default=[], metavar="NAME",
                        help="only this edition, as LANGUAGE or SITE/LANGUAGE; may be given again")  # fmt: skip
    parser.add_argument("--since", type=moment, metavar="MOMENT", help="only what changed since, ISO 8601")
    parser.add_argument("--check", action="append", default=[], metavar="ID",
                        help="only this check, or this shelf of checks; may be given again")  # fmt: skip
    parser.add_argument("--limit", type=natural, metavar="N", help="at most so many articles or files")
    parser.add_argument("--format", choices=["text", "json", "sarif", "html"], default="text")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the report here (default: standard output)")
    parser.add_argument("--jobs", type=natural, default=cores(), metavar="N",
                        help="processes that read at a time (default: one a processor)")  # fmt: skip
    parser.set_defaults(run=run)


def natural(text: str) -> int:
    """A number of the command line that is at least 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 1 or more")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Audit, write the report, and return the exit code."""
    try:
        checks = chosen_checks(arguments.check)
        source = _tree(arguments, checks) if arguments.baked else _archive(arguments, checks)
        with Audit("pages" if arguments.baked else "articles") as audit, _output(arguments.out) as out:
            for row in _told(source):
                audit.add(row)
            for piece in _report(audit, source, arguments.format):
                out.write(piece)
    except BrokenPipeError:
        raise  # whoever reads the report has seen enough
    except (CannotRun, newsroom.NoNewsroom, OSError) as error:
        print(f"tintuc audit: {error}", file=sys.stderr)
        return CANNOT_RUN
    except Exception as error:
        if not _is_of_the_database(error):
            raise
        print(f"tintuc audit: the database does not answer: {error}", file=sys.stderr)
        return CANNOT_RUN
    return HOLD if audit.verdict == "hold" else CLEAR


def chosen_checks(names: Iterable[str]) -> tuple[str, ...]:
    """The ids that the names stand for, each an id or a shelf. Raises :class:`CannotRun`."""
    found: dict[str, None] = {}
    for name in names:
        mine = [ident for ident in catalogue() if name in (ident, ident.split(".", 1)[0])]
        if not mine:
            near = get_close_matches(name, catalogue(), 3) or ["docs/reference/checks/index.md"]
            raise CannotRun(f"there is no check {name!r}. See: {', '.join(near)}.")
        found |= dict.fromkeys(mine)
    return tuple(found)


class _Source:
    """Where rows come from, and what the report says about it."""

    def __init__(self, title: str, subtitle: str, rows: Iterable[Row], total: int | None, desk: Any = None) -> None:
        self.title, self.subtitle, self.rows, self.total = title, subtitle, rows, total
        self.network = desk

    def card(self, check: str) -> str:
        """The address of a check's own page at the desk; empty without a newsroom."""
        if self.network is None or check not in catalogue():
            return ""
        from django.urls import NoReverseMatch

        try:
            return audit_archive.desk_address(self.network, "newsroom_check", check)
        except NoReverseMatch:
            return ""


def _archive(arguments: argparse.Namespace, checks: tuple[str, ...]) -> _Source:
    folder = (arguments.dir or newsroom.usual()).resolve()
    newsroom.open_folder(folder)
    from tintuc.network.models import Edition, Network

    known = {f"{edition.site.key}/{edition.language}": edition.pk for edition in Edition.objects.select_related("site")}
    editions = tuple(known[label] for label in chosen_editions(arguments.edition, known))
    since = arguments.since.astimezone() if arguments.since else None
    selection = audit_archive.Selection(arguments.all, editions, since, arguments.limit)
    total = audit_archive.count(selection)
    workers = arguments.jobs if total >= audit_archive.WORTH_SPREADING else 1

    def rows() -> Iterator[Row]:
        with Spread(audit_archive.look, audit_archive.failed, workers, audit_archive.prepare, (str(folder),)) as spread:
            for _, row in spread.results(audit_archive.tasks(selection, checks)):
                yield row

    network = Network.current()
    what = "all articles" if arguments.all else "live articles"
    return _Source(f"Audit of {network.name}", _about(arguments, what, checks), rows(), total, network)


def _tree(arguments: argparse.Namespace, checks: tuple[str, ...]) -> _Source:
    root = arguments.baked.resolve()
    if not root.is_dir():
        raise CannotRun(f"{arguments.baked} is no folder.")
    desk = None
    if arguments.dir or (root.parent / "network.toml").exists():
        newsroom.open_folder(arguments.dir.resolve() if arguments.dir else root.parent)
        desk = audit_tree.Newsroom()
    if desk is None and checks == ("page.tampered",):
        raise CannotRun("without a newsroom there is no manifest to compare with; name it with --dir.")
    tree = audit_tree.Tree(root, audit_tree.Selection(), checks, desk)
    folders = [child for child in root.glob("*/*/") if child.parent.name not in audit_tree.NOT_PAGES]
    known = {tree.label(child.parent.name, f"/{child.name}/"): 0 for child in folders if child.is_dir()}
    editions = frozenset(chosen_editions(arguments.edition, known))
    since = arguments.since.astimezone().timestamp() if arguments.since else None
    tree.selection = audit_tree.Selection(arguments.all, editions, since, arguments.limit)

    def rows() -> Iterator[Row]:
        with Spread(audit_tree.look, audit_tree.failed, arguments.jobs) as spread:
            for item, told in spread.results(tree.tasks()):
                if row := tree.row(item, told):
                    yield row
        yield from tree.gone()

    what = "every page" if arguments.all else "article pages"
    compared = "files compared with the manifest" if desk else "no newsroom at hand, so no file was compared"
    about = _about(arguments, f"{what} of {arguments.baked}, {compared}", checks)
    return _Source(f"Audit of {arguments.baked}", about, rows(), None, desk.network if desk else None)


def chosen_editions(names: Iterable[str], known: dict[str, int]) -> list[str]:
    """The labels the names stand for, each ``language`` or ``site/language``. Raises :class:`CannotRun`."""
    found: dict[str, None] = {}
    for name in names:
        wanted = name.casefold()
        mine = [label for label in known if wanted in (label.casefold(), label.casefold().partition("/")[2])]
        if not mine:
            raise CannotRun(f"{name} is no edition here. Choose from: {', '.join(sorted(known)) or 'none'}.")
        found |= dict.fromkeys(mine)
    return list(found)


def _about(arguments: argparse.Namespace, what: str, checks: tuple[str, ...]) -> str:
    parts = [f"{dt.datetime.now().astimezone():%Y-%m-%d %H:%M %Z}", what]
    parts += [f"edition {', '.join(arguments.edition)}"] * bool(arguments.edition)
    parts += [f"changed since {arguments.since:%Y-%m-%d %H:%M}"] if arguments.since else []
    parts += [f"only {', '.join(checks)}"] * bool(checks)
    parts += [f"at most {arguments.limit}"] * bool(arguments.limit)
    return "; ".join(parts)


def _told(source: _Source) -> Iterator[Row]:
    """The rows, with a line on standard error every few seconds."""
    begun = said = time.monotonic()
    held = 0
    for number, row in enumerate(source.rows, 1):
        held += row.held
        if row.error:
            print(f"tintuc audit: {row.name}: {formats.printable(row.error)}", file=sys.stderr)
        yield row
        now = time.monotonic()
        if now - said >= EVERY:
            said = now
            of = f" of {source.total}" if source.total else ""
            left = (now - begun) / number * (source.total - number) if source.total else 0
            rest = f", about {left:.0f} s left" if left >= 1 else ""
            print(f"tintuc audit: {number}{of}, {held} on hold{rest}", file=sys.stderr, flush=True)


def _report(audit: Audit, source: _Source, kind: str) -> Iterator[str]:
    if kind == "html":
        return formats.audit_html(audit, source.title, source.subtitle, source.card)
    if kind == "json":
        return formats.audit_json(audit, source.title)
    if kind == "sarif":
        return formats.audit_sarif(audit, source.title)
    return formats.audit_text(audit, f"{source.title}: {source.subtitle}")


@contextlib.contextmanager
def _output(place: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that takes its name only when it is whole."""
    if place is None:
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        yield sys.stdout
        sys.stdout.flush()
        return
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _is_of_the_database(error: Exception) -> bool:
    database = sys.modules.get("django.db")
    return database is not None and isinstance(error, database.Error)
