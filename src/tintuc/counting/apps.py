"""Plugs the room in."""

from django.apps import AppConfig


class CountingConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.counting"
    label = "counting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take up the room's duties."""
        from tintuc.counting import duties  # noqa: F401 - registers them
