"""Was the story released before things it tells as past?

A date without a year is taken in the year that brings it closest to the release date. Sentences that announce are left
alone: one clean page in sixteen names a later date.

Known limits: relative dates ("last Monday") are not followed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.dates import Named, dates
from tintuc.text.languages import having, table
from tintuc.text.sentences import sentence_at

#: One date may be a slip of the pen or of the clock; two are a release date that cannot be true.
HOLD_FROM = 2


def find(dossier: Dossier) -> Iterator[Finding]:
    """Hold each past-tense date that lies after the release date."""
    released = dossier.released
    if released is None:
        return
    late = [
        (block, named)
        for block in dossier.body
        for named in dates(block.text, dossier.language, released.date())
        if named.on > released.date() and _told_as_past(block.text, named)
    ]
    level = Level.HOLD if len(late) >= HOLD_FROM else Level.QUERY
    for block, named in late:
        values = {"date": f"{named.on:%Y-%m-%d}", "released": f"{released:%Y-%m-%d}"}
        place = Place("body", block.id, named.start, named.end, block.part)
        yield Finding("event-after-release", place, block.text[named.start : named.end], values, level)


def _told_as_past(text: str, named: Named) -> bool:
    start, end = sentence_at(text, named.start)
    return _is_past(text[start:end].lower())


@lru_cache(maxsize=64)
def _is_past(sentence: str) -> bool:
    return bool(_cues("past").search(sentence)) and not _cues("future").search(sentence)


@cache
def _cues(tense: str) -> re.Pattern[str]:
    """The words of all languages that tell a tense; those of scripts without spaces may stand within others."""
    cues = {cue for row in table("languages").values() for cue in row.get(tense, ())}
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(cue)}(?!\w)" if cue[0] < "\u3000" else re.escape(cue) for cue in sorted(cues))
    )


JUNE_8 = dt.datetime(2031, 6, 8, 3, 20, tzinfo=dt.UTC)

CHECK = Check(
    id="dates.released-before-events",
    title="Released before the events it tells",
    level=Level.QUERY,
    says={"event-after-release": "%(date)s is told as past, but the release date is %(released)s."},
    why="A false date misleads readers and everyone who syndicates the story.",
    fix="Give the story its true release date, or mend the date in the text.",
    since="0.1",
    find=find,
    needs=frozenset({"released", "body"}),
    languages=having("past"),
    examples=(
        Pass(Dossier(released=JUNE_8, body=(Block("The pier was opened on June 6."),))),
        Pass(Dossier(released=JUNE_8, body=(Block("The pier will be opened on July 11, the town said."),))),
        Pass(Dossier(released=JUNE_8, body=(Block("It was closed on 28 December."),))),
        Find(
            Dossier(released=JUNE_8, body=(Block("The pier was opened on July 11 by the town."),)),
            reason="event-after-release",
            quote="July 11",
        ),
        Find(
            Dossier(
                language="vi",
                released=JUNE_8,
                body=(Block("Ngày 9 tháng 7, bến tàu đã mở.", "a"), Block("港口7月11日开放了。", "b")),
            ),
            reason="event-after-release",
            quote="7月11日",
        ),
    ),
)
