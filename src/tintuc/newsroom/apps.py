"""Plugs the room in."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.newsroom"
    label = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lend stories a way to be previewed, which pages above them make; listen, and take up the room's duties."""
        from tintuc.newsroom import duties, listeners, preview  # noqa: F401 - the first two register what they hold
        from tintuc.stories import previewing

        previewing.modes, previewing.show = preview.modes, preview.show
