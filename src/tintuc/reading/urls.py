"""What the reading room answers itself on public hosts: all that cannot be baked."""

from django.urls import path

from tintuc.reading import views

urlpatterns = [
    path("<slug:folder>/search/", views.search, name="search"),
]
