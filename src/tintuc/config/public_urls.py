"""What the application answers on public hosts: all that is not a baked file."""

from django.urls import include, path

urlpatterns = [
    path("", include("tintuc.counting.urls")),
    path("", include("tintuc.syndication.urls")),
    path("", include("tintuc.reading.urls")),
]

handler404 = "tintuc.reading.views.not_found"
handler500 = "tintuc.reading.views.broken"
