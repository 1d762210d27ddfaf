"""What the reading room answers itself on public hosts: all that cannot be baked."""

from django.urls import path, re_path

from tintuc.reading import views

urlpatterns = [
    path("<slug:folder>/search/", views.search, name="search"),
    re_path(r"^(?P<path>.+/[a-z-]+\+[a-z-]+\.html)$", views.pair, name="pair"),
]
