"""Collects and compiles what the desk says: ``python -m tintuc.config.messages``, or ``make messages``.

One catalogue in ``newsroom/locale`` holds the words of the rooms the desk shows and the sentences of the checks' cards.
Where Wagtail and Django have no translation of what our screens show, ``borrowed.txt`` beside the catalogue lists their
messages, one a line with a tab before the plural. What only Wagtail's scripts say stands in ``djangojs.po``, written by
hand. Readers' pages have a catalogue of their own in ``reading/locale``.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tintuc.checks import catalogue
from tintuc.checks.runner import BROKE, MEND_TOO_LONG, TOO_LONG

ROOMS = Path(__file__).parents[1]
LOCALE = ROOMS / "newsroom" / "locale"
LANGUAGES = ("vi", "zh_Hans")
DOMAINS = ("django", "djangojs")
#: Rooms whose words stand in other catalogues, or that have none.
ELSEWHERE = frozenset({"reading", "syndication", "config", "text", "checks", "serving"})
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
}


def collected(language: str) -> Catalog:
    """Every message of the desk, untranslated."""
    template = Catalog(charset="utf-8", fuzzy=False)
    for message in [*_from_code(), *_from_templates(), *_from_cards(), *_borrowed(language)]:
        template.add(message, flags=())
    return template


def updated(language: str) -> Catalog:
    """The language's catalogue with the messages as they are now; translations that are still asked for are kept."""
    place = LOCALE / language / "LC_MESSAGES" / "django.po"
    old = read_po(io.BytesIO(place.read_bytes()), locale=language) if place.exists() else Catalog(locale=language)
    fresh = Catalog(locale=language, charset="utf-8", fuzzy=False, header_comment="# What the desk says.")
    for message in collected(language):
        if message.id:
            before = old.get(message.id)
            fresh.add(message.id, before.string if before else "")
    return fresh


def missing(language: str) -> list[str]:
    """The messages that are not translated."""
    found = []
    for message in updated(language):
        texts = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id and not all(texts):
            found.append(str(message.id))
    return found


def write(language: str) -> None:
    """Write the catalogue, and the compiled form of it and of what scripts say."""
    folder = LOCALE / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    catalog = updated(language)
    (folder / "django.po").write_bytes(_po(catalog))
    for domain in DOMAINS:
        (folder / f"{domain}.mo").write_bytes(mo(language, domain))


def mo(language: str, domain: str = "django") -> bytes:
    """The compiled form of a catalogue as it lies on disk: ``django`` for the desk, ``djangojs`` for its scripts."""
    place = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
    catalog = read_po(io.BytesIO(place.read_bytes()), locale=language)
    catalog.creation_date = catalog.revision_date = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # the same bytes each time
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def _po(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalog, omit_header=False, sort_output=True, width=0, include_previous=False)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    changing = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator', '"Language-Team')
    return "".join(line for line in lines if not line.startswith(changing)).encode()


def _from_code() -> Iterator[str | tuple[str, str]]:
    for file in sorted(ROOMS.rglob("*.py")):
        if file.relative_to(ROOMS).parts[0] not in ELSEWHERE and "migrations" not in file.parts:
            yield from _messages(file.read_bytes())


def _from_templates() -> Iterator[str | tuple[str, str]]:
    for file in sorted((ROOMS / "newsroom" / "templates").rglob("*.html")):
        # Django turns a template into calls with filler between them; without indentation that can be read as Python.
        lines = templatize(file.read_text(encoding="utf-8")).split("\n")
        yield from _messages("\n".join(line.strip() for line in lines).encode())


def _borrowed(language: str) -> Iterator[str | tuple[str, str]]:
    place = LOCALE / language / "borrowed.txt"
    for line in place.read_text(encoding="utf-8").splitlines() if place.exists() else ():
        single, _, plural = line.partition("\t")
        yield (single, plural) if plural else single


def _messages(source: bytes) -> Iterator[str | tuple[str, str]]:
    for _line, message, _comments, _context in extract("python", io.BytesIO(source), KEYWORDS):
        yield message


def _from_cards() -> Iterator[str]:
    yield from (BROKE, TOO_LONG, MEND_TOO_LONG)
    for check in catalogue().values():
        yield from (check.title, check.why, check.fix, *check.says.values())


if __name__ == "__main__":
    for code in LANGUAGES:
        write(code)
        print(f"{code}: {len(missing(code))} messages are not translated.")  # noqa: T201 - a command
