"""``tintuc manage …``: Django's own commands, for the newsroom in ``--dir``."""

from __future__ import annotations

import argparse
import os

from tintuc.config import newsroom


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("manage", help="Django's own commands: migrate, changepassword, shell, …")
    newsroom.add_dir(parser)
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Hand the rest of the line to Django."""
    os.environ["TINTUC_DIR"] = str(arguments.dir.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tintuc.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["tintuc manage", *arguments.rest])
    return 0
