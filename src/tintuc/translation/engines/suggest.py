"""A machine's suggestion for one passage, for whoever translates it at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tintuc.network.permissions import require
from tintuc.stories.models import Article
from tintuc.translation.engines.choosing import choose
from tintuc.translation.engines.drafts import draft_blocks
from tintuc.translation.engines.pieces import pieces, value_of
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.queries import source_of


@dataclass(frozen=True)
class Suggestion:
    """A machine's words for a passage. Nothing was written into the article."""

    key: str
    engine: str
    value: str  #: as the article would store it: rich text with its tags
    notes: tuple[tuple[str, str], ...] = ()  #: codes with what they are about; sentences are in ``notes.sentence``


def suggest(*, article: Article, key: str, by: Any, engine: str = "") -> Suggestion | None:
    """What a machine makes of the passage ``key`` of the source; None if it has nothing that can be used.

    What was drafted before is given again and costs nothing. The engine is asked once and must answer within its time.
    Raises :class:`TranslationRefused`, or :class:`~tintuc.translation.engines.errors.EngineError` with a sentence for
    the person who waits.
    """
    require(by, "draft", article.story.site_id)
    source = source_of(article)
    found = pieces(source, [key]) if source else []
    if not found or not found[0].passage.text.strip():
        raise TranslationRefused(_("The source has no words to translate there."))
    if article.story.licence and not article.story.licence.may_translate:
        raise TranslationRefused(_("The licence of this story does not allow a translation."))
    piece = found[0]
    language = article.source_language
    chosen = choose(story=article.story, source_language=language, language=article.language, name=engine)
    drafts = draft_blocks(article=article, engine=chosen, blocks=piece.blocks, source_language=language, patient=False)
    value = value_of(piece, {one: draft.text for one, draft in drafts.items()})
    if not value:
        return None
    notes = tuple(tuple(note) for draft in drafts.values() for note in draft.notes)
    return Suggestion(key, chosen.name, value, notes)
