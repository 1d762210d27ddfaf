"""Settings. Everything an operator may set comes from the environment, and all of it has a working default."""

from __future__ import annotations

import secrets
from os import environ
from pathlib import Path

import tintuc.config.sqlite  # noqa: F401 - must come before Django opens a database
from tintuc.config.environment import database, flag, mail

#: The newsroom's folder: database, pictures, baked pages, secret, ``network.toml``.
DIR = Path(environ.get("TINTUC_DIR", "newsroom")).resolve()


def _secret() -> str:
    given = environ.get("TINTUC_SECRET_KEY")
    if given:
        return given
    place = DIR / "secret"
    if place.exists():
        return place.read_text().strip()
    # No folder yet (tests, `tintuc check`): a key for this process only. `tintuc init` writes a lasting one.
    return secrets.token_urlsafe(50)


SECRET_KEY = _secret()
DEBUG = False
HTTPS = flag("TINTUC_HTTPS")
#: Whether the desk also runs the checks that need the sentence encoder; languages it was taught lie in ``HEADS_ROOT``.
ENCODER = flag("TINTUC_ENCODER")
HEADS_ROOT = DIR / "heads"
#: A folder of type faces for pictures of words, before those of the system.
FONTS = environ.get("TINTUC_FONTS", "")
#: The engines of machine translation; their keys stand elsewhere, in the environment or in files of their own.
ENGINES_FILE = Path(environ.get("TINTUC_ENGINES") or DIR / "engines.toml")
#: Hosts are judged by ``network.middleware``: unknown ones get 421 before anything else runs.
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "tintuc.newsroom",
    "tintuc.reading",
    "tintuc.syndication",
    "tintuc.publishing",
    "tintuc.integrity",
    "tintuc.intake",
    "tintuc.translation",
    "tintuc.counting",
    "tintuc.search",
    "tintuc.stories",
    "tintuc.names",
    "tintuc.network",
    "tintuc.jobs",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "tintuc.network.middleware.HostGuard",
    "tintuc.newsroom.middleware.ContentPolicy",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tintuc.newsroom.middleware.NoNul",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tintuc.config.urls"
WSGI_APPLICATION = "tintuc.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database(environ.get("TINTUC_DATABASE", ""), DIR)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "tintuc.newsroom.auth.MembershipBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("vi", "Tiếng Việt"),
    ("zh-hans", "简体中文"),
    ("zh-hant", "繁體中文"),
    ("ja", "日本語"),
    ("ko", "한국어"),
]
LOCALE_PATHS = [Path(__file__).parents[1] / "newsroom" / "locale"]
FORMAT_MODULE_PATH = "tintuc.config.formats"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DIR / "media"
BAKED_ROOT = DIR / "baked"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 24 * 3600
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

WAGTAIL_SITE_NAME = "Tintuc"
WAGTAILADMIN_BASE_URL = ""
WAGTAILIMAGES_IMAGE_MODEL = "stories.Photo"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_AUTOSAVE_INTERVAL = 150
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = True

globals().update(mail(environ.get("TINTUC_MAIL", ""), DIR))
DEFAULT_FROM_EMAIL = environ.get("TINTUC_MAIL_FROM", "Tintuc <desk@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environ.get("TINTUC_LOG", "WARNING")},
}
