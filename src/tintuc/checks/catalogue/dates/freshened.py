"""Is an old text given a new release date?

A release date that is moved forward while hardly a word has changed makes old news look new. The words are held against
those of the first release.

Known limits: of a page from outside nobody knows the words before; that its last change is later than its release
proves nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place

#: Moves within a day are corrections of the hour.
MOVED = dt.timedelta(days=1)
#: Share of the words; a story told anew changes more, a spelling mended less.
HARDLY = 0.03


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare the release date and the words with those of the first release."""
    first, now, share = dossier.first_released, dossier.released, dossier.rewritten
    if first is None or now is None or share is None:
        return
    if now - first >= MOVED and share < HARDLY:
        values = {"first": f"{first:%Y-%m-%d}", "now": f"{now:%Y-%m-%d}", "share": f"{100 * share:.1f}"}
        yield Finding("moved", Place("story"), "", values)


def _day(day: int) -> dt.datetime:
    return dt.datetime(2031, 5, day, 6, 30, tzinfo=dt.UTC)


TEXT = (Block("The pier is open."),)

CHECK = Check(
    id="dates.freshened",
    title="Old text with a new date",
    level=Level.QUERY,
    says={"moved": "The release date moves from %(first)s to %(now)s, while %(share)s %% of the words have changed."},
    why="Old news sold as new misleads readers, and search engines count it against the site.",
    fix="Leave the first release date; if there is news, write it.",
    since="0.1",
    find=find,
    needs=frozenset({"first_released", "released"}),
    examples=(
        Pass(Dossier(released=_day(9), body=TEXT)),
        Pass(Dossier(released=_day(4), first_released=_day(4), rewritten=0.0, body=TEXT)),
        Pass(Dossier(released=_day(9), first_released=_day(4), rewritten=0.4, body=TEXT)),
        Find(Dossier(released=_day(9), first_released=_day(4), rewritten=0.01, body=TEXT), reason="moved", quote=""),
    ),
)
