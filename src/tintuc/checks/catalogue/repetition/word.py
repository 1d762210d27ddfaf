"""Does a word stand twice by mistake?

Where words are written in syllables, two may meet at a border (mục tiêu + tiêu diệt): there only words of one syllable
that are part of no longer one are asked about.

Known limits: languages that do not part their words are not looked at; words doubled on purpose are listed by language,
and so is whatever the source doubles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import eq

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.languages import facts
from tintuc.text.repeated import known, on_purpose
from tintuc.text.words import as_written

TWICE = re.compile(r"(?<![\w’'.-])([^\W\d_]{2,})[ \u00a0\u3000]+(\1)(?![\w’'-])")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look at every two neighbouring words."""
    allowed = on_purpose(dossier.language)
    language = facts(dossier.language)
    only = language.frequent if language and language.syllables else None
    for run in dossier.runs:
        if run.language or run.part == "speaker":
            continue
        row = as_written(run.text)
        if not any(map(eq, row, row[1:])):  # what the pattern finds are two words, and it is slow to look
            continue
        for match in TWICE.finditer(run.text):
            word = match[1]
            if word.lower() in allowed or word[0].isupper() or (run.source and TWICE.search(run.source)):
                continue
            if only is not None and word.lower() not in only:
                continue
            yield Finding("twice", run.place(*match.span()), match[0], {"word": word}, replacement=word)


CHECK = Check(
    id="repetition.word",
    title="Word that stands twice",
    level=Level.QUERY,
    says={"twice": "“%(word)s” stands twice."},
    why="It is a slip of the hand, or the seam of two versions.",
    fix="Take one out.",
    since="0.1",
    find=find,
    needs=frozenset({"runs"}),
    languages=known(),
    examples=(
        Pass(Dossier(language="vi", body=(Block("Nước dâng dần dần, mục tiêu tiêu diệt cỏ ở Bora Bora vẫn còn."),))),
        Pass(Dossier(body=(Block("He had had enough of New York New York."),))),
        Find(Dossier(language="vi", body=(Block("Bến tàu đã đã mở cửa."),)), reason="twice", quote="đã đã"),
        Find(Dossier(body=(Block("The pier opened on on Monday."),)), reason="twice", quote="on on"),
    ),
)
