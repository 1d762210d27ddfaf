"""The whole body of a release as plain, safe HTML for feed readers: no classes, no scripts, absolute addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

import nh3
from django.utils import translation
from django.utils.translation import gettext as _

from tintuc.publishing import queries
from tintuc.publishing.assets import media
from tintuc.publishing.memo import once
from tintuc.stories.blocks import rows_of
from tintuc.stories.models import Photo, Placement

TAGS = {"p", "b", "strong", "i", "em", "a", "br"}
EMPTY_LINK = re.compile(r"<a>(.*?)</a>", re.S)


def _web_only(tag: str, name: str, value: str) -> str | None:
    return value if value.startswith(("https://", "http://")) else None


def rich(value: str) -> str:
    """Rich text reduced to the marks words need; links lead to the web or are dropped, their words kept."""
    cleaned = nh3.clean(value, tags=TAGS, attributes={"a": {"href"}}, attribute_filter=_web_only, link_rel=None)
    return EMPTY_LINK.sub(r"\1", cleaned)


def text(value: object) -> str:
    """Plain text, escaped."""
    return html.escape(str(value or ""))


def photos_of(placements: list[Placement]) -> dict[int, Photo]:
    """All the photos of the placements' releases, in one query."""
    blocks = (block for placement in placements for block in placement.article.current_release.content["body"])
    return queries.photos({block["value"].get("image") for block in blocks if block["type"] == "picture"} - {None})


@once
def text_of(placement: Placement) -> str:
    """The whole text of a placement, made once a batch for all the feeds that carry it."""
    host = placement.edition.site.host
    return full_text(placement, photos_of([placement]), lambda path: queries.network().address(host, path))


def full_text(placement: Placement, photos: Mapping[int, Photo], at: Callable[[str], str]) -> str:
    """What the article says and, first, what a reader must know of its origin; ``at`` makes addresses absolute."""
    content = placement.article.current_release.content
    with translation.override(content["language"].lower()):
        parts = [f"<p><em>{text(note)}</em></p>" for note in notes(content)]
    parts += [_block(block, photos, at) for block in content["body"]]
    return "\n".join(part for part in parts if part)


def notes(content: Mapping[str, Any]) -> list[str]:
    """Labels that must travel with the words, in the language now active."""
    found = []
    if content["origin"] == "machine" and not content["vouched"]:
        found.append(_("Machine translation, not yet checked by a person"))
    elif content["origin"] == "machine":
        found.append(_("Machine translation, read through by a person"))
    elif content["origin"] == "post-edited":
        found.append(_("Translated by machine, edited by people"))
    if content["invented"]:
        found.append(
            _("The people in this story are invented. It shows how this site works and reports nothing that happened.")
        )
    return found


def _block(block: Mapping[str, Any], photos: Mapping[int, Photo], at: Callable[[str], str]) -> str:
    kind, value = block["type"], block["value"]
    if kind == "picture":
        return _picture(value, photos, at)
    maker = MAKERS.get(kind)
    return maker(value) if maker and value else ""


def _picture(value: Mapping[str, Any], photos: Mapping[int, Photo], at: Callable[[str], str]) -> str:
    photo = photos.get(value.get("image") or 0)
    if photo is None:
        return ""
    url, width, height = media(photo, "width-800|format-webp")
    under = " ".join(filter(None, [text(value.get("caption")), text(value.get("credit") or photo.credit)]))
    shown = f'<img src="{text(at(url))}" alt="{text(value.get("alt"))}" width="{width}" height="{height}">'
    return f"<figure>{shown}<figcaption>{under}</figcaption></figure>"


def _turn(value: Mapping[str, Any]) -> str:
    words = rich(value.get("text") or "")
    speaker = f"<b>{text(value['speaker'])}</b>" if value.get("speaker") else ""
    return f"<p>{speaker}</p>{words}" if speaker and words else words


def _entry(value: Mapping[str, Any]) -> str:
    head = " · ".join(filter(None, [text(value.get("at"))[:16].replace("T", " "), text(value.get("headline"))]))
    return f"<h2>{head}</h2>{rich(value.get('text') or '')}"


def _quote(value: Mapping[str, Any]) -> str:
    said = f"<p>{text(value.get('text'))}</p>"
    return f"<blockquote>{said}<p>{text(value.get('attribution'))}</p></blockquote>" if value.get("text") else ""


def _list(value: list[Any]) -> str:
    entries = [entry["value"] if isinstance(entry, Mapping) else entry for entry in value]
    return f"<ul>{''.join(f'<li>{text(entry)}</li>' for entry in entries if entry)}</ul>"


def _table(value: Mapping[str, Any]) -> str:
    rows = rows_of(value.get("cells") or "")
    lines = "".join(f"<tr>{''.join(f'<td>{text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{lines}</table>" if rows else ""


def _embed(value: Mapping[str, Any]) -> str:
    url = value.get("url") or ""
    shown = text(value.get("title") or url)
    return f'<p><a href="{text(url)}">{shown}</a></p>' if url.startswith(("https://", "http://")) else ""


MAKERS: dict[str, Callable[[Any], str]] = {
    "paragraph": rich,
    "crosshead": lambda value: f"<h2>{text(value)}</h2>",
    "quote": _quote,
    "turn": _turn,
    "entry": _entry,
    "list": _list,
    "table": _table,
    "embed": _embed,
    "correction": lambda value: f"<p><strong>{text(value.get('on'))}</strong> {text(value.get('text'))}</p>",
}
