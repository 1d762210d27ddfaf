"""Where pages tell that they were read."""

from django.urls import path

from tintuc.counting import views

urlpatterns = [
    path("c/r", views.beacon),
    path("c/r.gif", views.pixel),
]
