"""Does a page give one release date everywhere?

The date readers see is held against what the page tells machines (JSON-LD, meta, time elements) and against the day in
its address. Zones explain a day, so a day counts as agreement. A time element counts only if all of them on the page
name one day, for lists of other stories have theirs, and not if it names the day of the last change.

Known limits: a visible date without a label the tables know; an address that names only the month.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tintuc.checks.model import Check, Claim, Dossier, Find, Finding, Level, Pass, Place

#: Days that time zones can lie between two dates of one moment.
ZONES = 1
#: What readers see first, then what is most deliberately given.
ORDER = ("visible", "JSON-LD", "meta", "time", "address")
NAMES = {"visible": "the visible date", "time": "a time element", "address": "the address"}


def find(dossier: Dossier) -> Iterator[Finding]:
    """Ask about each kind of date that lies more than a day from the first."""
    days = {origin: day for origin in ORDER if (day := _day(dossier, origin))}
    if not days:
        return
    first, *others = days
    for other in others:
        if abs(days[other] - days[first]) > dt.timedelta(ZONES):
            values = {
                "one": f"{days[first]:%Y-%m-%d}",
                "where": NAMES.get(first, first),
                "other": f"{days[other]:%Y-%m-%d}",
                "there": NAMES.get(other, other),
            }
            yield Finding("disagree", Place("page"), "", values)


def _day(dossier: Dossier, origin: str) -> dt.date | None:
    days = [claim.moment.date() for claim in dossier.claims if claim.origin == origin]
    if origin == "time" and days and (max(days) - min(days) > dt.timedelta(ZONES) or _is_change(days[0], dossier)):
        return None
    return days[0] if days else None


def _is_change(day: dt.date, dossier: Dossier) -> bool:
    return any(abs(claim.moment.date() - day) <= dt.timedelta(ZONES) for claim in dossier.changed)


def _claim(origin: str, month: int, day: int, hour: int = 0) -> Claim:
    return Claim(dt.datetime(2031, month, day, hour), origin)


CHECK = Check(
    id="dates.disagreeing",
    title="Release dates that disagree",
    level=Level.QUERY,
    says={"disagree": "The page was released on %(one)s by %(where)s, and on %(other)s by %(there)s."},
    why="One of the two is false, and search engines and partners may take either.",
    fix="Find out when it was first released, and give that date everywhere.",
    since="0.1",
    find=find,
    needs=frozenset({"claims"}),
    examples=(
        Pass(Dossier(claims=(_claim("visible", 5, 4, 23), _claim("meta", 5, 5, 6), _claim("address", 5, 4)))),
        Pass(Dossier(claims=(_claim("meta", 5, 4), _claim("time", 6, 1), _claim("time", 6, 9)))),
        Pass(Dossier(claims=(_claim("meta", 5, 4), _claim("time", 6, 1)), changed=(_claim("meta", 6, 1),))),
        Find(Dossier(claims=(_claim("visible", 6, 8), _claim("address", 5, 4))), reason="disagree", quote=""),
        Find(Dossier(claims=(_claim("visible", 6, 8), _claim("JSON-LD", 8, 1))), reason="disagree", quote=""),
    ),
)
