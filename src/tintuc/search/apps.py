"""Plugs the room in."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
