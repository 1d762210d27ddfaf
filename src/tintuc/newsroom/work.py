"""Where an article is worked on."""

from __future__ import annotations

from django.urls import reverse

from tintuc.stories.models import Article

#: Also asked for outside a request, so the desk's own table of addresses is named.
DESK = "tintuc.config.urls"


def work_path(article: Article) -> str:
    """The path of the screen where an article is written, or, of a translation, of the desk where it is translated."""
    name = "wagtailsnippets_stories_article:edit" if article.is_source else "newsroom_translation"
    return reverse(name, args=[article.pk], urlconf=DESK)
