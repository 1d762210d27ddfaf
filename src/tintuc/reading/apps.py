"""Plugs the room in."""

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.reading"
    label = "reading"
    default_auto_field = "django.db.models.BigAutoField"
