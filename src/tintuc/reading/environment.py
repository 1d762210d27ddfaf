"""The templates of the reading room, spoken in the language of an edition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import translation
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tintuc.network.models import Edition
from tintuc.reading.words import gettext, ngettext

HERE = Path(__file__).parent
SPOKEN = {place.name.replace("_", "-") for place in (HERE / "locale").iterdir()}


def build() -> Environment:
    """The Jinja2 environment: everything escaped, every missing name an error, words through gettext."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    return made


ENVIRONMENT = build()


def speaking(edition: Edition) -> Any:
    """A block of code in which gettext answers in the edition's language; in English where there is no catalogue.

    Without the second half Django would mix its own words in some languages with English ones.
    """
    return translation.override(edition.language.lower() if edition.language in SPOKEN else "en")


def render(template: str, edition: Edition, **context: Any) -> bytes:
    """The page as bytes, in the edition's language. An edition may rename a few parts through its own labels."""

    def label(key: str, usual: str) -> str:
        return str(edition.labels.get(key) or usual)

    with speaking(edition):
        page = ENVIRONMENT.get_template(template).render(edition=edition, label=label, **context)
    return (page.strip() + "\n").encode()
