"""What is public in other orders than time: at the top of a front, by topic, by person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from tintuc.network.models import Edition, Topic
from tintuc.publishing.memo import once, together
from tintuc.publishing.shown import Choice, Shown, blanks, by_key, moment_of, on, read_newest
from tintuc.stories.models import Contributor, Placement

#: Placements that are known one by one for all editions; more are met on the way through an edition's newest.
FEW = 500
#: How many of an edition are looked through on that way.
NEAR = 2000


def front(edition: Edition, limit: int) -> list[Shown]:
    """What stands on the front: first what editors put at its top, in their order, then the newest."""
    top = on_top(edition) or []
    placed = {one.pk for one in top}
    return [*top, *(one for one in on(edition).newest(limit) if one.pk not in placed)][:limit]


def read_fronts(editions: Collection[Edition]) -> None:
    """Read together what stands on fronts. Ask inside a batch."""
    on_top.read(editions)
    read_newest(map(on, editions))


@together
def on_top(editions: list[Edition]) -> dict[Edition, list[Shown]]:
    """What editors put at the top of fronts, as long as it is to stay there."""
    keys = [edition.pk for edition in editions]
    # Asked for by itself, since SQLite would walk whole editions by their newest.
    placed = f"SELECT id FROM stories_placement WHERE edition_id IN ({blanks(keys)}) AND front_place IS NOT NULL"  # noqa: S608
    condition = f"p.id IN ({placed}) AND (p.front_until IS NULL OR p.front_until > %s)"
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    found: dict[Edition, list[Shown]] = {edition: [] for edition in editions}
    for one in Choice(condition, (*keys, now)).found("p.front_place, p.released_at DESC"):
        found[one.edition].append(one)
    return found


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


@dataclass(frozen=True)
class Filed:
    """Everything filed under one topic, or that names one person."""

    key: int
    rows: str  #: of the table that says so
    all: str  #: a condition that begins at these rows
    met: str  #: the same condition for articles that are looked through

    def choice(self, condition: str, *values: object) -> Choice:
        """The choice by one of the conditions, which asks for the key so often, and what comes before it."""
        return Choice(condition, (*values, *[self.key] * (condition.count("%s") - len(values))))


@dataclass(frozen=True)
class Many:
    """More than a few on an edition: met soon on the way through its newest, unless all of it is old.

    So some of the edition are looked through, and all that is filed is named only where that was not enough. Answers
    what a :class:`Choice` answers.
    """

    edition: Edition
    filed: Filed

    def newest(self, limit: int, start: dt.datetime | None = None, end: dt.datetime | None = None) -> list[Shown]:
        """The newest, if asked only from ``start`` on and before ``end``."""
        far = _far(self.edition, None, end)
        near = far is None or (start is not None and start >= far)
        found = self._met.newest(limit, start if near else far, end)
        return found if near or len(found) >= limit else self._known.newest(limit, start, end)

    def moment(self, *, since: dt.datetime | None = None, before: dt.datetime | None = None) -> dt.datetime | None:
        """The first moment of release since one, or the last there is or was before one; None if there is none."""
        far = _far(self.edition, since, before)
        some = self._met.between(None, far) if since else self._met.between(far, None)
        found = some.moment(since=since, before=before)
        return found if found or far is None else self._known.moment(since=since, before=before)

    def any(self) -> bool:
        """Whether there is one."""
        near = self._met.between(_far(self.edition, None, None), None)
        return near.any() or self.filed.choice(f"+p.edition_id = %s AND {self.filed.all}", self.edition.pk).any()

    @property
    def _met(self) -> Choice:
        return self.filed.choice(f"p.edition_id = %s AND {self.filed.met}", self.edition.pk)

    @property
    def _known(self) -> Few:
        return _all(self.edition, self.filed)


def of_topic(edition: Edition, topic: Topic) -> Few | Many:
    """What is filed under the topic on the edition."""
    rows = "stories_story_topics WHERE topic_id = %s"
    every = f"a.story_id IN (SELECT story_id FROM {rows})"  # noqa: S608
    return _on(edition, Filed(topic.pk, rows, every, f"EXISTS (SELECT 1 FROM {rows} AND story_id = a.story_id)"))  # noqa: S608


def of_person(edition: Edition, person: Contributor) -> Few | Many:
    """What names the person in its byline on the edition."""
    rows = "stories_credit WHERE contributor_id = %s"
    whole, own = f"{rows} AND article_id IS NULL", f"{rows} AND article_id IS NOT NULL"
    every = f"(a.story_id IN (SELECT story_id FROM {whole}) OR a.id IN (SELECT article_id FROM {own}))"  # noqa: S608
    met = f"EXISTS (SELECT 1 FROM {rows} AND story_id = a.story_id AND (article_id IS NULL OR article_id = a.id))"  # noqa: S608
    return _on(edition, Filed(person.pk, rows, every, met))


def _on(edition: Edition, filed: Filed) -> Few | Many:
    """What is filed on an edition: few are known once for all editions."""
    few = _few(filed)
    return Many(edition, filed) if few is None else few.get(edition.pk, Few(()))


@once
def _few(filed: Filed) -> dict[int, Few] | None:
    """What is filed by edition, or None if it is much."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {filed.rows} LIMIT {FEW + 1}", [filed.key])  # noqa: S608
        if len(cursor.fetchall()) > FEW:
            return None
    found = filed.choice(filed.all).places(FEW + 1)
    if len(found) > FEW:
        return None
    by_edition: dict[int, list[tuple[dt.datetime, int]]] = {}
    for edition, at, pk in found:
        by_edition.setdefault(edition, []).append((at, pk))
    return {edition: Few(tuple(sorted(known, reverse=True))) for edition, known in by_edition.items()}


@once
def _all(edition: Edition, filed: Filed) -> Few:
    """All that is filed on an edition.

    Of thousands of placements no more is read than when they are shown; who reads one by its key asks the whole rule.
    The plus sign keeps SQLite from walking through all of the edition.
    """
    articles = filed.choice(f"SELECT a.id FROM stories_article a WHERE {filed.all}")  # noqa: S608
    sql = f"""SELECT p.shown_at, p.id FROM stories_placement p
        WHERE p.shown_at <= %s AND +p.edition_id = %s AND p.article_id IN ({articles.condition})"""  # noqa: S608
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(sql, [now, edition.pk, *articles.values])
        return Few(tuple(sorted(((moment_of(at), pk) for at, pk in cursor.fetchall()), reverse=True)))


@once
def _far(edition: Edition, since: dt.datetime | None, before: dt.datetime | None) -> dt.datetime | None:
    """Where one is who has looked through some of an edition, from a moment on or back; None if that was all of it."""
    rows = Placement.objects.filter(edition=edition)
    rows = rows.filter(shown_at__gte=since) if since else rows.filter(shown_at__lt=before or timezone.now())
    way = rows.order_by("shown_at" if since else "-shown_at").values_list("shown_at", flat=True)
    return next(iter(way[NEAR : NEAR + 1]), None)
