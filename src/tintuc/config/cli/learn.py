"""``tintuc learn-head --lang LANGUAGE``: teach the sentence encoder a language from approved translations."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from tintuc.config import newsroom
from tintuc.text import encoder
from tintuc.text.head_learning import Pair, fit_head
from tintuc.text.heads import HeadError, save
from tintuc.text.sentences import sentences


class NoPairs(ValueError):
    """The file of pairs cannot be used; the sentence says why."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("learn-head", help="teach the sentence encoder a language from approved translations")
    parser.add_argument("--lang", required=True, help="the language to learn, such as vi")
    parser.add_argument(
        "--pairs",
        type=Path,
        metavar="FILE",
        help="tab-separated: document, source, translation (default: what the newsroom has released)",
    )
    parser.add_argument("--source-lang", default="en", help="language of the sources in FILE (default: en)")
    newsroom.add_dir(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Learn and store the head; 0 when it is stored, 2 when it cannot be learned."""
    try:
        if not encoder.available():
            raise HeadError("the sentence encoder is not installed: it is the extra tintuc[encoder].")
        newsroom.open_folder(arguments.dir.resolve())
        from django.conf import settings

        found = _from_file(arguments.pairs, arguments.source_lang) if arguments.pairs else _archive(arguments.lang)
        head = fit_head([pair for whole in found for pair in _cut(whole, arguments.lang)], arguments.lang)
        file = Path(settings.HEADS_ROOT) / f"{arguments.lang}.npz"
        save(head, file)
    except (HeadError, NoPairs, newsroom.NoNewsroom, OSError) as error:
        print(f"tintuc learn-head: {error}", file=sys.stderr)
        return 2
    floors = ", ".join(f"{code} {value:.2f}" for code, value in head.floors.items()) or "unknown, too few pairs"
    print(f"Learned {arguments.lang} from {head.pairs} pairs, {len(head.words)} words and pairs of words: {file}")
    print(f"98 % of good translations it had not seen reach a likeness, by source language, of: {floors}.")
    return 0


def _from_file(file: Path, language: str) -> Iterator[Pair]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        try:
            for number, row in enumerate(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
                if not row:
                    continue
                if len(row) != 3:
                    raise NoPairs(f"{file}, line {number}: three columns are needed, document, source and translation.")
                yield Pair(row[0], row[1].strip(), row[2].strip(), language)
        except (UnicodeDecodeError, csv.Error) as error:
            raise NoPairs(f"{file} cannot be read as UTF-8 text with tabs: {error}") from error


def _archive(language: str) -> Iterator[Pair]:
    from tintuc.translation.queries import approved

    for one in approved(language):
        yield Pair(str(one.story), one.source, one.target, one.source_language)


def _cut(pair: Pair, language: str) -> Iterator[Pair]:
    """Sentence by sentence where both sides have as many, else the passage as it is."""
    source = [pair.source[start:end] for start, end in sentences(pair.source, pair.source_language)]
    target = [pair.target[start:end] for start, end in sentences(pair.target, language)]
    if len(source) != len(target):
        yield pair
        return
    for one, other in zip(source, target, strict=True):
        yield Pair(pair.document, one, other, pair.source_language)
