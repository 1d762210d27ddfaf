"""What the application answers on public hosts: all that is not a baked file."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
