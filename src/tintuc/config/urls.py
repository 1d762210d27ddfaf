"""The desk's addresses. Public hosts have their own table: see ``tintuc.config.public_urls``."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from tintuc.newsroom.views.media import original

urlpatterns = [
    path("media/<path:path>", original),
    path("", include(wagtailadmin_urls)),
]
