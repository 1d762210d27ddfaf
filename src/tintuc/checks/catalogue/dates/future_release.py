"""Does a page say that it was released after it was taken in?

Zones explain a day; more is a clock that is wrong, or a date that was made up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tintuc.checks.model import Check, Claim, Dossier, Find, Finding, Level, Pass, Place

#: What time zones explain.
ZONES = dt.timedelta(days=1)


def find(dossier: Dossier) -> Iterator[Finding]:
    """Ask about the latest date the page gives, if it lies after its receipt."""
    if dossier.received is None:
        return
    latest = max((claim.moment.date() for claim in dossier.claims if claim.origin != "time"), default=None)
    if latest and latest - dossier.received.date() > ZONES:
        values = {"claimed": f"{latest:%Y-%m-%d}", "received": f"{dossier.received:%Y-%m-%d}"}
        yield Finding("later", Place("page"), "", values)


RECEIVED = dt.datetime(2031, 5, 4, 12, 0, tzinfo=dt.UTC)


def _page(day: int) -> Dossier:
    return Dossier(received=RECEIVED, claims=(Claim(dt.datetime(2031, 5, day), "meta"),))


CHECK = Check(
    id="dates.future-release",
    title="Released after it was taken in",
    level=Level.QUERY,
    says={"later": "The page was taken in on %(received)s and says that it was released on %(claimed)s."},
    why="A false date misleads readers and everyone who syndicates the story.",
    fix="Ask the provider for the true release date; an embargo belongs in its own field.",
    since="0.1",
    find=find,
    needs=frozenset({"received", "claims"}),
    examples=(
        Pass(_page(3)),
        Pass(_page(5)),
        Find(_page(12), reason="later", quote=""),
    ),
)
