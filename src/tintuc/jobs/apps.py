"""Plugs the room in."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take up the room's own duty."""
        from tintuc.jobs import worker  # noqa: F401 - registers its duty
