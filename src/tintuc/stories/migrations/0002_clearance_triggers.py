"""Holds the clearance rule in the database itself, against writes that never see a model."""

from django.db import migrations

#: name, event, table, condition that must not hold, sentence.
RULES = [
    (
        "article_shows_its_own_release",
        ["INSERT", "UPDATE"],
        "stories_article",
        "NEW.current_release_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM stories_release r"
        " WHERE r.id = NEW.current_release_id AND r.article_id = NEW.id)",
        "an article may only show a release of its own",
    ),
    (
        "release_needs_clearance",
        ["INSERT"],
        "stories_release",
        "NOT EXISTS (SELECT 1 FROM stories_clearance c WHERE c.id = NEW.clearance_id"
        " AND c.article_id = NEW.article_id AND c.digest = NEW.digest)",
        "a release needs a clearance of exactly its text",
    ),
    (
        "release_is_frozen",
        ["UPDATE"],
        "stories_release",
        "NEW.digest <> OLD.digest OR NEW.article_id <> OLD.article_id OR NEW.clearance_id <> OLD.clearance_id"
        " OR CAST(NEW.content AS TEXT) <> CAST(OLD.content AS TEXT)",
        "a release is never changed",
    ),
    (
        "clearance_is_frozen",
        ["UPDATE"],
        "stories_clearance",
        "NEW.digest <> OLD.digest OR NEW.article_id <> OLD.article_id OR NEW.rule_set <> OLD.rule_set",
        "a clearance is never changed",
    ),
]


def hold(apps, schema_editor):
    """Create the triggers in the words of the database at hand."""
    for name, events, table, broken, sentence in RULES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {broken} THEN "
                f"RAISE EXCEPTION USING MESSAGE = '{sentence}', ERRCODE = 'integrity_constraint_violation'; "
                "END IF; RETURN NEW; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {' OR '.join(events)} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            for event in events:
                schema_editor.execute(
                    f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {table} FOR EACH ROW WHEN {broken} "
                    f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
                )


def let_go(apps, schema_editor):
    """Drop the triggers again."""
    for name, events, table, _broken, _sentence in RULES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            for event in events:
                schema_editor.execute(f"DROP TRIGGER {name}_{event.lower()}")


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_initial")]
    operations = [migrations.RunPython(hold, let_go, elidable=False)]
