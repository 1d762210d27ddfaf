"""What texts are known by when they come again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("stories", "0002_clearance_triggers")]
    operations = [
        migrations.CreateModel(
            name="Shingle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.BigIntegerField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.article"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["key", "article"], name="search_shingle_key")]},
        ),
    ]
