"""Does the translation name the times of day of its source?"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.clock import clock_times, known


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source, where both name a time. Three may be fifteen, but not four."""
    for run in dossier.pairs:
        ours = list(clock_times(run.text, dossier.language))
        theirs = list(clock_times(run.source, dossier.source_language)) if ours else []
        if not ours or len(theirs) < len(ours):
            continue
        given = {(hour, other.minute) for other in theirs for hour in other.hours}
        for time in ours:
            if not any((hour, time.minute) in given for hour in time.hours):
                quote = run.text[time.start : time.end]
                values = {"was": run.source[theirs[0].start : theirs[0].end], "is": quote}
                yield Finding("another-time", run.place(time.start, time.end), quote, values)


def _pair(source: str, text: str, language: str = "vi") -> Dossier:
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),))


CHECK = Check(
    id="dates.clock-time",
    title="Time of day not as in the source",
    level=Level.QUERY,
    says={"another-time": "The source says “%(was)s”, this says “%(is)s”."},
    why="Readers come at the wrong hour.",
    fix="Take the time from the source; mind a.m. and p.m.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=known(),
    examples=(
        Pass(_pair("It left at 3:30 p.m. sharp.", "Tàu rời bến lúc 15 giờ 30.")),
        Pass(_pair("It left at 3:30 p.m. sharp.", "船は午後3時半に出た。", "ja")),
        Find(
            _pair("It left at 3:30 p.m. sharp.", "Tàu rời bến lúc 13 giờ 30."), reason="another-time", quote="13 giờ 30"
        ),
    ),
)
