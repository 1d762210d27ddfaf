"""An index by which what was done to one article is found.

Wagtail has one by kind and one by number, and a database that takes the first reads the log of all articles.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_notices"), ("wagtailcore", "0098_apitoken")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX newsroom_log_of_object ON wagtailcore_modellogentry (content_type_id, object_id, timestamp)",
            "DROP INDEX newsroom_log_of_object",
        )
    ]
