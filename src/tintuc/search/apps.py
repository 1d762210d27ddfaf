"""Plugs the room in."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Write what can be found in the transaction that releases it; forget it in the one that withdraws it."""
        from tintuc.search.actions.write import forget, write
        from tintuc.stories import signals
        from tintuc.stories.models import Article

        def on_release(release: object, **_: object) -> None:
            write(release=release)

        def on_withdrawal(article: Article, **_: object) -> None:
            forget(article_id=article.pk)

        signals.released.connect(on_release, sender=Article, weak=False, dispatch_uid="search.write")
        signals.withdrawn.connect(on_withdrawal, sender=Article, weak=False, dispatch_uid="search.forget")
