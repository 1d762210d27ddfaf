"""The command line: ``tintuc COMMAND``, one command a module of this package."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

#: Each module has ``add(commands)``, which adds its parser and sets ``run``, a function of the parsed arguments that
#: returns the exit code.
COMMANDS = (
    "demo",
    "init",
    "serve",
    "deploy",
    "check",
    "audit",
    "intake",
    "translation",
    "bake",
    "archive",
    "learn",
    "terms",
    "memory",
    "manage",
)

#: Commands of which the module has the name, and that are called often.
ALONE = frozenset(["check", "audit"])


def parser(only: str = "") -> argparse.ArgumentParser:
    """The whole command line, or the part of one command: to load what all others need takes longer than many runs."""
    top = argparse.ArgumentParser(prog="tintuc", description="A news centre for networks of sites in many languages.")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in [only] if only in ALONE else COMMANDS:
        import_module(f"tintuc.config.cli.{name}").add(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = sys.argv[1:] if argv is None else argv
    arguments = parser(given[0] if given else "").parse_args(argv)
    try:
        return int(arguments.run(arguments) or 0)
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
