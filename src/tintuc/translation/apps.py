"""Plugs the room in."""

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.translation"
    label = "translation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep a record of every version of a translation."""
        from tintuc.stories import signals
        from tintuc.stories.models import Article
        from tintuc.translation.actions.record import record

        def on_saved(article: Article, by: object = None, **_: object) -> None:
            record(article=article, by=by)

        signals.saved.connect(on_saved, sender=Article, weak=False, dispatch_uid="translation.record")
