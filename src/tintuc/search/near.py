"""Finds the articles that hold the same words as another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import connection

from tintuc.search.actions.write_shingles import keys_of, pieces_of
from tintuc.search.models import Shingle
from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.text.shingles import containment, longest_run, sample, shingles

#: Shingles of a text below which nothing is said: a short piece shares its set phrases with many.
FEWEST = 80
#: Articles from which on a shingle is a set phrase (who may be written to, what was agreed) and tells nothing.
SET_PHRASE = 40
#: Shingles that are asked for; SQLite joins at most 500 questions into one.
MOST_ASKED = 400
#: Articles whose words are compared in full.
COMPARED = 8
#: Kept shingles an article must share to be compared in full.
SHARED = 2


@dataclass(frozen=True)
class Twin:
    """An article with much of the same words."""

    article: Article
    containment: float  #: share of the shorter text
    passage: Passage  #: where in the text that was asked about the longest shared run stands
    start: int
    end: int


def twins(article: Article, least: float) -> list[Twin]:
    """Articles of other stories that share ``least`` of the shorter text with the words ``article`` holds.

    Looked up by kept shingles, then measured on the newest words of each. The likest first.
    """
    pieces = pieces_of(article.passages())
    texts = [piece.text for piece in pieces]
    own = shingles(texts, article.language)
    keys = {one.key for one in own}
    if len(keys) < FEWEST:
        return []
    found = []
    for other in _candidates(sample(keys), article.story_id):
        theirs = keys_of(other)
        share = containment(keys, theirs)
        run = longest_run(own, theirs, texts)
        if len(theirs) >= FEWEST and share >= least and run:
            found.append(Twin(other, share, pieces[run.piece], run.start, run.end))
    return sorted(found, key=lambda twin: -twin.containment)


def _candidates(kept: set[int], story: int | None) -> list[Article]:
    """The newest versions of the articles that share most kept shingles. A set phrase costs no more than its limit."""
    asked = sorted(kept)[:MOST_ASKED]
    table = connection.ops.quote_name(Shingle._meta.db_table)
    one = f"SELECT * FROM (SELECT key, article_id FROM {table} WHERE key = %s LIMIT {SET_PHRASE}) AS one"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(asked)), asked)
        rows = cursor.fetchall()
    holders = Counter(key for key, _ in rows)
    phrases = {key for key, count in holders.items() if count >= SET_PHRASE}
    if len(phrases) * 2 >= len(asked):  # no phrase, but a text that stands everywhere
        phrases = set()
    shared = Counter(article for key, article in rows if key not in phrases)
    likely = [pk for pk, count in shared.most_common(COMPARED * 3) if count >= SHARED]
    others = Article.objects.filter(pk__in=likely).exclude(story=story).select_related("story", "latest_revision")
    nearest = sorted(others, key=lambda other: -shared[other.pk])[:COMPARED]
    return [other.get_latest_revision_as_object() for other in nearest]
