"""Plugs the room in."""

from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.integrity"
    label = "integrity"
    default_auto_field = "django.db.models.BigAutoField"
