"""Plugs the room in."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"
