"""Credit lines of pictures are passages from now on: translations that have the source's keep it, as translated."""

import hashlib
import json

from django.db import migrations
from django.db.models import F


def _credits(revision):
    body = (revision.content.get("body") if revision else None) or []
    blocks = json.loads(body) if isinstance(body, str) else body
    pictures = (block for block in blocks if block["type"] == "picture" and isinstance(block["value"], dict))
    return {f"{block['id']}.credit": block["value"].get("credit") or "" for block in pictures}


def _digest(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def record(apps, schema_editor):
    """Give each credit line of a translation that nobody has a record of one that says what it was copied from."""
    Article, Unit = apps.get_model("stories", "Article"), apps.get_model("translation", "Unit")
    articles = Article.objects.defer("body").select_related("latest_revision", "translated_from__latest_revision")
    for article in articles.exclude(language=F("story__source_language")).order_by("pk").iterator(chunk_size=200):
        mine = {key: text for key, text in _credits(article.latest_revision).items() if text.strip()}
        if not mine:
            continue
        source = article.translated_from or articles.filter(
            story=article.story_id, language=F("story__source_language")
        ).first()
        theirs = _credits(source.latest_revision) if source else {}
        Unit.objects.bulk_create(
            [
                Unit(
                    article_id=article.pk,
                    key=key,
                    source_digest=_digest(theirs[key]) if theirs.get(key) else "",
                    source_text=theirs.get(key, ""),
                    target_digest=_digest(text),
                    target_value=text,
                    revision=article.latest_revision_id,
                    state="translated",
                    origin="human",
                )
                for key, text in mine.items()
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("translation", "0006_engines"), ("stories", "0001_initial")]
    operations = [migrations.RunPython(record, migrations.RunPython.noop)]
