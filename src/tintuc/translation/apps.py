"""Plugs the room in."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.translation"
    label = "translation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep a record of every version of a translation, and remember what was released."""
        from tintuc.jobs.together import at_end
        from tintuc.stories import signals
        from tintuc.stories.models import Article
        from tintuc.translation.actions import do_drafting  # noqa: F401 - registers its work
        from tintuc.translation.actions.finish import finish
        from tintuc.translation.actions.learn import learn_soon
        from tintuc.translation.actions.record import record
        from tintuc.translation.actions.remember import forget
        from tintuc.translation.actions.tell import tell

        def on_saved(article: Article, by: object = None, **_: object) -> None:
            record(article=article, by=by)
            tell(article=article, by=by)

        def on_released(article: Article, release: Any, **_: object) -> None:
            at_end(finish, release)
            at_end(learn_soon, release.pk)

        def on_withdrawn(article: Article, **_: object) -> None:
            forget(article=article)

        signals.released.connect(on_released, sender=Article, weak=False, dispatch_uid="translation.remember")
        signals.withdrawn.connect(on_withdrawn, sender=Article, weak=False, dispatch_uid="translation.forget")
        signals.saved.connect(on_saved, sender=Article, weak=False, dispatch_uid="translation.record")
        # Counts what was recorded, so it listens after that.
        from tintuc.translation import duties, listeners  # noqa: F401 - registers what they hold
