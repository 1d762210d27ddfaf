"""The body of a release as plain shapes a template can show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from tintuc.network.dates import day_text, moment
from tintuc.network.models import Edition
from tintuc.publishing.photos import ShownPhoto
from tintuc.publishing.players import player_of
from tintuc.reading.pictures import photos_in, picture
from tintuc.reading.rich_text import paragraphs
from tintuc.stories.blocks import rows_of

Shape = dict[str, Any]


def shapes(body: list[dict[str, Any]], edition: Edition, form: str = "") -> list[Shape]:
    """One shape a block, in order; blocks with nothing to show are left out. Those of a picture story are numbered."""
    photos = photos_in([body])
    made = []
    for block in body:
        shape = _shape(block, edition, photos)
        if shape is not None:
            made.append({"kind": block["type"], "id": f"b-{block.get('id') or ''}", "mark": None, **shape})
    return _numbered(made) if form == "pictures" else made


def _numbered(made: list[Shape]) -> list[Shape]:
    shown = [shape for shape in made if shape["kind"] == "picture"]
    for number, shape in enumerate(shown, 1):
        shape |= {"number": number, "total": len(shown)}
    return made


def _shape(block: dict[str, Any], edition: Edition, photos: Mapping[int, ShownPhoto]) -> Shape | None:
    kind, value = block["type"], block["value"]
    if kind == "picture":
        found = picture(value, photos)
        return {"picture": found} if found else None
    if kind == "entry":
        return _entry(value, edition)
    if kind == "correction":
        return _correction(value, edition) if value.get("text") else None
    maker = MAKERS.get(kind)
    return maker(value) if maker and value else None


def _correction(value: Mapping[str, Any], edition: Edition) -> Shape:
    on = value.get("on") or ""
    day = day_text(dt.date.fromisoformat(on), edition) if on else ""
    return {"nature": value.get("kind") or "correction", "on": on, "day": day, "text": value["text"]}


def _entry(value: Mapping[str, Any], edition: Edition) -> Shape | None:
    found, headline = paragraphs(value.get("text") or ""), value.get("headline") or ""
    when = dt.datetime.fromisoformat(value["at"]) if value.get("at") else None
    if not found and not headline:
        return None
    return {"when": when, "at": moment(when, edition) if when else None, "headline": headline, "paragraphs": found}


def _texts(value: Mapping[str, Any], *names: str) -> Shape:
    return {name: value.get(name) or "" for name in names}


def _paragraph(value: str) -> Shape | None:
    found = paragraphs(value)
    return {"paragraphs": found} if found else None


def _turn(value: Mapping[str, Any]) -> Shape | None:
    found = paragraphs(value.get("text") or "")
    role = value.get("role") if value.get("role") in {"question", "answer", "remark"} else "answer"
    return {"role": role, "speaker": value.get("speaker") or "", "paragraphs": found} if found else None


def _list(value: list[Any]) -> Shape | None:
    entries = [entry["value"] if isinstance(entry, Mapping) else entry for entry in value]
    return {"entries": [entry for entry in entries if entry]}


def _table(value: Mapping[str, Any]) -> Shape | None:
    rows = rows_of(value.get("cells") or "")
    return {"caption": value.get("caption") or "", "head": rows[0], "rows": rows[1:]} if rows else None


def _embed(value: Mapping[str, Any]) -> Shape | None:
    url = value.get("url") or ""
    if not url.startswith(("https://", "http://")):
        return None
    return {**_texts(value, "url", "title", "provider"), "player": player_of(url)}


MAKERS: dict[str, Callable[[Any], Shape | None]] = {
    "paragraph": _paragraph,
    "crosshead": lambda value: {"text": value},
    "quote": lambda value: _texts(value, "text", "attribution", "language") if value.get("text") else None,
    "turn": _turn,
    "list": _list,
    "table": _table,
    "embed": _embed,
}


def corrections(made: list[Shape]) -> list[Shape]:
    """What readers must know before they read: the substantive corrections."""
    return [shape for shape in made if shape["kind"] == "correction" and shape["nature"] == "correction"]
