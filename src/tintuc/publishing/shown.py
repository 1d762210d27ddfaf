"""What readers see of an article on an edition, as plain values: all that a page is made from.

Baking asks for little and often, and Django takes longer to word a question than the database to answer it. So there is
one statement of SQL here, and conditions put to it; :meth:`tintuc.stories.models.placement.Placements.public` says the
same rule of visibility to everybody else, and a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from tintuc.network.models import Edition, Section
from tintuc.publishing.memo import kept, together
from tintuc.publishing.queries import editions, sections

FROM = """
FROM stories_placement p
JOIN stories_article a ON a.id = p.article_id
JOIN stories_story s ON s.id = a.story_id
JOIN stories_release r ON r.id = a.current_release_id
WHERE {shown} AND p.withdrawn_at IS NULL AND p.path <> '' AND a.live
"""
COLUMNS = """
p.id, p.edition_id, p.section_id, p.canonical, p.headline, p.path, p.released_at, p.shown_at,
p.front_place, p.front_until,
a.id, a.language, a.last_published_at, a.translated_from_id, s.id, s.source_language, s.created_at,
r.id, r.number, r.digest, r.clearance_id
"""
NEWEST = "p.shown_at DESC, p.id DESC"
#: Placements the longest of the usual lists shows: read together, for all of them.
USUAL = 40
#: Texts of releases kept in a process, by digest: about 40 MB.
KEPT = 4096
_lock = threading.Lock()
_texts: OrderedDict[str, dict[str, Any]] = OrderedDict()


@dataclass(frozen=True)
class ShownStory:
    """The story of an article that is shown."""

    pk: int
    source_language: str
    created_at: dt.datetime


@dataclass(frozen=True)
class ShownRelease:
    """What readers were given. The digest stands for the content."""

    pk: int | None  #: None in a preview
    number: int
    digest: str
    clearance_id: int | None
    content: dict[str, Any] = field(compare=False, repr=False)

    def __hash__(self) -> int:
        """Of the digest, which tells nearly all apart: what is made from releases is looked up by them."""
        return hash(self.digest)


@dataclass(frozen=True)
class ShownArticle:
    """An article that is shown, in its current release."""

    pk: int
    language: str
    updated_at: dt.datetime | None  #: when readers were last given something new
    translated_from_id: int | None
    story: ShownStory
    current_release: ShownRelease

    @property
    def story_id(self) -> int:
        """The key of its story."""
        return self.story.pk

    @property
    def current_release_id(self) -> int | None:
        """The key of its release."""
        return self.current_release.pk

    @property
    def is_source(self) -> bool:
        """Whether the other languages are translated from this one."""
        return self.language == self.story.source_language


@dataclass(frozen=True)
class Shown:
    """An article where readers see it. It has the names of a placement's own columns, so a preview can stand in."""

    pk: int
    edition: Edition
    section: Section
    canonical: bool
    headline: str  #: of its own; empty where the article's serves
    path: str
    released_at: dt.datetime
    shown_at: dt.datetime
    front_place: int | None
    front_until: dt.datetime | None
    article: ShownArticle

    @property
    def article_id(self) -> int:
        """The key of its article."""
        return self.article.pk

    @property
    def edition_id(self) -> int:
        """The key of its edition."""
        return self.edition.pk


@dataclass(frozen=True)
class Choice:
    """Some of what readers may see now: a further condition on placements ``p``, articles ``a`` and stories ``s``."""

    condition: str
    values: tuple[object, ...] = ()
    before: dt.datetime | None = None  #: of these, what was released before a moment

    def newest(self, limit: int, start: dt.datetime | None = None, end: dt.datetime | None = None) -> list[Shown]:
        """The newest, if asked only from ``start`` on and before ``end``; the usual lists are read once a batch."""
        return (newest_of((self.between(start, end), max(limit, USUAL))) or [])[:limit]

    def found(self, order: str = NEWEST, limit: int | None = None) -> list[Shown]:
        """All of them, or some, in an order."""
        return _made(self._rows(COLUMNS, f"ORDER BY {order}", limit))

    def places(self, limit: int) -> list[tuple[int, dt.datetime, int]]:
        """Some of them, in no order: edition, moment of release and key."""
        rows = self._rows("p.edition_id, p.shown_at, p.id", "", limit)
        return [(edition, moment_of(at), pk) for edition, at, pk in rows]

    def moment(self, *, since: dt.datetime | None = None, before: dt.datetime | None = None) -> dt.datetime | None:
        """The first moment of release since one, or the last there is or was before one; None if there is none."""
        return end_of(self.end(since=since, before=before))

    def end(self, *, since: dt.datetime | None = None, before: dt.datetime | None = None) -> tuple[Choice, bool]:
        """What :func:`end_of` is asked for by :meth:`moment`."""
        return self.between(since, before), bool(since)

    def any(self) -> bool:
        """Whether there is one."""
        return bool(self._rows("p.id", "", 1))

    def between(self, start: dt.datetime | None, end: dt.datetime | None) -> Choice:
        """Of these, what was released from ``start`` on and before ``end``."""
        ends = [at for at in (self.before, end) if at is not None]
        condition, values = self.condition, self.values
        if start is not None:
            condition, values = f"{condition} AND p.shown_at >= %s", (*values, _asked(start))
        return Choice(condition, values, min(ends, default=None))

    def _rows(self, columns: str, order: str, limit: int | None) -> list[tuple[Any, ...]]:
        some = f"LIMIT {limit}" if limit is not None else ""
        sql, values = visible(self.condition, self.values, self.before)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} {sql} {order} {some}", values)
            return list(cursor.fetchall())


def visible(condition: str, values: tuple[object, ...], before: dt.datetime | None = None) -> tuple[str, list[Any]]:
    """The end of a query for what is public and meets a further condition, and its values.

    SQLite walks an index from one bound only, so there is one: the nearer of now and ``before``.
    """
    now = timezone.now()
    shown, end = ("p.shown_at < %s", before) if before and before <= now else ("p.shown_at <= %s", now)
    return f"{FROM.format(shown=shown)} AND {condition}", [_asked(end), *values]


def blanks(values: Sequence[object]) -> str:
    """Placeholders for so many values: ``%s, %s``."""
    return ", ".join(["%s"] * len(values))


def rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def on(edition: Edition) -> Choice:
    """Everything of an edition."""
    return Choice("p.edition_id = %s", (edition.pk,))


def under(section: Section) -> Choice:
    """Everything of a section."""
    return Choice("p.edition_id = %s AND p.section_id = %s", (section.edition_id, section.pk))


def read_newest(choices: Iterable[Choice]) -> None:
    """Read together what the usual lists of choices show. Ask inside a batch."""
    newest_of.read((choice, USUAL) for choice in choices)


@together
def newest_of(asked: list[tuple[Choice, int]]) -> dict[tuple[Choice, int], list[Shown]]:
    """So many of the newest of choices. One statement names them, one tells of each, however many lists show it."""
    if len(asked) == 1:  # a page that is baked by itself shares nothing
        [(choice, limit)] = asked
        return {(choice, limit): choice.found(NEWEST, limit)}
    keys: list[list[int]] = [[] for _ in asked]
    for number, pk in _of_each("p.id", [(choice, NEWEST, limit) for choice, limit in asked]):
        keys[number].append(pk)
    known = by_key.read(pk for some in keys for pk in some)
    found = [[shown for pk in some if (shown := known[pk])] for some in keys]
    return {
        one: sorted(some, key=lambda shown: (shown.shown_at, shown.pk), reverse=True)
        for one, some in zip(asked, found, strict=True)
    }


@together
def end_of(asked: list[tuple[Choice, bool]]) -> dict[tuple[Choice, bool], dt.datetime]:
    """The first moments of release in choices, or the last, by whether the first is meant."""
    orders = ((choice, "p.shown_at" if first else "p.shown_at DESC", 1) for choice, first in asked)
    return {asked[number]: moment_of(at) for number, at in _of_each("p.shown_at", orders)}


def _of_each(column: str, asked: Iterable[tuple[Choice, str, int]]) -> list[tuple[int, Any]]:
    """A column of choices, each in its order and to its limit, with the number of each: in one statement."""
    parts, values = list[str](), list[Any]()
    for number, (choice, order, limit) in enumerate(asked):
        sql, some = visible(choice.condition, choice.values, choice.before)
        one = f"SELECT {number} AS number, {column} {sql} ORDER BY {order} LIMIT {limit}"
        parts.append(f"SELECT * FROM ({one}) AS one_{number}")  # noqa: S608
        values += some
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return cursor.fetchall()  # type: ignore[no-any-return]


@together
def by_key(keys: list[int]) -> dict[int, Shown]:
    """Placements by their keys, as far as readers may see them."""
    return {one.pk: one for one in Choice(f"p.id IN ({blanks(keys)})", tuple(keys)).found()}


@together
def placed(keys: list[tuple[int, int]]) -> dict[tuple[int, int], Shown]:
    """Articles on editions, by the keys of both."""
    articles, places = (sorted(set(some)) for some in zip(*keys, strict=True))
    # The plus sign keeps SQLite from walking through all of an edition.
    condition = f"p.article_id IN ({blanks(articles)}) AND +p.edition_id IN ({blanks(places)})"
    return {(one.article_id, one.edition_id): one for one in Choice(condition, (*articles, *places)).found()}


@together
def everywhere(stories: list[int]) -> dict[int, list[Shown]]:
    """All public placements of each story: canonical ones first, then the oldest."""
    found: dict[int, list[Shown]] = {story: [] for story in stories}
    every = Choice(f"a.story_id IN ({blanks(stories)})", tuple(stories))
    for one in every.found("p.canonical DESC, p.shown_at, p.id"):
        found[one.article.story_id].append(one)
    return found


def languages_of(story: int) -> list[Shown]:
    """One public placement a language of the story: the canonical one where it is public, else the oldest."""
    chosen: dict[str, Shown] = {}
    for one in everywhere(story) or ():
        chosen.setdefault(one.article.language, one)
    return [chosen[language] for language in sorted(chosen)]


def _made(rows: list[tuple[Any, ...]]) -> list[Shown]:
    """What the rows say; lists of a batch share most rows, and each is made once."""
    made: dict[tuple[Any, ...], Shown | None] = kept(Shown, dict)
    new = {row for row in rows if row not in made}
    texts = _texts_of({row[17]: row[19] for row in new})
    places, shelves = editions(), sections()
    for row in new:
        edition, section = places.get(row[1]), shelves.get(row[2])
        made[row] = _one(row, edition, section, texts[row[19]]) if edition and section else None
    return [one for row in rows if (one := made[row])]


def _one(row: tuple[Any, ...], edition: Edition, section: Section, text: dict[str, Any]) -> Shown:
    return Shown(
        *(row[0], edition, section, bool(row[3]), row[4], row[5]),
        *(moment_of(row[6]), moment_of(row[7]), row[8], row[9] and moment_of(row[9])),
        ShownArticle(
            *(row[10], row[11], row[12] and moment_of(row[12]), row[13]),
            ShownStory(row[14], row[15], moment_of(row[16])),
            ShownRelease(*row[17:21], text),
        ),
    )


def _texts_of(releases: dict[int, str]) -> dict[str, dict[str, Any]]:
    """The texts of releases by digest, given digests by key: each is read once a process."""
    found: dict[str, dict[str, Any]] = {}
    with _lock:
        missing = {pk: digest for pk, digest in releases.items() if digest not in _texts}
        wanted = list(missing)
        for at in range(0, len(wanted), 500):
            some = wanted[at : at + 500]
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT id, content FROM stories_release WHERE id IN ({blanks(some)})", some)  # noqa: S608
                for pk, content in cursor.fetchall():
                    _texts[missing[pk]] = json.loads(content)
        for digest in releases.values():
            found[digest] = _texts[digest]
            _texts.move_to_end(digest)
        while len(_texts) > KEPT:
            _texts.popitem(last=False)
    return found


def moment_of(value: Any) -> dt.datetime:
    """A moment as a database gives it: SQLite without its zone, which is UTC, or as text."""
    moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _asked(moment: dt.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
