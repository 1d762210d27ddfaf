"""Plugs the room in."""

from pathlib import Path

from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.syndication"
    label = "syndication"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand the bakery this room's ovens."""
        from tintuc.publishing import generation
        from tintuc.publishing.bakery import register
        from tintuc.syndication.ovens import OVENS

        generation.made_in(Path(__file__).parent)
        for oven in OVENS:
            register(oven)
