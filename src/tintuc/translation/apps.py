"""Plugs the room in."""

from __future__ import annotations

import logging
from typing import Any

from django.apps import AppConfig
from django.db import transaction

LOG = logging.getLogger(__name__)


class TranslationConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.translation"
    label = "translation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep a record of every version of a translation, and remember what was released."""
        from tintuc.stories import signals
        from tintuc.stories.models import Article
        from tintuc.stories.passages import passages
        from tintuc.translation.actions import do_drafting  # noqa: F401 - registers its work
        from tintuc.translation.actions.finish import finish
        from tintuc.translation.actions.propose_names import propose_names
        from tintuc.translation.actions.record import record
        from tintuc.translation.actions.remember import forget, remember
        from tintuc.translation.actions.tell import tell
        from tintuc.translation.engines.quality import judge

        def on_saved(article: Article, by: object = None, **_: object) -> None:
            record(article=article, by=by)
            tell(article=article, by=by)

        def on_released(article: Article, release: Any, **_: object) -> None:
            # Readers get the news whatever becomes of the newsroom's own records.
            said = list(passages(release.content))
            try:
                with transaction.atomic():
                    finish(article=article, passages=said)
                    remember(article=article, passages=said, by=release.released_by, public=True)
                    propose_names(article=article, passages=said)
                    judge(article=article, passages=said)
            except Exception:
                LOG.exception("article %s was released but not remembered", article.pk)

        def on_withdrawn(article: Article, **_: object) -> None:
            forget(article=article)

        signals.released.connect(on_released, sender=Article, weak=False, dispatch_uid="translation.remember")
        signals.withdrawn.connect(on_withdrawn, sender=Article, weak=False, dispatch_uid="translation.forget")
        signals.saved.connect(on_saved, sender=Article, weak=False, dispatch_uid="translation.record")
        # Counts what was recorded, so it listens after that.
        from tintuc.translation import duties, listeners  # noqa: F401 - registers what they hold
