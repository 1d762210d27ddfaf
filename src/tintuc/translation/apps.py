"""Plugs the room in."""

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.translation"
    label = "translation"
    default_auto_field = "django.db.models.BigAutoField"
