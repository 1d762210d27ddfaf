"""Begins a story with its first article."""

from __future__ import annotations

from typing import Any

from tintuc.jobs.together import together
from tintuc.network.models import Edition, Section
from tintuc.network.permissions import require
from tintuc.stories.models import Article, Placement, Story


def begin(*, story: Story, article: Article, edition: Edition, by: Any, section: Section | None = None) -> Article:
    """Keep a new story with its source article as a first version, placed on ``edition``; return the article.

    ``story`` and ``article`` are filled in and not saved yet. Without a ``section`` the edition's first is taken; an
    edition that has none places nothing. ``by`` is the person, or None for the command line. Raises ``NotAllowed``.
    """
    if by is not None:
        require(by, "write", edition.site_id)
    story.site_id, story.source_language, story.created_by = edition.site_id, edition.language, by
    article.language = edition.language
    with together():
        story.save()
        article.story = story
        article.save()
        article.save_revision(user=by, clean=False)
        if shelf := section or edition.sections.first():
            Placement.objects.create(article=article, edition=edition, section=shelf, canonical=True)
    return article
