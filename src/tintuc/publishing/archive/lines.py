"""Reads one line of an archive: JSON to what it says, or a sentence on what is wrong with it.

The format is described in ``docs/reference/archive-lines.md``.
"""

from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import nh3
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from tintuc.network.models import Edition, Section
from tintuc.stories.models import Credit, Story

#: Bytes of one line.
LONGEST = 4 * 1024 * 1024
#: Marks that rich text may hold; everything else is dropped and its words kept.
MARKS = {"a", "b", "br", "em", "i", "strong"}
TEXTS = {"headline": 250, "standfirst": 5000, "kicker": 80, "dateline": 80, "slug": 80, "slugline": 80, "provider": 160}
MOST_BLOCKS = 2000
#: Tags in the HTML of one block: cleaning takes time by the square of their nesting.
MOST_TAGS = 2000
_is_url = URLValidator(schemes=["http", "https"])


class BadLine(Exception):
    """The line cannot be loaded; the sentence says why."""


@dataclass(frozen=True)
class Shelves:
    """The editions and sections an archive may name, read once."""

    editions: Mapping[tuple[str, str], Edition]  #: by site key and language
    sections: Mapping[tuple[int, str], Section]  #: by edition and section key

    @classmethod
    def of_network(cls) -> Shelves:
        """Those there are."""
        editions = {(one.site.key, one.language): one for one in Edition.objects.select_related("site")}
        sections = {(one.edition_id, one.key): one for one in Section.objects.all()}
        return cls(editions, sections)

    def place(self, site: str, language: str, section: str) -> tuple[Edition, Section]:
        """The edition and section of those names. Raises :class:`BadLine`."""
        edition = self.editions.get((site, language))
        if edition is None:
            raise BadLine(f"There is no edition of “{site}” in “{language}”.")
        shelf = self.sections.get((edition.pk, section))
        if shelf is None:
            raise BadLine(f"The edition of “{site}” in “{language}” has no section “{section}”.")
        return edition, shelf


@dataclass(frozen=True)
class Line:
    """One article of an archive."""

    story: str  #: the archive's own name of the story
    language: str
    source_language: str
    places: list[tuple[Edition, Section]]  #: the first is the original address
    released: dt.datetime
    texts: dict[str, str]
    body: list[dict[str, Any]]
    byline: list[tuple[str, str]] = field(default_factory=list)  #: role and name
    format: str = Story.Format.NEWS
    source_url: str = ""
    licence: str = ""
    carried: bool = False


def read(line: bytes, shelves: Shelves, now: dt.datetime) -> Line:
    """What a line says. Raises :class:`BadLine` with a sentence."""
    given = _object(line)
    story, language = _text(given, "story", 160, needed=True), _text(given, "language", 10, needed=True)
    places = [_place(given, language, shelves), *(_place(one, language, shelves) for one in _list(given, "also"))]
    if len({edition.pk for edition, _ in places}) < len(places):
        raise BadLine("It stands twice on one edition.")
    texts = {name: _text(given, name, most, needed=name == "headline") for name, most in TEXTS.items()}
    body = _body(given, f"{story} {language}")
    return Line(
        story=story,
        language=language,
        source_language=_text(given, "source_language", 10) or language,
        places=places,
        released=_released(given, now),
        texts=texts,
        body=body,
        byline=_byline(given),
        format=_choice(given, "format", Story.Format.values, Story.Format.NEWS),
        source_url=_url(given),
        licence=_text(given, "licence", 40),
        carried=given.get("carried") is True,
    )


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST:
        raise BadLine(f"The line has more than {LONGEST:,} bytes.")
    try:
        given = json.loads(line)
    except UnicodeDecodeError as error:
        raise BadLine(f"The line is not UTF-8: byte {error.start}.") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(f"The line is no JSON: {error}.") from error
    if not isinstance(given, dict):
        raise BadLine("The line is no JSON object.")
    return given


def _text(given: Mapping[str, Any], name: str, most: int, *, needed: bool = False) -> str:
    value = given.get(name) or ""
    if not isinstance(value, str):
        raise BadLine(f"“{name}” must be a string.")
    value = " ".join(_clean(value).split()) if name != "standfirst" else _clean(value).strip()
    if needed and not value:
        raise BadLine(f"“{name}” is missing.")
    if len(value) > most:
        raise BadLine(f"“{name}” has more than {most} characters.")
    return value


def _clean(value: str) -> str:
    """Without what a database or XML cannot hold."""
    return value.replace("\0", "").encode("utf-8", "ignore").decode()


def _list(given: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    value = given.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise BadLine(f"“{name}” must be a list of objects.")
    return value


def _place(given: Mapping[str, Any], language: str, shelves: Shelves) -> tuple[Edition, Section]:
    return shelves.place(_text(given, "site", 40, needed=True), language, _text(given, "section", 40, needed=True))


def _released(given: Mapping[str, Any], now: dt.datetime) -> dt.datetime:
    text = _text(given, "released", 40, needed=True)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise BadLine(f"“released” is no moment such as 2019-06-08T03:20+07:00: {text}.") from error
    if moment.tzinfo is None:
        raise BadLine(f"“released” does not say its time zone: {text}.")
    try:
        moment = moment.astimezone(dt.UTC)
    except OverflowError as error:
        raise BadLine(f"“released” is out of reach: {text}.") from error
    if not dt.datetime(1970, 1, 1, tzinfo=dt.UTC) <= moment <= now:
        raise BadLine(f"“released” is not between 1970 and now: {text}. What is still to come is released at the desk.")
    return moment


def _choice(given: Mapping[str, Any], name: str, choices: list[str], usual: str) -> str:
    value = _text(given, name, 40) or usual
    if value not in choices:
        raise BadLine(f"“{name}” is none of {', '.join(choices)}: {value}.")
    return value


def _url(given: Mapping[str, Any]) -> str:
    value = _text(given, "source_url", 600)
    if value:
        try:
            _is_url(value)
        except ValidationError as error:
            raise BadLine(f"“source_url” is no address: {value[:80]}.") from error
    return value


def _byline(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    roles = Credit.Role.values
    return [
        (_choice(one, "role", roles, Credit.Role.REPORTER), _text(one, "name", 120, needed=True))
        for one in _list(given, "byline")
    ]


def _body(given: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The blocks, each with an id made from its place: the same story in another language has the same ids."""
    blocks = _list(given, "body")
    if not blocks:
        raise BadLine("“body” is empty.")
    if len(blocks) > MOST_BLOCKS:
        raise BadLine(f"“body” has more than {MOST_BLOCKS} blocks.")
    story = name.rpartition(" ")[0]
    return [
        {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"tintuc:archive:{story}:{number}"))}
        for number, (kind, value) in enumerate(_block(block) for block in blocks)
    ]


def _block(block: Mapping[str, Any]) -> tuple[str, Any]:
    kind = block.get("kind") or "paragraph"
    if kind == "crosshead":
        return kind, _text(block, "text", 300, needed=True)
    if kind == "quote":
        return kind, {
            "text": _said(block, "text"),
            "attribution": _text(block, "attribution", 250),
            "language": _text(block, "language", 10),
        }
    if kind == "turn":
        role = _choice(block, "role", ["question", "answer", "remark"], "answer")
        return kind, {"role": role, "speaker": _text(block, "speaker", 120), "text": f"<p>{_rich(block)}</p>"}
    if kind == "paragraph":
        return kind, f"<p>{_rich(block)}</p>"
    raise BadLine(f"There is no block of the kind “{str(kind)[:40]}” in an archive: paragraph, crosshead, quote, turn.")


def _said(block: Mapping[str, Any], name: str) -> str:
    value = block.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadLine(f"A block has no “{name}”.")
    return _clean(value).strip()


def _rich(block: Mapping[str, Any]) -> str:
    """Words, or HTML of which only the marks that words need are kept."""
    if "html" in block:
        words = _said(block, "html")
        if words.count("<") > MOST_TAGS:
            raise BadLine(f"A block has more than {MOST_TAGS} tags.")
        return nh3.clean(words, tags=MARKS, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel=None)
    return html.escape(_said(block, "text"), quote=False)
