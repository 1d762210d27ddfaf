"""Where articles stand or once stood, whether or not readers may see them: which pages a change may touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from tintuc.publishing.memo import together
from tintuc.publishing.queries import editions
from tintuc.publishing.shown import blanks, moment_of


class Spot(NamedTuple):
    """Where an article stands or once stood, whether or not readers may see it."""

    pk: int
    edition_id: int
    section_id: int
    article_id: int
    story_id: int
    path: str
    released_at: dt.datetime | None


SPOT = "p.id, p.edition_id, p.section_id, p.article_id, a.story_id, p.path, p.released_at"
SPOTS = f"SELECT {SPOT} FROM stories_placement p JOIN stories_article a ON a.id = p.article_id"  # noqa: S608
#: Where what is translated from an article tells readers that it has changed; the rule is ``Article.made_from``.
MADE_FROM = f"""
SELECT s.id, {SPOT} FROM stories_article s JOIN stories_story t ON t.id = s.story_id
JOIN stories_article a ON a.story_id = s.story_id AND a.id <> s.id AND a.language <> t.source_language
AND (a.translated_from_id = s.id OR (a.translated_from_id IS NULL AND s.language = t.source_language))
JOIN stories_placement p ON p.article_id = a.id JOIN network_edition e ON e.id = p.edition_id AND e.tell_changed
"""  # noqa: S608 - our own names
BESIDE = """
SELECT n.article, p.edition_id, p.id FROM publishing_neighbour n JOIN stories_placement p ON p.id = n.placement
"""
#: Tags that name an article or a story by its key.
OF_ARTICLES = frozenset({"article", "text", "shown", "told", "count"})
OF_STORIES = frozenset({"story", "languages", "alt", "corrected"})


@together
def spots_of_articles(articles: list[int]) -> dict[int, list[Spot]]:
    """The spots of articles, the last released first."""
    found: dict[int, list[Spot]] = {article: [] for article in articles}
    for spot in _spots(f"p.article_id IN ({blanks(articles)})", articles):
        found[spot.article_id].append(spot)
    return found


@together
def spots_of_stories(stories: list[int]) -> dict[int, list[Spot]]:
    """The spots of all articles of stories, the last released first."""
    found: dict[int, list[Spot]] = {story: [] for story in stories}
    for spot in _spots(f"a.story_id IN ({blanks(stories)})", stories):
        found[spot.story_id].append(spot)
    return found


@together
def spots_made_from(articles: list[int]) -> dict[int, list[Spot]]:
    """The spots of what is translated from articles, on editions that tell readers of a source that has changed."""
    found: dict[int, list[Spot]] = {article: [] for article in articles}
    with connection.cursor() as cursor:
        cursor.execute(f"{MADE_FROM} WHERE s.id IN ({blanks(articles)})", articles)
        for source, *row in cursor.fetchall():
            found[source].append(_spot(row))
    return found


@together
def shown_beside(articles: list[int]) -> dict[int, list[tuple[int, int]]]:
    """Edition and key of the placements whose pages show articles as related."""
    found: dict[int, list[tuple[int, int]]] = {article: [] for article in articles}
    with connection.cursor() as cursor:
        cursor.execute(f"{BESIDE} WHERE n.article IN ({blanks(articles)}) ORDER BY p.canonical DESC, p.id", articles)
        for article, edition, pk in cursor.fetchall():
            found[article].append((edition, pk))
    return found


def read_ahead(tags: Iterable[str]) -> None:
    """Read at once where everything stands that some tags name. Ask inside a batch."""
    named: dict[str, list[int]] = {}
    for tag in tags:
        kind, _, number = tag.partition(":")
        if number.isdigit():
            named.setdefault(kind, []).append(int(number))
    spots_of_articles.read(key for kind in OF_ARTICLES for key in named.get(kind, ()))
    spots_of_stories.read(key for kind in OF_STORIES for key in named.get(kind, ()))
    spots_made_from.read(named.get("made-from", ()))
    shown_beside.read(key for kind in ("beside", "offered") for key in named.get(kind, ()))


def spots(tag: str, *, of_articles: Collection[str] = (), of_stories: Collection[str] = ()) -> list[Spot]:
    """The spots of the article or story a tag names, if it is of one of these kinds."""
    kind, _, number = tag.partition(":")
    if kind in of_articles:
        return spots_of_articles(int(number)) or []
    return (spots_of_stories(int(number)) or []) if kind in of_stories else []


def days(tag: str) -> set[tuple[int, dt.date]]:
    """Editions, and the days in their zone, on which the article, or all of a story whose addresses changed, came."""
    known = editions()
    found = spots(tag, of_articles={"shown", "told"}, of_stories={"alt"})
    return {
        (one.edition_id, one.released_at.astimezone(known[one.edition_id].zone).date())
        for one in found
        if one.released_at and one.edition_id in known
    }


def _spots(condition: str, values: list[int]) -> list[Spot]:
    with connection.cursor() as cursor:
        cursor.execute(f"{SPOTS} WHERE {condition} ORDER BY p.released_at DESC, p.id DESC", values)
        return [_spot(row) for row in cursor.fetchall()]


def _spot(row: Sequence[Any]) -> Spot:
    return Spot(*row[:6], row[6] and moment_of(row[6]))
