"""Plugs the room in."""

from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.integrity"
    label = "integrity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer whenever somebody wants to release something."""
        from tintuc.stories import signals
        from tintuc.stories.models import Article

        def on_clearing(article: Article, by: object = None, **_: object) -> None:
            from tintuc.integrity.actions.clear import clear

            clear(article=article, by=by)

        signals.clearing.connect(on_clearing, sender=Article, weak=False, dispatch_uid="integrity.clear")
