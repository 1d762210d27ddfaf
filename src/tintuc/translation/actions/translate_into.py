"""Opens an article in another language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tintuc.jobs.holding import hold
from tintuc.jobs.together import together
from tintuc.network.languages import LANGUAGES
from tintuc.network.models import Edition
from tintuc.network.permissions import require
from tintuc.stories.models import Article, Placement, Story
from tintuc.translation.actions.merge import follow
from tintuc.translation.actions.propose_names import propose_names
from tintuc.translation.actions.tell import tell
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.words import emptied


@together()
def translate_into(*, story: Story, language: str, by: Any, source: Article | None = None) -> Article:
    """Make the article of ``story`` in ``language``: the source's blocks with their ids, and no words at all.

    ``source`` is the article it is translated from, by default the story's own source; another translation makes a
    chain. Nothing of the source's text is copied, so none of it can ever show on a translated page. The article is
    placed on every edition of that language whose site carries the source, in the section of the same key.
    """
    if by is not None:
        require(by, "translate", story.site_id)
    hold(Story.objects.filter(pk=story.pk))
    original = story.source_article
    if original is None:
        raise TranslationRefused(_("Write the source article first."))
    source = source or original
    if source.story_id != story.pk:
        raise TranslationRefused(_("This is an article of another story."))
    if language not in LANGUAGES or language == story.source_language:
        raise TranslationRefused(_("The story cannot be translated into this language."))
    if story.licence and not story.licence.may_translate:
        raise TranslationRefused(_("The licence of this story does not allow a translation."))
    if story.articles.filter(language=language).exists():
        raise TranslationRefused(_("The story has an article in this language already."))
    version = source.newest()
    body = [emptied(block) for block in version.raw_body()]
    article = Article(
        story=story, language=language, body=body, translated_from=None if source.pk == original.pk else source
    )
    article.save()
    article.save_revision(user=by, clean=False)
    follow(article, version)
    tell(article=version, by=by)
    _place(article, original)
    propose_names(article=source, passages=version.passages())
    return article


def _place(article: Article, source: Article) -> None:
    for placement in source.placements.select_related("edition", "section"):
        edition = Edition.objects.filter(site=placement.edition.site_id, language=article.language).first()
        section = edition and (edition.sections.filter(key=placement.section.key).first() or edition.sections.first())
        if section:
            canonical = placement.canonical and not article.placements.filter(canonical=True).exists()
            Placement.objects.create(article=article, edition=edition, section=section, canonical=canonical)
