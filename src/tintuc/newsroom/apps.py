"""Plugs the room in."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.newsroom"
    label = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lend stories a way to be previewed: pages are made in a room above them."""
        from tintuc.newsroom import preview
        from tintuc.stories import previewing

        previewing.modes, previewing.show = preview.modes, preview.show
