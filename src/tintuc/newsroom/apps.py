"""Plugs the room in."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.newsroom"
    label = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"
