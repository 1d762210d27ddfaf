"""Does the translation name the weekdays of its source?"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.weekdays import known, weekdays


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source, where both name a weekday."""
    for run in dossier.pairs:
        ours = weekdays(run.text, dossier.language)
        theirs = weekdays(run.source, dossier.source_language) if ours else ()
        if not theirs:
            continue
        given, kept = {day.day for day in theirs}, {day.day for day in ours}
        wrong = [day for day in ours if day.day not in given]
        # A weekday more than the source has is "second" or "third" in Vietnamese, or a relative date made plain.
        if wrong and (given - kept or len(ours) <= len(theirs)):
            source = next((day for day in theirs if day.day not in kept), theirs[0])
            for day in wrong:
                quote = run.text[day.start : day.end]
                values = {"was": run.source[source.start : source.end], "is": quote}
                yield Finding("another-weekday", run.place(day.start, day.end), quote, values)


def _pair(source: str, text: str, language: str = "vi") -> Dossier:
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),))


CHECK = Check(
    id="dates.another-weekday",
    title="Weekday not as in the source",
    level=Level.HOLD,
    says={"another-weekday": "The source says “%(was)s”, this says “%(is)s”."},
    why="Readers come on the wrong day, and the report is false.",
    fix="Take the weekday from the source; thứ hai is Monday, thứ ba Tuesday.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=known(),
    examples=(
        Pass(_pair("They met on Thursday.", "Họ gặp nhau hôm thứ Năm.")),
        Pass(_pair("On Monday he won a second time.", "Hôm thứ Hai, anh thắng lần thứ hai và thứ ba liên tiếp.")),
        Pass(_pair("They met on Saturday.", "土曜日に会った。", "ja")),
        Find(_pair("They met on Thursday.", "Họ gặp nhau hôm thứ Ba."), reason="another-weekday", quote="thứ Ba"),
        Find(_pair("They met on Saturday.", "日曜日に会った。", "ja"), reason="another-weekday", quote="日曜"),
    ),
)
