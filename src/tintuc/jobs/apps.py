"""Plugs the room in."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Django's record of the room."""

    name = "tintuc.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
