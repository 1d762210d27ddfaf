"""Plugs the room in."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"
