"""Does a date fall on the weekday that stands beside it?

Only dates with their year, or within half a year of the release date, and only where one weekday and one date stand
within a few characters of each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.dates import DIGIT, dates
from tintuc.text.languages import table
from tintuc.text.weekdays import known, weekdays

#: Characters between the weekday and its date: "Thursday, 5 May", "thứ Năm (ngày 5/5)", "5月5日（木".
NEAR = 6
#: How far from the release date a date without a year may lie.
REACH = dt.timedelta(days=183)


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look the weekday up in the calendar."""
    if dossier.released is None:
        near, dated = dt.date(2000, 1, 1), False
    else:
        near, dated = dossier.released.date(), True
    names = table("weekdays")
    for run in dossier.runs:
        days = weekdays(run.text, dossier.language) if DIGIT.search(run.text) else ()
        for named in dates(run.text, dossier.language, near) if days else ():
            if not named.full and (not dated or abs(named.on - near) > REACH):
                continue
            beside = [day for day in days if 0 <= named.start - day.end <= NEAR or 0 <= day.start - named.end <= NEAR]
            if len(beside) == 1 and beside[0].day != named.on.weekday():
                start, end = min(beside[0].start, named.start), max(beside[0].end, named.end)
                real = names["english"]["days"][named.on.weekday()]
                values = {"date": f"{named.on:%Y-%m-%d}", "weekday": real}
                yield Finding("another-weekday", run.place(start, end), run.text[start:end], values)


MAY = dt.datetime(2031, 5, 20, tzinfo=dt.UTC)

CHECK = Check(
    id="dates.weekday-of-date",
    title="Date and weekday do not agree",
    level=Level.QUERY,
    says={"another-weekday": "%(date)s is a %(weekday)s."},
    why="One of the two is wrong, and readers cannot know which.",
    fix="Look both up in the source, and mend the one that is wrong.",
    since="0.1",
    find=find,
    needs=frozenset({"runs"}),
    languages=known(),
    examples=(
        Pass(Dossier(released=MAY, body=(Block("It opened on Friday, May 16, in the rain."),))),
        Pass(Dossier(body=(Block("It opened on Monday, May 16, in the rain."),))),
        Find(
            Dossier(body=(Block("It opened on Monday, May 16, 2031 in the rain."),)),
            reason="another-weekday",
            quote="Monday, May 16, 2031",
        ),
        Find(
            Dossier(language="vi", released=MAY, body=(Block("Bến mở cửa thứ Hai, ngày 16/5."),)),
            reason="another-weekday",
            quote="thứ Hai, ngày 16/5",
        ),
    ),
)
