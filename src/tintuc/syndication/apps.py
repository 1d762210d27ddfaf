"""Plugs the room in."""

from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.syndication"
    label = "syndication"
    default_auto_field = "django.db.models.BigAutoField"
