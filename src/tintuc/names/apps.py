"""Plugs the room in."""

from django.apps import AppConfig


class NamesConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.names"
    label = "names"
    default_auto_field = "django.db.models.BigAutoField"
