"""What this room answers itself on public hosts."""

from django.urls import path

from tintuc.syndication.security import PATH, security_txt

urlpatterns = [path(PATH.removeprefix("/"), security_txt, name="security-txt")]
