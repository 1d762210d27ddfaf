"""``tintuc archive``: load an archive of articles that were public elsewhere."""

from __future__ import annotations

import argparse
import sys
import time

from tintuc.config import newsroom


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("archive", help="load an archive: a line of JSON an article")
    parser.add_argument("file", metavar="FILE", help="lines of JSON; - for standard input")
    parser.add_argument(
        "--by", required=True, metavar="USER", help="who answers for the archive; may release and waive"
    )
    parser.add_argument("--reason", required=True, help="why it may go out unchecked; kept with every article")
    newsroom.add_dir(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Load; 0 when every line is in, 1 when some are bad (they are named), 2 when nothing could be loaded."""
    try:
        newsroom.open_folder(arguments.dir.resolve())
    except newsroom.NoNewsroom as error:
        return _refuse(str(error))
    from django.contrib.auth import get_user_model

    from tintuc.network.permissions import NotAllowed
    from tintuc.publishing.archive.load import Outcome, Refused, load

    by = get_user_model().objects.filter(username=arguments.by, is_active=True).first()
    if by is None:
        return _refuse(f"There is no user “{arguments.by}”.")
    begun = time.monotonic()

    def told(outcome: Outcome) -> None:
        pace = outcome.loaded / max(time.monotonic() - begun, 0.001)
        print(f"\r{outcome.loaded:,} loaded, {pace:,.0f} a second", end="", file=sys.stderr, flush=True)

    try:
        with sys.stdin.buffer if arguments.file == "-" else open(arguments.file, "rb") as file:
            outcome = load(file=file, by=by, reason=arguments.reason, on_bad=_bad, on_batch=told)
    except OSError as error:
        return _refuse(f"{arguments.file} cannot be read: {error.strerror}.")
    except (NotAllowed, Refused) as error:
        return _refuse(str(error))
    print(f"\n{outcome.loaded:,} articles loaded, {outcome.known:,} were known, {len(outcome.bad):,} lines are bad.")
    return 1 if outcome.bad else 0


def _bad(number: int, why: str) -> None:
    print(f"\nline {number}: {why}", file=sys.stderr)


def _refuse(why: str) -> int:
    print(f"tintuc archive: {why}", file=sys.stderr)
    return 2
