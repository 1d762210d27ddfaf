"""Plugs the room in."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the rooms below, and take up the duties of this one."""
        from tintuc.publishing import duties, filing, listeners  # noqa: F401 - registers what they hold
