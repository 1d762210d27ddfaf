"""What readers' pages say, from this room's own catalogue.

Django joins the catalogues of all rooms into one, in which *Live* can only be one thing: a story told as it happens for
readers, or a state of an article for the desk. Pages therefore look into their own.

An edition in a language without a catalogue borrows English words. Its pages say so: what is borrowed is marked where
it is taken (:func:`gettext`) and becomes an element with a language of its own where the page is done
(:func:`declared`), so that a screen reader does not read English as French, and a browser does not translate it wrong.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

from django.utils.translation import get_language, to_locale

LOCALE = Path(__file__).parent / "locale"
#: The languages pages are spoken in, each by its catalogue; English needs none.
SPOKEN = frozenset({place.name.replace("_", "-") for place in LOCALE.iterdir()} | {"en"})
#: Whether the words taken now are another language's. They stand between two signs that no text may hold (Unicode's
#: noncharacters) until the page is done.
borrowed: ContextVar[bool] = ContextVar("borrowed", default=False)
OPEN, CLOSE = "\ufdd0", "\ufdd1"
SIGNS = str.maketrans("", "", OPEN + CLOSE)
#: Tags with their attributes, and elements that hold no other: no part of a page's words can have a language there.
BARE = re.compile(r"<(script|style|title|option|textarea)\b.*?</\1>|<[^>]*>", re.DOTALL)


@lru_cache(maxsize=32)
def _catalogue(language: str) -> NullTranslations:
    return translation("django", LOCALE, [to_locale(language)], fallback=True)


def gettext(message: str) -> str:
    """The message in the language now active, else as it is."""
    return _signed(_catalogue(get_language() or "en").gettext(message))


def ngettext(one: str, many: str, number: int) -> str:
    """The message for a number of things in the language now active."""
    return _signed(_catalogue(get_language() or "en").ngettext(one, many, number))


def _signed(said: str) -> str:
    return f"{OPEN}{said}{CLOSE}" if borrowed.get() else said


def declared(page: str, right_to_left: bool) -> str:
    """The page with an element of its own language, and direction, round each piece of borrowed words."""
    page = BARE.sub(lambda match: match[0].translate(SIGNS), page)
    direction = ' dir="ltr"' if right_to_left else ""
    return page.replace(OPEN, f'<span lang="en"{direction}>').replace(CLOSE, "</span>")
