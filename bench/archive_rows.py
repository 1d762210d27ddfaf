"""Makes a large archive of a small one, row by row in SQL, and furnishes it with what a newsroom of years has besides.

The bulk load takes 1.5 ms an article, this a fifth of that. Each round of copies is the archive as loaded, moved on by
the days it spans, so that a million articles are ten years of 275 a day in five editions. SQLite only.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

#: Articles that go through the bulk load before they are copied.
LOADED = 20_000
#: Characters of a copy's words that can be searched for: to index all of them takes longer than all the rest.
SEARCHED = 300
#: Tables by name, each with the columns that are moved on by so many numbers as the table named has, and its moments.
TABLES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "stories_story": ({"id": "stories_story"}, ("received_at", "created_at")),
    "stories_article": (
        {
            "id": "stories_article", "story_id": "stories_story", "current_release_id": "stories_release",
            "latest_revision_id": "wagtailcore_revision", "live_revision_id": "wagtailcore_revision",
        },
        ("released_at", "first_published_at", "last_published_at"),
    ),
    "stories_credit": ({"id": "stories_credit", "story_id": "stories_story", "article_id": "stories_article"}, ()),
    "wagtailcore_revision": ({"id": "wagtailcore_revision", "object_id": "stories_article"}, ("created_at",)),
    "stories_clearance": ({"id": "stories_clearance", "article_id": "stories_article"}, ("issued_at",)),
    "stories_release": (
        {
            "id": "stories_release", "article_id": "stories_article", "clearance_id": "stories_clearance",
            "revision_id": "wagtailcore_revision",
        },
        ("released_at",),
    ),
    "stories_placement": ({"id": "stories_placement", "article_id": "stories_article"}, ("released_at",)),
    "wagtailcore_modellogentry": (
        {"id": "wagtailcore_modellogentry", "object_id": "stories_article"}, ("timestamp",)
    ),
    "search_shadow": ({"rowid": "stories_article"}, ()),
}  # fmt: skip


def make(folder: Path, articles: int, paragraphs: int) -> None:
    """A newsroom in ``folder``, loaded into this process, with so many released articles and what belongs to them."""
    import archive_lines
    import baking
    import fresh

    loaded = min(articles, LOADED)
    times = articles // loaded
    if articles != loaded * times:
        raise SystemExit(f"A number of articles is {LOADED:,}, a multiple of it, or less.")
    days = -(-loaded // (len(archive_lines.LANGUAGES) * archive_lines.A_DAY))
    fresh.make(folder, archive_lines.NETWORK)
    until = dt.datetime.now(dt.UTC) - dt.timedelta(days=days * (times - 1))
    baking.take_in(loaded, until, paragraphs)
    multiply(folder / "tintuc.sqlite3", times, days)
    furnish(folder / "tintuc.sqlite3")
    from tintuc.publishing.actions.count import count_all
    from tintuc.search.actions.merge import merge

    count_all()
    merge(seconds=600)  # what the newsroom does by itself in the hour after


@contextlib.contextmanager
def bare(place: Path) -> Iterator[sqlite3.Connection]:
    """The database without its triggers and all indexes that can be made afterwards, which is quicker."""
    from django.db import connection

    connection.close()
    database = sqlite3.connect(place, isolation_level=None)  # pysqlite3, since Django's settings were loaded
    for pragma in (
        "journal_mode=OFF",
        "foreign_keys=OFF",
        "synchronous=OFF",
        "cache_size=-400000",
        "temp_store=MEMORY",
    ):
        database.execute(f"PRAGMA {pragma}")
    laid_by = database.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL "
        "AND tbl_name NOT LIKE 'search_shadow%'"
    ).fetchall()
    for kind, name, _ in laid_by:
        database.execute(f'DROP {kind} "{name}"')
    database.execute("BEGIN")
    yield database
    for _, _, text in laid_by:
        database.execute(text)
    database.execute("COMMIT")
    database.execute("PRAGMA journal_mode=WAL")
    database.close()


def multiply(place: Path, times: int, days: int) -> None:
    """Copy all rows of the archive ``times - 1`` times, each copy ``days`` later than the one before."""
    with bare(place) as database:
        sizes = {name: database.execute(f"SELECT max(rowid) FROM {name}").fetchone()[0] for name in TABLES}
        for round_ in range(1, times):
            for name, (moved, moments) in TABLES.items():
                columns = [row[1] for row in database.execute(f'PRAGMA table_info("{name}")')]  # not generated ones
                columns = ["rowid", *columns] if name == "search_shadow" else columns
                values = [_value(one, moved, moments, sizes, round_, days) for one in columns]
                into = ", ".join(f'"{one}"' for one in columns)
                text = (
                    f"INSERT INTO {name} ({into}) SELECT {', '.join(values)} FROM {name} WHERE rowid <= {sizes[name]}"
                )
                database.execute(text)
            print(f"\r{round_ + 1} of {times}", end="", file=sys.stderr, flush=True)


def _value(
    column: str, moved: dict[str, str], moments: tuple[str, ...], sizes: dict[str, int], round_: int, days: int
) -> str:
    """What stands in a column of a copy."""
    if column in moved:
        value = f"{column} + {round_ * sizes[moved[column]]}"
        return f"CAST({value} AS TEXT)" if column == "object_id" else value
    if column in moments:
        return f"datetime({column}, '+{round_ * days} days')"
    if column == "path":
        return f"replace(path, '.html', '-{round_}.html')"
    if column in ("exact", "folded"):
        return f"substr({column}, 1, {SEARCHED})"
    if column == "uuid":
        return "lower(hex(randomblob(16)))"
    return f'"{column}"'


#: Beside the archive: progress of every article; a reader's figures for three articles in ten; one in a hundred with a
#: waiver, corrected, or withdrawn; drafts among the newest; topics and persons with much, little and long ago; jobs.
FURNITURE = """
INSERT INTO translation_progress (language, stage, rank, since, passages, untranslated, drafts, translated, reviewed,
  stale, upstream, words, judged, reads, due_at, article_id, site_id, story_id, worked_at)
  SELECT a.language, 'live', 2, a.released_at, 5, 0, 0, 5, 0, 0, 0, '', '', abs(random()) % 5000,
    '9000-01-01 00:00:00', a.id, s.site_id, a.story_id, a.released_at
  FROM stories_article a JOIN stories_story s ON s.id = a.story_id;
UPDATE stories_article SET live = 0, current_release_id = NULL, has_unpublished_changes = 1 WHERE id % 100 = 7;
UPDATE stories_placement SET withdrawn_at = released_at WHERE article_id % 100 = 7;
DELETE FROM search_shadow WHERE rowid % 100 = 7;
UPDATE translation_progress SET stage = 'withdrawn' WHERE article_id % 100 = 7;
UPDATE translation_progress SET stage = CASE article_id % 7 WHEN 0 THEN 'work' WHEN 1 THEN 'stale' WHEN 2 THEN 'hold'
    WHEN 3 THEN 'ready' WHEN 4 THEN 'live-stale' WHEN 5 THEN 'changed' ELSE 'draft' END,
  rank = CASE article_id % 7 WHEN 4 THEN 0 WHEN 3 THEN 2 ELSE 1 END WHERE article_id % 250 = 9;
INSERT INTO counting_heat (article_id, heat, readers) SELECT id, id / 1000.0, abs(random()) % 5000 FROM stories_article
  WHERE id % 10 < 3;
INSERT INTO counting_hour (article_id, hour, readers, views) SELECT id, datetime('now', '-1 hours'), 20, 30
  FROM stories_article WHERE id % 10 < 3;
INSERT INTO integrity_waiver (fingerprint, check_id, quote, reason, at, article_id, by_id)
  SELECT hex(randomblob(16)), 'text.spacing', 'x', 'as the source has it', released_at, id, 1 FROM stories_article
  WHERE id % 100 = 1;
INSERT INTO stories_correction (block, kind, "on", text, blocks, article_id, release_id)
  SELECT 'c1', 'correction', date(released_at), 'It was the other pier.', '[]', id, current_release_id
  FROM stories_article WHERE id % 100 = 3 AND live;
INSERT INTO newsroom_notice (kind, "values", at, sent_at, article_id, person_id)
  SELECT 'stale', '{}', released_at, released_at, id, 1 FROM stories_article WHERE id % 50 = 5;
INSERT INTO publishing_bakedfile (host, path, kind, owner, key, status, digest, generation, newest, size, written_ns)
  SELECT 'www.bench', path, 'article', edition_id, CAST(id AS TEXT), 200, 'old', 'old', unixepoch(released_at), 9, 9
  FROM stories_placement WHERE shown_at IS NOT NULL;
INSERT INTO network_topic (key, names, about) VALUES
  ('much', '{"vi":"M","en":"M","ja":"M"}', '{}'), ('long-ago', '{"vi":"L","en":"L","ja":"L"}', '{}'),
  ('little', '{"vi":"W","en":"W","ja":"W"}', '{}');
INSERT INTO stories_story_topics (story_id, topic_id) SELECT s.id, t.id FROM stories_story s, network_topic t
  WHERE t.key = 'much' AND s.id % 3 = 2;
INSERT INTO stories_story_topics (story_id, topic_id) SELECT s.id, t.id FROM stories_story s, network_topic t
  WHERE t.key = 'long-ago' AND s.id * 66 <= (SELECT max(id) FROM stories_story);
INSERT INTO stories_story_topics (story_id, topic_id) SELECT s.id, t.id FROM stories_story s, network_topic t
  WHERE t.key = 'little' AND s.id * 2000 <= (SELECT max(id) FROM stories_story);
INSERT INTO stories_contributor (name, slug, forms, about) VALUES ('Long Ago', 'long-ago', '{}', '{}'),
  ('Little', 'little', '{}', '{}');
INSERT INTO stories_credit (role, "order", article_id, contributor_id, story_id)
  SELECT 'translator', 1, a.id, c.id, a.story_id FROM stories_article a, stories_contributor c
  WHERE c.slug = 'long-ago' AND a.story_id * 66 <= (SELECT max(id) FROM stories_story);
INSERT INTO stories_credit (role, "order", article_id, contributor_id, story_id)
  SELECT 'translator', 1, a.id, c.id, a.story_id FROM stories_article a, stories_contributor c
  WHERE c.slug = 'little' AND a.story_id * 4000 <= (SELECT max(id) FROM stories_story);
INSERT INTO jobs_job (kind, arguments, key, state, priority, attempts, run_at, last_error, created_at)
  SELECT 'integrity.look', '{}', CAST(id AS TEXT), CASE WHEN id % 2 THEN 'done' ELSE 'parked' END, 0, 1, released_at,
  '', released_at FROM stories_article WHERE id % 50 = 0
"""


def furnish(place: Path) -> None:
    """Put in what belongs to an archive of years."""
    with bare(place) as database:
        for statement in FURNITURE.split(";\n"):
            database.execute(statement)
