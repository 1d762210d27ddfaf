"""Which hosts readers were sent to."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_shingle")]
    operations = [
        migrations.CreateModel(
            name="LinkedHost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(max_length=253)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.article"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("host", "article"), name="one_row_a_host")],
            },
        ),
    ]
