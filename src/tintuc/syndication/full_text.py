"""The whole body of a release as plain, safe HTML for feed readers: no classes, no scripts, absolute addresses."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import nh3
from django.utils import translation
from django.utils.translation import gettext as _

from tintuc.network.dates import day_text, moment
from tintuc.network.models import Edition
from tintuc.publishing import queries
from tintuc.publishing.photos import ShownPhoto, media, photos
from tintuc.publishing.shown import Shown, ShownRelease
from tintuc.stories.blocks import rows_of

#: Texts kept in a process, of some 4 KB each, and as many of their paragraphs.
TEXTS = 4096
TAGS = {"p", "b", "strong", "i", "em", "a", "br"}
EMPTY_LINK = re.compile(r"<a>(.*?)</a>", re.S)


def _web_only(tag: str, name: str, value: str) -> str | None:
    return value if value.startswith(("https://", "http://")) else None


@lru_cache(maxsize=TEXTS)
def rich(value: str) -> str:
    """Rich text reduced to the marks words need; links lead to the web or are dropped, their words kept."""
    cleaned = nh3.clean(value, tags=TAGS, attributes={"a": {"href"}}, attribute_filter=_web_only, link_rel=None)
    return EMPTY_LINK.sub(r"\1", cleaned)


def text(value: object) -> str:
    """Plain text, escaped."""
    return html.escape(str(value or ""))


class Drawn(NamedTuple):
    """A picture as feeds carry it."""

    photo: int
    url: str  #: absolute
    width: int
    height: int
    credit: str


def texts_of(placements: list[Shown]) -> list[str]:
    """The whole texts of placements. A text is made once a process for each host and time zone."""
    shown = [(one, _photos_in(one)) for one in placements]
    found = photos(pk for _, some in shown for pk in some)
    hosts = {one.edition.site.host for one in placements}
    drawn = {
        (pk, host): _drawn(photo, queries.network().address(host, "")) for pk, photo in found.items() for host in hosts
    }
    return [
        _text(
            one.article.current_release,
            one.edition.time_zone,
            tuple(drawn[pk, one.edition.site.host] for pk in some if pk in found),
        )
        for one, some in shown
    ]


def _photos_in(placement: Shown) -> list[int]:
    blocks = placement.article.current_release.content["body"]
    return [pk for block in blocks if block["type"] == "picture" and (pk := block["value"].get("image"))]


def _drawn(photo: ShownPhoto, host: str) -> Drawn:
    url, width, height = media(photo, "width-800|format-webp")
    return Drawn(photo.pk, f"{host}{url}", width, height, photo.credit)


@lru_cache(maxsize=TEXTS)
def _text(release: ShownRelease, time_zone: str, drawn: tuple[Drawn, ...]) -> str:
    edition = Edition(language=release.content["language"], time_zone=time_zone)
    return full_text(release.content, edition, {one.photo: one for one in drawn})


def full_text(content: Mapping[str, Any], edition: Edition, pictures: Mapping[int, Drawn]) -> str:
    """What an article says and, first, what a reader must know of its origin; moments as the edition writes them."""
    with translation.override(content["language"].lower()):
        parts = [f"<p><em>{text(note)}</em></p>" for note in notes(content)]
        parts += [_block(block, edition, pictures) for block in content["body"]]
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


def _block(block: Mapping[str, Any], edition: Edition, pictures: Mapping[int, Drawn]) -> str:
    kind, value = block["type"], block["value"]
    if kind == "picture":
        return _picture(value, pictures.get(value.get("image") or 0))
    if kind == "entry":
        return _entry(value, edition)
    if kind == "correction":
        return _correction(value, edition)
    maker = MAKERS.get(kind)
    return maker(value) if maker and value else ""


def _picture(value: Mapping[str, Any], drawn: Drawn | None) -> str:
    if drawn is None:
        return ""
    under = " ".join(filter(None, [text(value.get("caption")), text(value.get("credit") or drawn.credit)]))
    size = f'width="{drawn.width}" height="{drawn.height}"'
    shown = f'<img src="{text(drawn.url)}" alt="{text(value.get("alt"))}" {size}>'
    return f"<figure>{shown}<figcaption>{under}</figcaption></figure>"


def _turn(value: Mapping[str, Any]) -> str:
    words = rich(value.get("text") or "")
    speaker = f"<b>{text(value['speaker'])}</b>" if value.get("speaker") else ""
    return f"<p>{speaker}</p>{words}" if speaker and words else words


def _entry(value: Mapping[str, Any], edition: Edition) -> str:
    at = moment(dt.datetime.fromisoformat(value["at"]), edition).text if value.get("at") else ""
    head = " · ".join(filter(None, [text(at), text(value.get("headline"))]))
    return f"<h2>{head}</h2>{rich(value.get('text') or '')}"


def _correction(value: Mapping[str, Any], edition: Edition) -> str:
    named = {"clarification": _("Clarification"), "update": _("Update")}.get(value.get("kind") or "", _("Correction"))
    day = day_text(dt.date.fromisoformat(value["on"]), edition) if value.get("on") else ""
    said = " ".join(filter(None, [f"<strong>{text(named)}</strong>", text(day)]))
    return f"<p>{said}<br>{text(value['text'])}</p>" if value.get("text") else ""


def _quote(value: Mapping[str, Any]) -> str:
    said = f"<p>{text(value.get('text'))}</p>"
    return f"<blockquote>{said}<p>{text(value.get('attribution'))}</p></blockquote>" if value.get("text") else ""


def _list(value: list[Any]) -> str:
    entries = [entry["value"] if isinstance(entry, Mapping) else entry for entry in value]
    return f"<ul>{''.join(f'<li>{text(entry)}</li>' for entry in entries if entry)}</ul>"


def _table(value: Mapping[str, Any]) -> str:
    rows = rows_of(value.get("cells") or "")
    caption = f"<caption>{text(value['caption'])}</caption>" if value.get("caption") else ""
    lines = "".join(_row(row, "td" if number else "th") for number, row in enumerate(rows))
    return f"<table>{caption}{lines}</table>" if rows else ""


def _row(cells: list[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{text(cell)}</{tag}>' for cell in cells)}</tr>"


def _embed(value: Mapping[str, Any]) -> str:
    url = value.get("url") or ""
    shown = text(value.get("title") or url)
    return f'<p><a href="{text(url)}">{shown}</a></p>' if url.startswith(("https://", "http://")) else ""


MAKERS: dict[str, Callable[[Any], str]] = {
    "paragraph": rich,
    "crosshead": lambda value: f"<h2>{text(value)}</h2>",
    "quote": _quote,
    "turn": _turn,
    "list": _list,
    "table": _table,
    "embed": _embed,
}
