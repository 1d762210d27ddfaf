"""The desk's addresses. Public hosts have their own table: see ``tintuc.config.public_urls``."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls

from tintuc.newsroom.views.media import original
from tintuc.newsroom.views.notices import feed

urlpatterns = [
    path("media/<path:path>", original),
    # Feed readers do not log in: the address is the key.
    re_path(r"^notices/(?P<token>[\w-]{43})\.(?P<kind>atom|json)$", feed, name="newsroom_notices_feed"),
    path("", include(wagtailadmin_urls)),
]
