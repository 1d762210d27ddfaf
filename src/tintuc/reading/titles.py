"""The names of an edition's own pages and of the formats of its articles, in its language."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from tintuc.network.models import Edition
from tintuc.reading.words import gettext

TITLES = {
    "hot": _("Most read now"),
    "feeds": _("Feeds"),
    "map": _("All stories by date"),
    "search": _("Search"),
    "counting": _("How we count readers"),
    "checking": _("How we check"),
    "machines": _("How we use machines"),
    "about": _("About us"),
    "saved": _("Saved stories"),
    "principles": _("Our principles"),
    "ownership": _("Who owns and pays for us"),
    "corrections": _("Corrections"),
    "corrections-policy": _("How we correct"),
    "languages": _("Languages"),
    "topics": _("Topics"),
    "history": _("History of changes"),
    "parallel": _("Two languages side by side"),
    "error": _("Something went wrong on our side"),
}
#: What lists and pages call an article that is no plain news.
FORMATS = {
    "interview": _("Interview"),
    "analysis": _("Analysis"),
    "explainer": _("Explainer"),
    "live": _("Live"),
    "pictures": _("In pictures"),
}


def title(key: str, edition: Edition) -> str:
    """The name of a page; an edition may have its own in its labels. Ask inside ``speaking``."""
    return str(edition.labels.get(key) or gettext(TITLES[key]))
