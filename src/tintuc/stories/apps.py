"""Plugs the room in."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"
