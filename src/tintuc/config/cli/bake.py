"""``tintuc bake``: bake all public pages, or mend what is broken."""

from __future__ import annotations

import argparse
import sys

from tintuc.config import newsroom


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("bake", help="bake every public page again, or only mend broken ones")
    newsroom.add_dir(parser)
    parser.add_argument("--repair", action="store_true", help="only what is missing or differs from the manifest")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Bake; 0 when done, 1 when pages failed (they are named), 2 when there is no newsroom."""
    try:
        newsroom.open_folder(arguments.dir.resolve())
    except newsroom.NoNewsroom as error:
        print(f"tintuc bake: {error}", file=sys.stderr)
        return 2
    from tintuc.publishing.actions.bake import BakingFailed, bake_tags
    from tintuc.publishing.actions.count import count_all
    from tintuc.publishing.actions.repair import repair, write_hosts

    write_hosts()
    count_all()
    try:
        count = repair() if arguments.repair else bake_tags(["all"])
    except BakingFailed as error:
        print(f"tintuc bake: some pages could not be baked: {error}", file=sys.stderr)
        return 1
    print(f"{count} files changed.")
    return 0
