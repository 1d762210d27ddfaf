"""What is told of articles beside their words: the trail of their releases, clearances, corrections. Plain values."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tintuc.network.models import Edition, Topic
from tintuc.publishing.memo import once, together
from tintuc.publishing.shown import ShownArticle, blanks, moment_of, rows, visible
from tintuc.publishing.standing import Kind, fields, objects
from tintuc.stories.models import Contributor, Credit, Release


@dataclass(frozen=True)
class Step:
    """One release readers may still look at."""

    number: int
    kind: str  #: first, update or correction
    at: dt.datetime


@dataclass(frozen=True)
class Cleared:
    """What the desk of integrity did for a release."""

    checks: int  #: how many looked at it; 0 if that was not kept
    answered: int  #: objections an editor answered with a reason
    at: dt.datetime


@dataclass(frozen=True)
class Told:
    """A correction as readers are told of it."""

    article_id: int
    story_id: int
    block: str  #: id of its note
    kind: str
    on: dt.date
    text: str
    blocks: tuple[str, ...]  #: ids of the blocks it reworded
    release: int  #: number of the release that brought it
    closed: bool  #: whether that release is out of the public history
    at: dt.datetime


CORRECTION = """
SELECT c.article_id, a.story_id, c.block, c.kind, c."on", c.text, c.blocks, r.number, r.closed_at, k.issued_at
FROM stories_correction c
JOIN stories_article a ON a.id = c.article_id
JOIN stories_release r ON r.id = c.release_id
JOIN stories_clearance k ON k.id = r.clearance_id
"""
LATEST = 'ORDER BY c."on" DESC, c.release_id DESC, c.block'


@together
def trail(articles: list[int]) -> dict[int, list[Step]]:
    """The releases of articles, newest first; what was withdrawn is none of them."""
    found: dict[int, list[Step]] = {article: [] for article in articles}
    sql = f"""SELECT r.article_id, r.number, r.kind, k.issued_at
        FROM stories_release r JOIN stories_clearance k ON k.id = r.clearance_id
        WHERE r.closed_at IS NULL AND r.article_id IN ({blanks(articles)}) ORDER BY r.number DESC"""  # noqa: S608
    for article, number, kind, at in rows(sql, articles):
        found[article].append(Step(number, kind, moment_of(at)))
    return found


def history(article: ShownArticle) -> QuerySet[Release]:
    """The same with their words."""
    return Release.objects.filter(article=article.pk, closed_at=None).select_related("clearance").order_by("-number")


@together
def cleared(keys: list[int]) -> dict[int, Cleared]:
    """Clearances by their keys."""
    sql = f"SELECT id, checks, waivers, issued_at FROM stories_clearance WHERE id IN ({blanks(keys)})"  # noqa: S608
    found = rows(sql, keys)
    return {pk: Cleared(checks or 0, len(json.loads(waivers)), moment_of(at)) for pk, checks, waivers, at in found}


@together
def corrections_of(articles: list[int]) -> dict[int, list[Told]]:
    """The corrections of articles, updates apart, newest first."""
    found: dict[int, list[Told]] = {article: [] for article in articles}
    where = f"WHERE c.kind <> 'update' AND c.article_id IN ({blanks(articles)})"
    for told in _told(f"{CORRECTION} {where} {LATEST}", articles):
        found[told.article_id].append(told)
    return found


@together
def corrected_on(articles: list[int]) -> dict[int, list[dt.date]]:
    """The days of all corrections of articles, updates too."""
    found: dict[int, list[dt.date]] = {article: [] for article in articles}
    sql = f'SELECT article_id, "on" FROM stories_correction WHERE article_id IN ({blanks(articles)})'  # noqa: S608
    for article, on in rows(sql, articles):
        found[article].append(_day(on))
    return found


@together
def corrected_blocks(stories: list[int]) -> dict[int, list[tuple[int, str]]]:
    """The articles and blocks of all corrections of stories, in whatever language."""
    found: dict[int, list[tuple[int, str]]] = {story: [] for story in stories}
    sql = f"""SELECT a.story_id, c.article_id, c.block FROM stories_correction c
        JOIN stories_article a ON a.id = c.article_id WHERE a.story_id IN ({blanks(stories)})"""  # noqa: S608
    for story, article, block in rows(sql, stories):
        found[story].append((article, block))
    return found


def corrections(edition: Edition, limit: int, year: int | None = None) -> list[Told]:
    """Corrections of what readers of the edition may see now, of a year or at all, newest first."""
    sql, values = _public(edition)
    if year:
        sql, values = f'{sql} AND c."on" BETWEEN %s AND %s', [*values, dt.date(year, 1, 1), dt.date(year, 12, 31)]
    return list(_told(f"{CORRECTION} {sql} {LATEST} LIMIT {limit}", values))


@once
def years(edition: Edition) -> list[int]:
    """The years in which something was corrected on the edition, newest first."""
    public, values = _public(edition)
    newest = f'SELECT c."on" FROM stories_correction c {public} AND c."on" < %s ORDER BY c."on" DESC LIMIT 1'  # noqa: S608
    found: list[int] = []
    while some := rows(newest, [*values, dt.date(found[-1], 1, 1) if found else dt.date.max]):
        found.append(_day(some[0][0]).year)
    return found


@together
def topic(keys: list[int]) -> dict[int, Topic]:
    """Topics by their keys."""
    return _read(Topic, keys)


@together
def contributor(keys: list[int]) -> dict[int, Contributor]:
    """Contributors by their keys."""
    return _read(Contributor, keys)


@together
def roles_of(contributors: list[int]) -> dict[int, list[str]]:
    """What contributors have done, in the order of the words for it."""
    found: dict[int, set[str]] = {contributor: set() for contributor in contributors}
    given = Credit.objects.filter(contributor__in=contributors).order_by().values_list("contributor", "role").distinct()
    for pk, role in given:
        found[pk].add(role)
    return {pk: sorted(roles) for pk, roles in found.items()}


@together
def credits_of(stories: list[int]) -> dict[int, list[tuple[int | None, int]]]:
    """Everybody stories or their articles name: the article, None for all of them, and the key of the person."""
    found: dict[int, list[tuple[int | None, int]]] = {story: [] for story in stories}
    sql = f"SELECT story_id, article_id, contributor_id FROM stories_credit WHERE story_id IN ({blanks(stories)})"  # noqa: S608
    for story, article, person in rows(sql, stories):
        found[story].append((article, person))
    return found


def named_in(story: int, article: int) -> list[Contributor]:
    """The people an article of a story names."""
    keys = {person for named, person in credits_of(story) or () if named in (None, article)}
    return [person for person in contributor.read(sorted(keys)).values() if person]


@together
def topics_of(stories: list[int]) -> dict[int, list[Topic]]:
    """The topics stories are filed under."""
    filed = rows(f"SELECT story_id, topic_id FROM stories_story_topics WHERE story_id IN ({blanks(stories)})", stories)  # noqa: S608
    topics = topic.read({pk for _, pk in filed})
    found: dict[int, list[Topic]] = {story: [] for story in stories}
    for story, pk in filed:
        if one := topics[pk]:
            found[story].append(one)
    return {story: sorted(named, key=lambda one: one.key) for story, named in found.items()}


def _read(model: type[Kind], keys: list[int]) -> dict[int, Kind]:
    """Rows of a model by their keys."""
    columns = ", ".join(field.column for field in fields(model))
    found = rows(f"SELECT {columns} FROM {model._meta.db_table} WHERE id IN ({blanks(keys)})", keys)  # noqa: S608
    return {one.pk: one for one in objects(model, found)}


def _public(edition: Edition) -> tuple[str, list[Any]]:
    seen, values = visible("p.edition_id = %s AND p.article_id = c.article_id", (edition.pk,))
    return f"WHERE c.kind <> 'update' AND EXISTS (SELECT 1 {seen})", values


def _told(sql: str, values: list[Any]) -> Iterator[Told]:
    for article, story, block, kind, on, text, blocks, number, closed, at in rows(sql, values):
        named = tuple(json.loads(blocks))
        yield Told(article, story, block, kind, _day(on), text, named, number, closed is not None, moment_of(at))


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
