"""``tintuc translation export|import``: send a translation to an agency as a file, and take it back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from tintuc.config import newsroom


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("translation", help="send a translation out as XLIFF or PO, and take it back in")
    verbs = parser.add_subparsers(dest="verb", metavar="export|import", required=True)
    out = verbs.add_parser("export", help="write an article's translation beside its source")
    out.add_argument("article", type=int, metavar="ARTICLE", help="number of the translated article")
    out.add_argument("--format", choices=("xliff", "po"), default="xliff")
    out.add_argument("--out", type=Path, metavar="FILE", help="where to write it (default: standard output)")
    out.set_defaults(run=export)
    back = verbs.add_parser("import", help="show what a file would change; with --apply, take in what is sound")
    back.add_argument("article", type=int, metavar="ARTICLE", help="number of the translated article")
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument("--apply", action="store_true", help="take it in; without this nothing is changed")
    back.add_argument("--agency", default="", metavar="NAME", help="who made it; needed with --apply")
    back.add_argument("--by", default="", metavar="USER", help="who at the desk takes it in; needed with --apply")
    back.add_argument("--overwrite", action="store_true", help="the file also wins over what was changed here since")
    back.set_defaults(run=take_in)
    for one in (out, back):
        one.add_argument("--dir", type=Path, default=Path("newsroom"), help="the newsroom (default: newsroom)")


def export(arguments: argparse.Namespace) -> int:
    """Write the file; 0 when it is written, 2 when it cannot be."""
    try:
        newsroom.open_folder(arguments.dir.resolve())
        from tintuc.translation.errors import TranslationRefused
        from tintuc.translation.exchange import po, xliff
        from tintuc.translation.exchange.sheet import sheet_of
    except newsroom.NoNewsroom as error:
        return _failed("export", error)
    try:
        raw = (po if arguments.format == "po" else xliff).write(sheet_of(_article(arguments.article)))
        if arguments.out:
            arguments.out.write_bytes(raw)
        else:
            sys.stdout.buffer.write(raw)
            sys.stdout.buffer.flush()
    except (TranslationRefused, LookupError, OSError) as error:
        return _failed("export", error)
    return 0


def take_in(arguments: argparse.Namespace) -> int:
    """Show the plan and, if asked, follow it; 0: everything is sound, 1: something is not, 2: nothing can be taken."""
    try:
        newsroom.open_folder(arguments.dir.resolve())
        from django.core.exceptions import PermissionDenied

        from tintuc.translation.actions.take_file import take_file
        from tintuc.translation.exchange.plan import ACTS, SAME, plan_of
    except newsroom.NoNewsroom as error:
        return _failed("import", error)
    try:
        article = _article(arguments.article)
        raw = _read(arguments.file)
        by = _person(arguments.by)
        if arguments.apply and by is None:
            raise LookupError("Say who takes the file in: --by USER.")
        plan = plan_of(article, raw, overwrite=arguments.overwrite)
        _tell(plan)
        if plan.refused:
            return 2
        if arguments.apply:
            take_file(
                article=article,
                raw=raw,
                agency=arguments.agency,
                by=by,
                overwrite=arguments.overwrite,
                expected=plan.fingerprint,
            )
            print(f"Taken in: {len(plan.acts)} passages, as a new version. Nothing is released.")
        else:
            print("Nothing was changed. Take it in with --apply --agency NAME --by USER.")
    except (PermissionDenied, LookupError, OSError) as error:
        return _failed("import", error)
    sound = not plan.codes and all(line.verdict in ACTS | {SAME} for line in plan.lines)
    return 0 if sound else 1


def _failed(verb: str, error: Exception) -> int:
    reason = error.args[0] if isinstance(error, LookupError) and error.args else error
    print(f"tintuc translation {verb}: {reason}", file=sys.stderr)
    return 2


def _article(pk: int) -> Any:
    from tintuc.stories.models import Article

    article = Article.objects.select_related("story").filter(pk=pk).first()
    if article is None:
        raise LookupError(f"There is no article {pk}.")
    return article


def _person(name: str) -> Any:
    from django.contrib.auth import get_user_model

    if not name:
        return None
    found = get_user_model().objects.filter(username=name).first()
    if found is None:
        raise LookupError(f"Nobody here is called {name}.")
    return found


def _read(file: Path) -> bytes:
    """The file's bytes, and one more than is allowed at most, so that a huge one is refused unread."""
    from tintuc.translation.exchange.bounds import MOST_BYTES

    with file.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _tell(plan: Any) -> None:
    if plan.refused:
        print(f"Refused: {plan.refused}")
        return
    print(f"{plan.format}, for article {plan.article.pk} ({plan.article.language}): {plan.article}")
    for problem in plan.problems:
        print(f"  {problem.code}: {problem.says}")
    for line in plan.lines:
        if line.verdict == "same" and not line.problems:
            continue
        print(
            f"  {line.verdict:13}  {line.key}  {line.after[:60]!r}"
            if line.after
            else f"  {line.verdict:13}  {line.key}"
        )
        for problem in line.problems:
            print(f"{'':17}{problem.code}: {problem.says}")
    print(", ".join(f"{count} {verdict}" for verdict, count in plan.count().items()) + ".")
