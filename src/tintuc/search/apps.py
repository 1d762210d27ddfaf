"""Plugs the room in."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Write what can be found in the transaction that releases it; forget it in the one that withdraws it.

        What copies are known by is written with every saved version, so that two drafts of one text are seen, too.
        """
        from tintuc.search.actions.write import forget, write
        from tintuc.search.actions.write_hosts import write_hosts
        from tintuc.search.actions.write_shingles import write_shingles
        from tintuc.stories import signals
        from tintuc.stories.models import Article, Release

        def on_release(release: Release, **_: object) -> None:
            write(release=release)
            write_hosts(release=release)

        def on_withdrawal(article: Article, **_: object) -> None:
            forget(article_id=article.pk)

        def on_saved(article: Article, **_: object) -> None:
            write_shingles(article=article)

        signals.saved.connect(on_saved, sender=Article, weak=False, dispatch_uid="search.write_shingles")
        signals.released.connect(on_release, sender=Article, weak=False, dispatch_uid="search.write")
        signals.withdrawn.connect(on_withdrawal, sender=Article, weak=False, dispatch_uid="search.forget")
