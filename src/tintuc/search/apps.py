"""Plugs the room in."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Write what can be found in the transaction that releases it; forget it in the one that withdraws it.

        What copies are known by is written soon after each saved version, so that two drafts of one text are seen, too.
        """
        from tintuc.jobs.together import at_end
        from tintuc.search.actions.write import forget, write
        from tintuc.search.actions.write_hosts import write_hosts
        from tintuc.search.duties import know_soon
        from tintuc.stories import signals
        from tintuc.stories.models import Article, Release

        def find(releases: list[Release]) -> None:
            write(releases=releases)
            write_hosts(releases=releases)

        def on_release(release: Release, **_: object) -> None:
            at_end(find, release)

        def on_withdrawal(article: Article, **_: object) -> None:
            forget(article_ids=[article.pk])

        def on_saved(article: Article, **_: object) -> None:
            know_soon(article.pk)

        signals.saved.connect(on_saved, sender=Article, weak=False, dispatch_uid="search.know_soon")
        signals.released.connect(on_release, sender=Article, weak=False, dispatch_uid="search.write")
        signals.withdrawn.connect(on_withdrawal, sender=Article, weak=False, dispatch_uid="search.forget")
