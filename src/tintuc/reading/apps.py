"""Plugs the room in."""

from pathlib import Path

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.reading"
    label = "reading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand the bakery this room's ovens, and take up its duties."""
        from tintuc.publishing import generation
        from tintuc.publishing.bakery import register
        from tintuc.reading import duties  # noqa: F401 - registers what it holds
        from tintuc.reading.ovens import OVENS

        generation.made_in(Path(__file__).parent)
        for oven in OVENS:
            register(oven)
