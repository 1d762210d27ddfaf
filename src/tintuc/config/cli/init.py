"""``tintuc init DIR``: make a newsroom, or apply its network file again."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from tintuc.config import newsroom


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("init", help="make a newsroom in a folder, or apply its network.toml again")
    parser.add_argument("dir", type=Path, metavar="DIR")
    parser.add_argument("--user", help="make this person, with all rights; the password is asked for or read from "
                        "TINTUC_PASSWORD")  # fmt: skip
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make or update the newsroom; 0 when it stands, 2 when something given is wrong."""
    folder = arguments.dir.resolve()
    try:
        newsroom.make(folder)
        if arguments.user:
            _make_user(arguments.user)
    except (ValueError, OSError) as error:
        print(f"tintuc init: {error}", file=sys.stderr)
        return 2
    print(f"The newsroom stands in {folder}. Start it with: tintuc serve --dir {folder}")
    return 0


def _make_user(name: str) -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    people = get_user_model().objects
    if people.filter(username=name).exists():
        print(f"{name} is there already; nothing changed.")
        return
    password = os.environ.get("TINTUC_PASSWORD") or getpass.getpass(f"Password for {name}: ")
    try:
        validate_password(password)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
    people.create_superuser(name, password=password)
