"""The table of shadow text, in the words of the database at hand."""

from django.db import migrations


def make(apps, schema_editor):
    """FTS5 on SQLite, tsvector with a GIN index on PostgreSQL; the row's id is the article's."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE TABLE search_shadow (rowid bigint PRIMARY KEY, headline tsvector NOT NULL, exact tsvector NOT NULL,"
            " folded tsvector NOT NULL)"
        )
        for column in ("exact", "folded"):
            schema_editor.execute(f"CREATE INDEX search_{column} ON search_shadow USING gin ({column})")
    else:
        schema_editor.execute(
            "CREATE VIRTUAL TABLE search_shadow USING fts5(headline, exact, folded,"
            " tokenize = \"unicode61 remove_diacritics 0\")"
        )


def drop(apps, schema_editor):
    """Drop the table."""
    schema_editor.execute("DROP TABLE search_shadow")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(make, drop)]
