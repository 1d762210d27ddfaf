"""Finds stories for the desk by words: what readers can find by the search's own tables, the rest by headlines."""

from __future__ import annotations

from django.db.models import Q, TextField, Value
from django.db.models.functions import Coalesce

from tintuc.search.queries import holding, stands_in
from tintuc.search.shadow import fold
from tintuc.stories.models import Article, Story

#: Released articles that are found, the last ones of many; those in work, and stories, that are looked through.
MOST_RELEASED, MOST_IN_WORK, MOST_STORIES = 3000, 5000, 20_000


def stories_with(sought: str) -> set[int]:
    """Stories, by primary key, with a language that says ``sought`` or a slugline that has it.

    Of released articles all words count, without tone marks and by parts of Chinese, Japanese and Korean too. Of the
    articles last worked on that readers do not have yet, or not as they are now, the headline counts, by its beginning
    letters or anywhere in a word; so do the sluglines of the newest stories.
    """
    newest = Story.objects.order_by("-pk").values("pk")[:MOST_STORIES]
    named = Story.objects.order_by().filter(pk__in=newest, slugline__icontains=sought.strip())
    released = Article.objects.order_by().filter(pk__in=holding(sought, MOST_RELEASED))
    in_work = Article.objects.filter(Q(live=False) | Q(has_unpublished_changes=True))
    last = in_work.order_by("-latest_revision_id").values("pk")[:MOST_IN_WORK]
    headline = Coalesce("latest_revision__object_str", "headline", output_field=TextField())
    rows = named.values_list("pk", Value(None, output_field=TextField())).union(
        released.values_list("story", Value(None, output_field=TextField())),
        Article.objects.order_by().filter(pk__in=last).values_list("story", headline),
        all=True,
    )
    flat = fold(sought.strip().casefold())
    return {story for story, text in rows if text is None or flat in fold(text.casefold()) or stands_in(text, sought)}
