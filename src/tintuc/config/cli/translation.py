"""``tintuc translation``: to an agency as a file and back, and to machines."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from tintuc.config import newsroom


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("translation", help="translations by agencies (XLIFF, PO) and by machines")
    verbs = parser.add_subparsers(dest="verb", metavar="export|import|draft|engines|count", required=True)
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
    asked = verbs.add_parser("draft", help="have a machine draft what has no words yet")
    asked.add_argument("article", type=int, metavar="ARTICLE", help="number of the translated article")
    asked.add_argument("--engine", default="", metavar="NAME", help="which engine (default: the site's choice)")
    asked.add_argument("--by", default="", metavar="USER", help="who at the desk asks for it")
    asked.add_argument("--wait", action="store_true", help="do it now, in this process, and say how it ended")
    asked.set_defaults(run=draft)
    shown = verbs.add_parser("engines", help="show the engines, what they took and how they are; never a key")
    shown.add_argument("--ask", action="store_true", help="ask each how it is; no copy is sent")
    shown.set_defaults(run=engines)
    counted = verbs.add_parser("count", help="count anew how far every story has come in every language")
    counted.set_defaults(run=count)
    for one in (out, back, asked, shown, counted):
        newsroom.add_dir(one)


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


def count(arguments: argparse.Namespace) -> int:
    """Write the rows the board reads anew, and what higher rooms know of them; 2 if there is no newsroom."""
    try:
        newsroom.open_folder(arguments.dir.resolve())
    except newsroom.NoNewsroom as error:
        return _failed("count", error)
    from tintuc.newsroom.actions.count_again import count_again

    print(f"Counted: {count_again()} stories.")
    return 0


def take_in(arguments: argparse.Namespace) -> int:
    """Show the plan and, if asked, follow it; 0: everything is sound, 1: something is not, 2: nothing can be taken."""
    try:
        newsroom.open_folder(arguments.dir.resolve())
        from django.core.exceptions import PermissionDenied

        from tintuc.translation.actions.take_file import take_file
        from tintuc.translation.exchange.judging import plan_of
        from tintuc.translation.exchange.plan import ACTS, SAME
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
    sound = set(plan.codes) <= {"note"} and all(line.verdict in ACTS | {SAME} for line in plan.lines)
    return 0 if sound else 1


def draft(arguments: argparse.Namespace) -> int:
    """Queue drafts; 0: queued, or with ``--wait`` done; 1: not all was drafted; 2: it cannot be."""
    try:
        newsroom.open_folder(arguments.dir.resolve())
        from django.core.exceptions import PermissionDenied

        from tintuc.translation.actions.do_drafting import do_drafting
        from tintuc.translation.actions.draft import draft as ask_for
        from tintuc.translation.engines.errors import EngineError
        from tintuc.translation.errors import TranslationRefused
    except newsroom.NoNewsroom as error:
        return _failed("draft", error)
    try:
        article = _article(arguments.article)
        work = ask_for(article=article, by=_person(arguments.by), engine=arguments.engine)
    except (EngineError, TranslationRefused, PermissionDenied, LookupError) as error:
        return _failed("draft", error)
    if not arguments.wait:
        print(f"{work.engine} drafts article {article.pk} ({article.language}) as soon as the worker has time.")
        return 0
    do_drafting(work.pk)
    work.refresh_from_db()
    print(f"{work.engine}: {work.get_state_display()}, {work.done} of {work.total}; {work.written} passages put in.")
    if work.problem:
        print(work.problem)
    return 0 if work.state == "done" else 1


def engines(arguments: argparse.Namespace) -> int:
    """Show the engines; 0, or 1 if one has no key, rests or does not answer; 2: the settings cannot be used."""
    try:
        newsroom.open_folder(arguments.dir.resolve())
        from tintuc.translation.engines.accounts import state_of
        from tintuc.translation.engines.choosing import configured, file
        from tintuc.translation.engines.errors import EngineError
    except newsroom.NoNewsroom as error:
        return _failed("engines", error)
    try:
        there = configured()
    except EngineError as error:
        return _failed("engines", error)
    if not there:
        print(f"No engines: there is no {file()}.")
    fine = True
    for engine in there.values():
        state = state_of(engine)
        says = state.problem or "ready"
        if arguments.ask:
            try:
                says = engine.check() or "answers"
            except EngineError as error:
                fine, says = False, str(error)
        fine = fine and state.ready
        key = {None: "needs no key", True: "has its key", False: "HAS NO KEY"}[state.key]
        place = "here" if engine.facts.local else "outside"
        limit = f" of {engine.facts.monthly}" if engine.facts.monthly else ""
        print(f"{engine.name:20} {engine.kind:15} {place:8} {key:13} {state.used}{limit} characters this month  {says}")
    return 0 if fine else 1


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
