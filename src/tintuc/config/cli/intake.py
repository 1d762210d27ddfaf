"""``tintuc intake FILE --edition LANGUAGE``: take a page or text in as a draft."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from tintuc.config import newsroom


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("intake", help="take a page or text in as a draft, and say what the desk finds")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--edition", required=True, help="language, or SITE/LANGUAGE, of the edition it is for")
    parser.add_argument("--site", default="", help="key of the site, where several have the language")
    parser.add_argument("--address", default="", help="web address it came from")
    newsroom.add_dir(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take the file in; 0 when it is a draft, 2 when it cannot be."""
    from tintuc.intake.copy import Unreadable

    try:
        newsroom.open_folder(arguments.dir.resolve())
        edition = _edition(arguments.edition, arguments.site)
        raw = arguments.file.read_bytes()
        from tintuc.intake.actions.take_in import take_in

        taken = take_in(raw=raw, filename=arguments.file.name, edition=edition, address=arguments.address)
    except (Unreadable, newsroom.NoNewsroom, OSError, LookupError) as error:
        print(f"tintuc intake: {error.args[0] if isinstance(error, LookupError) else error}", file=sys.stderr)
        return 2
    _tell(taken)
    return 0


def _edition(language: str, site: str) -> Any:
    from tintuc.network.models import Edition

    if "/" in language:
        site, _, language = language.partition("/")
    found = list(Edition.objects.filter(language__iexact=language, **({"site__key": site} if site else {})))
    if len(found) == 1:
        return found[0]
    choices = ", ".join(f"{edition.site.key}/{edition.language}" for edition in found or Edition.objects.all())
    problem = "is not one edition" if found else "is no edition here"
    raise LookupError(f"{site + '/' if site else ''}{language} {problem}. Choose one of: {choices}.")


def _tell(taken: Any) -> None:
    from tintuc.integrity.queries import inspect

    report = inspect(taken.article.newest())
    before = " (taken in before; nothing new was made)" if taken.again else ""
    print(f"Story {taken.story.pk}, article {taken.article.pk}: {taken.article}{before}")
    print(f"Raw bytes kept in {taken.source_copy.place}")
    print(f"The desk says {report.verdict}, with {len(report.findings)} findings:")
    for finding in report.findings:
        quote = f" “{finding.quote[:60]}”" if finding.quote else ""
        print(f"  {finding.level:5}  {finding.check}: {finding.message}{quote}")
