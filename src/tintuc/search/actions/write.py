"""Writes and forgets what can be found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.models import QuerySet

from tintuc.search.shadow import exact, fold
from tintuc.stories.models import Article, Release
from tintuc.stories.passages import passages

#: Articles written anew at once.
BATCH = 100


@transaction.atomic(savepoint=False)
def write(*, releases: Sequence[Release]) -> None:
    """Put the words of releases into the table, in place of those of the releases before."""
    forget(article_ids=[release.article_id for release in releases if release.number > 1])
    write_new(releases=releases)


def write_new(*, releases: Iterable[Release]) -> None:
    """Put the words of releases into the table whose articles are not in it yet."""
    values = "%s, %s, %s, %s"
    if connection.vendor == "postgresql":
        values = "%s, to_tsvector('simple', %s), to_tsvector('simple', %s), to_tsvector('simple', %s)"
    with connection.cursor() as cursor:
        sql = f"INSERT INTO search_shadow (rowid, headline, exact, folded) VALUES ({values})"  # noqa: S608
        cursor.executemany(sql, [_row(release) for release in releases])


def _row(release: Release) -> tuple[int, str, str, str]:
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


def rewrite() -> int:
    """Write the table anew from the current releases, some at a time, so that the desk goes on; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_shadow WHERE rowid NOT IN (SELECT id FROM stories_article WHERE live)")
    count, some = 0, list(_after(0))
    while some:
        with transaction.atomic():
            Article.hold(some)
            live = Article.objects.filter(pk__in=some, live=True).select_related("current_release")
            releases = [article.current_release for article in live]
            forget(article_ids=some)
            write_new(releases=releases)
        count, some = count + len(releases), list(_after(some[-1]))
    return count


def _after(pk: int) -> QuerySet[Article, int]:
    """The next live articles, by key."""
    return Article.objects.filter(live=True, pk__gt=pk).order_by("pk").values_list("pk", flat=True)[:BATCH]
