"""What is public in other orders than time: at the top of a front, by topic, by person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from tintuc.network.models import Edition, Topic
from tintuc.publishing.memo import once
from tintuc.publishing.shown import Choice, Shown, by_key, on
from tintuc.stories.models import Contributor

#: Placements that are known one by one; more are found on the way through an edition's newest.
FEW = 500


def front(edition: Edition, limit: int) -> list[Shown]:
    """What stands on the front: first what editors put at its top, in their order, then the newest."""
    top = on_top(edition)
    placed = {one.pk for one in top}
    return [*top, *(one for one in on(edition).newest(limit) if one.pk not in placed)][:limit]


def on_top(edition: Edition) -> list[Shown]:
    """What editors put at the top of the front, as long as it is to stay there."""
    # Asked for by itself, since SQLite would walk the whole edition by its newest.
    placed = "SELECT id FROM stories_placement WHERE edition_id = %s AND front_place IS NOT NULL"
    condition = f"p.id IN ({placed}) AND (p.front_until IS NULL OR p.front_until > %s)"
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return Choice(condition, (edition.pk, now)).found("p.front_place, p.released_at DESC")


@dataclass(frozen=True)
class Few:
    """So little of what is public that all of it is known: moments of release and keys of placements, newest first.

    Answers what a :class:`Choice` answers, without asking the database again.
    """

    known: tuple[tuple[dt.datetime, int], ...]

    def newest(self, limit: int, start: dt.datetime | None = None, end: dt.datetime | None = None) -> list[Shown]:
        """The newest, if asked only from ``start`` on and before ``end``."""
        keys = [pk for at, pk in self.known if (start is None or at >= start) and (end is None or at < end)]
        return [one for one in by_key.read(keys[:limit]).values() if one]

    def moment(self, *, since: dt.datetime | None = None, before: dt.datetime | None = None) -> dt.datetime | None:
        """The first moment of release since one, or the last there is or was before one; None if there is none."""
        moments = [at for at, _ in self.known]
        if since:
            return min((at for at in moments if at >= since), default=None)
        return max((at for at in moments if before is None or at < before), default=None)

    def any(self) -> bool:
        """Whether there is one."""
        return bool(self.known)


def of_topic(edition: Edition, topic: Topic) -> Choice | Few:
    """What is filed under the topic on the edition."""
    return _on(edition, "{}a.story_id IN (SELECT story_id FROM stories_story_topics WHERE topic_id = %s)", (topic.pk,))


def of_person(edition: Edition, person: Contributor) -> Choice | Few:
    """What names the person in its byline on the edition."""
    whole = "{}a.story_id IN (SELECT story_id FROM stories_credit WHERE contributor_id = %s AND article_id IS NULL)"
    own = "{}a.id IN (SELECT article_id FROM stories_credit WHERE contributor_id = %s AND article_id IS NOT NULL)"
    return _on(edition, f"({whole} OR {own})", (person.pk, person.pk))


def _on(edition: Edition, condition: str, values: tuple[object, ...]) -> Choice | Few:
    """What of a choice is on an edition.

    Few are known once for all editions; many are met soon enough on the way through the edition's newest. The plus
    sign in the braces keeps SQLite on that way: it would collect and sort all of them.
    """
    few = _few(Choice(condition.replace("{}", ""), values))
    if few is None:
        return Choice(f"p.edition_id = %s AND {condition.replace('{}', '+')}", (edition.pk, *values))
    return few.get(edition.pk, Few(()))


@once
def _few(choice: Choice) -> dict[int, Few] | None:
    """The choice by edition, or None if there are many."""
    found = choice.places(FEW + 1)
    if len(found) > FEW:
        return None
    by_edition: dict[int, list[tuple[dt.datetime, int]]] = {}
    for edition, at, pk in found:
        by_edition.setdefault(edition, []).append((at, pk))
    return {edition: Few(tuple(sorted(known, reverse=True))) for edition, known in by_edition.items()}
