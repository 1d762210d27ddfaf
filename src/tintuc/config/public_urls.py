"""What the application answers on public hosts: all that is not a baked file."""

from django.urls import include, path, re_path

from tintuc.reading.views import missing

urlpatterns = [
    path("", include("tintuc.counting.urls")),
    path("", include("tintuc.syndication.urls")),
    path("", include("tintuc.reading.urls")),
    re_path("", missing),  # last: a page that should lie in the tree and does not
]

handler404 = "tintuc.reading.views.not_found"
handler500 = "tintuc.reading.views.broken"
