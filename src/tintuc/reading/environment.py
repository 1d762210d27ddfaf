"""The templates of the reading room, spoken in the language of an edition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils import translation
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tintuc.network.models import Edition
from tintuc.reading.words import SPOKEN, borrowed, declared, gettext, ngettext

HERE = Path(__file__).parent


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


@contextmanager
def speaking(edition: Edition) -> Iterator[None]:
    """A block of code in which gettext answers in the edition's language; in English where there is no catalogue.

    Without the second half Django would mix its own words in some languages with English ones.
    """
    known = edition.language in SPOKEN
    token = borrowed.set(not known)
    try:
        with translation.override(edition.language.lower() if known else "en"):
            yield
    finally:
        borrowed.reset(token)


def render(template: str, edition: Edition, **context: Any) -> bytes:
    """The page as bytes, in the edition's language. An edition may rename a few parts through its own labels."""

    def label(key: str, usual: str) -> str:
        return str(edition.labels.get(key) or usual)

    with speaking(edition):
        page = ENVIRONMENT.get_template(template).render(edition=edition, label=label, **context)
    if edition.language not in SPOKEN:
        page = declared(page, edition.speech.right_to_left)
    return (page.strip() + "\n").encode()
