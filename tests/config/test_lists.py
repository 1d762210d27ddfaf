"""No list reads a table whole that grows with the archive: each query of each list is explained."""

from __future__ import annotations

import importlib
import sys
import tomllib
from pathlib import Path

import pytest
from django.db import connection

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def bench(monkeypatch):
    """The scripts that make an archive and ask for its lists."""
    monkeypatch.syspath_prepend(str(BENCH))
    names = ("lists", "archive_rows", "archive_lines", "baking")
    yield {name: importlib.import_module(name) for name in names}
    for name in names:
        sys.modules.pop(name, None)


@pytest.fixture
def archive(db, bench):
    """Some released articles in five editions, with drafts, corrections, waivers, topics, persons, figures and jobs."""
    from tintuc.network.actions.apply import apply
    from tintuc.publishing.actions.count import count_all

    apply(tomllib.loads(bench["archive_lines"].NETWORK))
    bench["baking"].take_in(60, paragraphs=2)
    with connection.cursor() as cursor:
        for statement in bench["archive_rows"].FURNITURE.split(";\n"):
            cursor.execute(statement)
    count_all()


def test_no_list_reads_a_large_table_whole(archive, bench):
    """Every screen, page, feed, map, search, job and duty finds its rows by an index or stops at a limit."""
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's plans")
    asked_in_all, whole = 0, []
    for name, asked, _spent in bench["lists"].survey():
        asked_in_all += len(asked)
        if not name.startswith(("once ", *bench["lists"].NOT_OURS)):
            whole += [f"{name}: {one.walks}: {one.sql[:300]}: {one.plan}" for one in asked if one.walks]
    assert asked_in_all > 2000
    assert whole == []


def test_a_list_that_reads_a_table_whole_is_named(archive, bench):
    """The survey tells a walk through a table, with or without an index, from one that stops at a limit."""
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's plans")
    from tintuc.stories.models import Article

    watch = bench["lists"].Watch()
    with watch() as asked:
        list(Article.objects.filter(kicker="x"))
        list(Article.objects.order_by("headline")[:5])
        list(Article.objects.order_by("-pk")[:5])
        list(Article.objects.filter(pk=1))
    watch.explain(asked)
    assert [bool(one.walks) for one in asked] == [True, True, False, False]
