"""Has a machine draft a translation, or stops it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tintuc.jobs.queue import enqueue
from tintuc.network.permissions import require
from tintuc.stories.models import Article
from tintuc.translation.engines.choosing import choose
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.models import Drafting

#: What the log and the queue call it.
DRAFTED, JOB = "tintuc.machine.draft", "translation.draft"


def draft(*, article: Article, by: Any, engine: str = "") -> Drafting:
    """Queue drafts of every passage of ``article`` that has no words of its own yet.

    ``engine`` names one of the newsroom's; by default the site's choice for the pair counts. ``by`` is None for whoever
    runs the command line. Raises :class:`TranslationRefused`, and
    :class:`~tintuc.translation.engines.errors.EngineError` if no engine may have the story. Nothing is sent yet.
    """
    if by is not None:
        require(by, "draft", article.story.site_id)
    if article.is_source:
        raise TranslationRefused(_("The source is written by people, not drafted."))
    if article.story.licence and not article.story.licence.may_translate:
        raise TranslationRefused(_("The licence of this story does not allow a translation."))
    chosen = choose(
        story=article.story, source_language=article.source_language, language=article.language, name=engine
    )
    try:
        with transaction.atomic():
            made = Drafting.objects.create(article_id=article.pk, engine=chosen.name, by=by)
            enqueue(JOB, {"drafting": made.pk}, key=str(made.pk))
            log(instance=article, action=DRAFTED, user=by, data={"engine": chosen.name})
    except IntegrityError:
        raise TranslationRefused(_("A machine is drafting this article already.")) from None
    return made


def stop(*, drafting: Drafting, by: Any) -> None:
    """Stop a machine's work: what has been drafted is kept, and nothing more is sent or written."""
    if by is not None:
        require(by, "draft", drafting.article.story.site_id)
    Drafting.objects.filter(pk=drafting.pk, state__in=Drafting.ACTIVE).update(state=Drafting.State.STOPPED)
    drafting.refresh_from_db()
