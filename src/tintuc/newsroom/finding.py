"""Finds stories for the desk by words: what readers can find by the search's own tables, drafts by their headlines."""

from __future__ import annotations

from django.db.models import TextField, Value
from django.db.models.functions import Coalesce

from tintuc.search.queries import holding, stands_in
from tintuc.search.shadow import fold
from tintuc.stories.models import Article, Story

#: Released articles that are found, the last ones of many; unreleased ones, and stories, that are looked through.
MOST_RELEASED, MOST_DRAFTS, MOST_STORIES = 3000, 5000, 20_000


def stories_with(sought: str) -> set[int]:
    """Stories, by primary key, with a language that says ``sought`` or a slugline that has it.

    Of released articles all words count, without tone marks and by parts of Chinese, Japanese and Korean too. Of the
    newest articles that readers do not have yet the headline counts, by its beginning letters or anywhere in a word;
    so do the sluglines of the newest stories.
    """
    newest = Story.objects.order_by("-pk").values("pk")[:MOST_STORIES]
    named = Story.objects.order_by().filter(pk__in=newest, slugline__icontains=sought.strip())
    released = Article.objects.order_by().filter(pk__in=holding(sought, MOST_RELEASED))
    drafts = Article.objects.filter(live=False).order_by("-pk").values("pk")[:MOST_DRAFTS]
    headline = Coalesce("latest_revision__object_str", "headline", output_field=TextField())
    rows = named.values_list("pk", Value(None, output_field=TextField())).union(
        released.values_list("story", Value(None, output_field=TextField())),
        Article.objects.order_by().filter(pk__in=drafts).values_list("story", headline),
        all=True,
    )
    flat = fold(sought.strip().casefold())
    return {story for story, text in rows if text is None or flat in fold(text.casefold()) or stands_in(text, sought)}
