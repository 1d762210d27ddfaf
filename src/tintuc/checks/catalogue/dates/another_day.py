"""Does the translation name the days of its source?

Compares day and month where both sides name any. A day that is left out is no finding: "on Tuesday" may do.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.dates import comparable, days


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source."""
    for run in dossier.pairs:
        ours, theirs = days(run.text, dossier.language), days(run.source, dossier.source_language)
        if not ours or not theirs:
            continue
        given = {(day.month, day.day) for day in theirs}
        kept = {(day.month, day.day) for day in ours}
        wrong = [day for day in ours if (day.month, day.day) not in given]
        if wrong and (given - kept or len(ours) <= len(theirs)):
            source = next((day for day in theirs if (day.month, day.day) not in kept), theirs[0])
            for day in wrong:
                quote = run.text[day.start : day.end]
                values = {"was": run.source[source.start : source.end], "is": quote}
                yield Finding("another-day", run.place(day.start, day.end), quote, values)


def _pair(source: str, text: str, language: str = "vi") -> Dossier:
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),))


CHECK = Check(
    id="dates.another-day",
    title="Date not as in the source",
    level=Level.HOLD,
    says={"another-day": "The source says “%(was)s”, this says “%(is)s”."},
    why="A wrong date is a false report.",
    fix="Take the date from the source; mind which figure is the day and which the month.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=comparable(),
    examples=(
        Pass(_pair("The pier opened on July 11.", "Bến phà mở ngày 11/7.")),
        Pass(_pair("It closes on 3 May.", "5月3日に閉まる。", "ja")),
        Pass(_pair("It opened on July 11, a Friday.", "Bến mở hôm thứ Sáu.")),
        Find(_pair("The pier opened on July 11.", "Bến phà mở ngày 7/11."), reason="another-day", quote="ngày 7/11"),
        Find(_pair("It closes on 3 May.", "3月5日关闭。", "zh-Hans"), reason="another-day", quote="3月5日"),
    ),
)
