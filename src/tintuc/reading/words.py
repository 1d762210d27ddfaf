"""What readers' pages say, from this room's own catalogue.

Django joins the catalogues of all rooms into one, in which *Live* can only be one thing: a story told as it happens for
readers, or a state of an article for the desk. Pages therefore look into their own.
"""

from __future__ import annotations

from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

from django.utils.translation import get_language, to_locale

LOCALE = Path(__file__).parent / "locale"


@lru_cache(maxsize=32)
def _catalogue(language: str) -> NullTranslations:
    return translation("django", LOCALE, [to_locale(language)], fallback=True)


def gettext(message: str) -> str:
    """The message in the language now active, else as it is."""
    return _catalogue(get_language() or "en").gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The message for a number of things in the language now active."""
    return _catalogue(get_language() or "en").ngettext(one, many, number)
