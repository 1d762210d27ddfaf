"""Plugs the room in."""

from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.integrity"
    label = "integrity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer whenever somebody wants to release something, and look at what is finished."""
        from tintuc.integrity.duties import ASKED, look_soon
        from tintuc.stories import signals
        from tintuc.stories.models import Article, Clearance
        from tintuc.translation.models import Progress
        from tintuc.translation.signals import counted

        def on_clearing(article: Article, digest: str, by: object = None, **_: object) -> Clearance:
            from tintuc.integrity.actions.clear import clear

            return clear(article=article, by=by, digest=digest)

        signals.clearing.connect(on_clearing, sender=Article, weak=False, dispatch_uid="integrity.clear")

        def on_counted(rows: list[Progress], **_: object) -> None:
            for row in rows:
                if row.article_id and row.complete and row.holds is None and row.stage in ASKED:
                    look_soon(row.article_id)

        counted.connect(on_counted, sender=Progress, weak=False, dispatch_uid="integrity.look")
