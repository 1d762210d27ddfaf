"""The application as WSGI servers want it."""

from os import environ

from django.core.wsgi import get_wsgi_application

environ.setdefault("DJANGO_SETTINGS_MODULE", "tintuc.config.settings")
application = get_wsgi_application()
