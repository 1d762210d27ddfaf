"""Plugs the room in."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
