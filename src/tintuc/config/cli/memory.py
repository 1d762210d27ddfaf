"""``tintuc memory import FILE`` and ``tintuc memory export FILE``: the translation memory in and out, as TMX 1.4b."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from tintuc.config import newsroom
from tintuc.config.cli.terms import CANNOT, DONE, site_named, write_whole

SOME = 1  #: the exit code where units were passed over


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("memory", help="take translations into the memory, or write it to a file (TMX)")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    into = verbs.add_parser("import", help="exit 0: taken in, 1: some units were passed over, 2: nothing taken")
    out = verbs.add_parser("export", help="write what the whole network may read, or what a site has")
    rebuild = verbs.add_parser("rebuild", help="write the index of the memory anew")
    for verb in (into, out):
        verb.add_argument("file", type=Path, metavar="FILE")
        verb.add_argument("--site", default="", help="key of the site (default: the whole network)")
        verb.add_argument("--source-lang", default="", help="language of the sources, where the file does not say")
    out.add_argument("--lang", default="", help="only translations into this language")
    for verb in (into, out, rebuild):
        newsroom.add_dir(verb)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import or export, and return the exit code."""
    from tintuc.translation.tmx import BadMemoryFile

    try:
        newsroom.open_folder(arguments.dir.resolve())
        if arguments.verb == "rebuild":
            return _rebuild()
        site = site_named(arguments.site)
        return _import(arguments, site) if arguments.verb == "import" else _export(arguments, site)
    except (newsroom.NoNewsroom, BadMemoryFile, LookupError, OSError) as error:
        said = error.args[0] if isinstance(error, LookupError) else error
        print(f"tintuc memory: {said}", file=sys.stderr)
        return CANNOT


def _import(arguments: argparse.Namespace, site: Any) -> int:
    from tintuc.translation.actions.take_memory import take_memory

    with arguments.file.open("rb") as file:
        taken = take_memory(
            file=file, name=arguments.file.name, site=site, by=None, source_language=arguments.source_lang
        )
    for problem in taken.problems:
        print(f"{arguments.file}, {problem}", file=sys.stderr)
    if taken.untold:
        print(f"… and {taken.untold} more.", file=sys.stderr)
    print(f"{taken.new} units are new, {taken.other} of them beside another translation; {taken.known} were there.")
    return SOME if taken.problems else DONE


def _export(arguments: argparse.Namespace, site: Any) -> int:
    from tintuc.translation.memory import every
    from tintuc.translation.tmx import write_tmx

    units = every(site.pk if site else None, arguments.source_lang, arguments.lang)
    write_whole(arguments.file, write_tmx(units))
    print(f"Written: {arguments.file}")
    return DONE


def _rebuild() -> int:
    from tintuc.translation.memory_index import rebuild
    from tintuc.translation.models import MemoryUnit

    units = MemoryUnit.objects.order_by("pk").values_list("pk", "source", "source_language", "language")
    rebuild(units.iterator(chunk_size=5000))
    print("The index of the memory is written anew.")
    return DONE
