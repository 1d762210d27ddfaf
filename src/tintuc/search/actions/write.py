"""Writes and forgets what can be found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from tintuc.search.shadow import exact, fold
from tintuc.stories.models import Article
from tintuc.stories.passages import passages


@transaction.atomic(savepoint=False)
def write(*, releases: Sequence[Any]) -> None:
    """Put the words of releases into the table, in place of those of the releases before."""
    forget(article_ids=[release.article_id for release in releases if release.number > 1])
    write_new(releases=releases)


def write_new(*, releases: Iterable[Any]) -> None:
    """Put the words of releases into the table whose articles are not in it yet."""
    values = "%s, %s, %s, %s"
    if connection.vendor == "postgresql":
        values = "%s, to_tsvector('simple', %s), to_tsvector('simple', %s), to_tsvector('simple', %s)"
    with connection.cursor() as cursor:
        sql = f"INSERT INTO search_shadow (rowid, headline, exact, folded) VALUES ({values})"  # noqa: S608
        cursor.executemany(sql, [_row(release) for release in releases])


def _row(release: Any) -> tuple[int, str, str, str]:
    content = release.content
    text = exact("\n".join(passage.text for passage in passages(content)))
    byline = exact(" ".join(line["name"] for line in content.get("byline", [])))
    said = f"{text} {byline}"
    return release.article_id, fold(exact(content["headline"])), said, fold(said)


def forget(*, article_ids: Sequence[int]) -> None:
    """Take articles out of the table."""
    if article_ids:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_shadow WHERE rowid = %s", [(pk,) for pk in article_ids])


def rebuild() -> int:
    """Write the table anew from the current releases; return how many articles it holds."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_shadow")
        count = 0
        for article in Article.objects.filter(live=True).select_related("current_release").iterator():
            write_new(releases=[article.current_release])
            count += 1
        return count
