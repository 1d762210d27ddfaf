"""Finds stories."""

from __future__ import annotations

import datetime as dt
import heapq
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from tintuc.network.models import Edition
from tintuc.search.shadow import IN_RUN, exact, fold, pairs, words
from tintuc.search.telling import Telling, distinct
from tintuc.stories.models import Placement

A_PAGE = 20
#: More words than anybody types; more would only slow the search.
MOST_WORDS = 12
#: A word that more stories than this hold tells nothing about any of them, and a tenth of a small edition's is as many.
MOST_SHARED = 40
#: In the smallest edition this many may hold it.
FEWEST_SHARED = 4
#: Articles among which related ones are sought, the newest: phrases of everyday syllables are slow to find in more.
NEWEST = 20_000
#: Words asked for in one statement.
AT_ONCE = 100
#: Rows the text index hands to the rule of visibility.
MOST_HITS = 2000
#: How many articles are shown on editions, counted to a limit: by an index alone.
SHOWN = """
SELECT e.id, (SELECT COUNT(*) FROM (
    SELECT 1 FROM stories_placement WHERE edition_id = e.id AND shown_at IS NOT NULL LIMIT %s
) AS shown) FROM network_edition e WHERE e.id IN ({})
"""
#: The number of each word, and the articles that hold it: those :func:`holders_of` looks at.
HELD = f"""
SELECT key, (SELECT json_group_array(rowid) FROM (
    SELECT rowid FROM search_shadow WHERE search_shadow MATCH word.value
    AND rowid > (SELECT MAX(id) FROM stories_article) - {NEWEST} ORDER BY rowid LIMIT {MOST_SHARED + 1}
)) FROM json_each(%s) word
"""  # noqa: S608
HELD_POSTGRESQL = f"""
SELECT * FROM (SELECT %s AS word, rowid AS pk FROM search_shadow WHERE exact @@ to_tsquery('simple', %s)
AND rowid > (SELECT MAX(id) FROM stories_article) - {NEWEST} ORDER BY rowid LIMIT {MOST_SHARED + 1}) AS one_{{}}
"""  # noqa: S608


@dataclass(frozen=True)
class Results:
    """What a search found: one page of placements by key, newest first among the equally good."""

    hits: list[int] = field(default_factory=list)
    total: int = 0


def find(
    edition: Edition,
    text: str,
    *,
    page: int = 1,
    since: dt.datetime | None = None,
    before: dt.datetime | None = None,
) -> Results:
    """Stories of the edition that hold all the words of ``text``, released ``since`` a moment and ``before`` another.

    A query with a diacritic is taken at its word; one without finds both. Nothing typed into it can raise. Of words
    that more than :data:`MOST_HITS` articles hold, those written last are ranked.
    """
    terms = words(text[:500])[:MOST_WORDS]
    if not terms:
        return Results()
    ranked = _ask(*_asked(terms), MOST_HITS)
    found = Placement.objects.public().filter(edition=edition, article_id__in=ranked)
    found = found.filter(released_at__gte=since) if since else found
    found = found.filter(released_at__lt=before) if before else found
    places = dict(found.values_list("article_id", "pk"))
    hits = [places[pk] for pk in ranked if pk in places]
    start = (max(page, 1) - 1) * A_PAGE
    return Results(hits[start : start + A_PAGE], len(hits))


def holding(text: str, limit: int) -> list[int]:
    """Ids of released articles of all sites that hold all the words of ``text``: of many, the last ``limit``."""
    terms = words(text[:500])[:MOST_WORDS]
    return _ask(*_asked(terms), limit) if terms else []


def stands_in(text: str, sought: str) -> bool:
    """Whether a text that is in no index would be found by ``sought``: the same words, pairs and marks count."""
    terms = words(sought[:500])[:MOST_WORDS]
    column, phrases = _asked(terms)
    tokens = f" {exact(text) if column == 'exact' else fold(exact(text))} "
    shown = (" ".join(token.rstrip("*") for token in phrase) for phrase in phrases)
    ends = ("" if phrase[-1].endswith("*") else " " for phrase in phrases)
    return bool(terms) and all(f" {one}{end}" in tokens for one, end in zip(shown, ends, strict=True))


def _asked(terms: list[str]) -> tuple[str, list[list[str]]]:
    """The column to ask, and the phrases to ask it for."""
    column = "exact" if any(fold(term) != term for term in terms) else "folded"
    return column, [_phrase(term if column == "exact" else fold(term)) for term in terms]


def nearest(asked: Sequence[Telling], common: int, holders: Mapping[str, Sequence[int]]) -> list[tuple[int, list[str]]]:
    """Released articles of all sites that share telling words, by key and nearest first, with the words they share.

    ``holders`` says who holds each word, see :func:`holders_of`. Two words at least that say two things, each of which
    ``common`` articles at most hold: a rare word weighs more (inverse document frequency).
    """
    rare = {one: hits for one in asked if 1 < len(hits := holders[one.word]) <= common}
    shared: dict[int, list[Telling]] = {}
    for one in sorted(rare, key=lambda one: len(rare[one])):
        for pk in rare[one]:
            shared.setdefault(pk, []).append(one)
    words = {pk: distinct(found) for pk, found in shared.items() if len(found) > 1}
    score = {pk: sum(1 / len(rare[one]) for one in found) for pk, found in words.items() if len(found) > 1}
    best = heapq.nsmallest(50, score, key=lambda pk: (-score[pk], -pk))
    return [(pk, [one.shown for one in words[pk][:3]]) for pk in best]


def most_shared(editions: Sequence[int]) -> dict[int, int]:
    """How many articles may hold a word that tells something on editions; counted no further than matters."""
    with connection.cursor() as cursor:
        cursor.execute(SHOWN.format(", ".join(["%s"] * len(editions))), [MOST_SHARED * 10, *editions])
        return {edition: max(FEWEST_SHARED, min(MOST_SHARED, size // 10)) for edition, size in cursor.fetchall()}


def holders_of(asked: Sequence[str]) -> dict[str, list[int]]:
    """For each word the articles of all sites that hold it, unranked, the oldest first: SQLite takes longer backwards.

    Only the :data:`NEWEST` are looked at, and of a word that more than :data:`MOST_SHARED` hold, one more than that.
    """
    held = _held_postgresql if connection.vendor == "postgresql" else _held
    return {
        word: pks
        for begin in range(0, len(asked), AT_ONCE)
        for word, pks in held(asked[begin : begin + AT_ONCE]).items()
    }


def _held(asked: Sequence[str]) -> dict[str, list[int]]:
    sought = json.dumps([f"exact : {_quoted(_phrase(word))}" for word in asked])
    with connection.cursor() as cursor:
        cursor.execute(HELD, [sought])
        return {asked[number]: json.loads(pks) for number, pks in cursor.fetchall()}


def _held_postgresql(asked: Sequence[str]) -> dict[str, list[int]]:
    """Each word in a part of its own, so that PostgreSQL plans each by how many hold it."""
    found: dict[str, list[int]] = {word: [] for word in asked}
    values = [
        value for number, word in enumerate(asked) for value in (number, " <-> ".join(map(_lexeme, _phrase(word))))
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(HELD_POSTGRESQL.format(number) for number in range(len(asked))), values)
        for number, pk in cursor.fetchall():
            found[asked[number]].append(pk)
    return found


def _phrase(word: str) -> list[str]:
    """The tokens that must follow each other for the word to stand there; one ideograph may begin a pair."""
    if not IN_RUN.match(word):
        return word.split(" ")
    return pairs(word) if len(word) > 1 else [word + "*"]


def _ask(column: str, phrases: list[list[str]], limit: int) -> list[int]:
    """Ids of the last ``limit`` articles that hold all phrases, best first: headline before body, newer before older.

    Only those are ranked: to rank a word that a million articles hold takes seconds.
    """
    if connection.vendor == "postgresql":
        query = " & ".join("(" + " <-> ".join(_lexeme(token) for token in phrase) + ")" for phrase in phrases)
        sql = (
            f"SELECT rowid FROM (SELECT rowid, headline @@ q AS top, {column} AS said, q "  # noqa: S608
            f"FROM search_shadow, to_tsquery('simple', %s) q WHERE {column} @@ q ORDER BY rowid DESC LIMIT %s) AS last "
            "ORDER BY top DESC, ts_rank(said, q) DESC, rowid DESC"
        )
    else:
        query = f"{column} : (" + " AND ".join(_quoted(phrase) for phrase in phrases) + ")"
        last = "SELECT rowid, rank FROM search_shadow WHERE search_shadow MATCH %s ORDER BY rowid DESC LIMIT %s"
        sql = f"SELECT rowid FROM ({last}) ORDER BY rank, rowid DESC"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [query, limit])
        return [row[0] for row in cursor.fetchall()]


def _quoted(phrase: list[str]) -> str:
    inner = " ".join(token.rstrip("*").replace('"', "") for token in phrase)
    return f'"{inner}"*' if phrase[-1].endswith("*") else f'"{inner}"'


def _lexeme(token: str) -> str:
    inner = token.rstrip("*").replace("'", "").replace("\\", "")
    return f"'{inner}':*" if token.endswith("*") else f"'{inner}'"
