"""The words of an article as they are stored: read and written by the key of their passage."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import nh3
from django.utils.translation import gettext as _

from tintuc.stories.models import Article
from tintuc.stories.passages import FIELDS, PARTS, RICH, Passage
from tintuc.translation.errors import TranslationRefused

#: What a block keeps in a translation, by kind: everything that is not words.
KEPT: dict[str, tuple[str, ...]] = {
    "turn": ("role",),
    "picture": ("image",),
    "embed": ("url", "provider"),
    "correction": ("kind", "on"),
    "entry": ("at",),
}
#: Inline markup that a paragraph may hold, and what it is called if it comes under another name.
INLINE = {"b", "i", "a", "br"}
SAME = {"strong": "b", "em": "i"}
RENAMED = re.compile(r"<(/?)(strong|em)\b[^<>]*>", re.IGNORECASE)
BETWEEN = re.compile(r"</(?:p|div|li|h[1-6])>\s*(?=\S)|<br\s*/?>", re.IGNORECASE)
SCHEMES = {"http", "https", "mailto", "tel"}
#: What nobody sees and no word needs; the joiners of Indic, Arabic and emoji stay.
UNSEEN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u2060\ufeff\u00ad\ud800-\udfff\u202a-\u202e]")


def is_rich(passage: Passage) -> bool:
    """Whether the passage's value has tags."""
    return (passage.kind, passage.part) in RICH


def values(article: Article) -> dict[str, str]:
    """Every passage's value as it is stored, rich text with its tags, by key."""
    return values_of(article.passages(), article.raw_body())


def values_of(passages: list[Passage], body: list[dict[str, Any]]) -> dict[str, str]:
    """The same of passages and the raw body they were read from."""
    found: dict[str, str] = {}
    raw = {block["id"]: block for block in body}
    for passage in passages:
        value = passage.text
        if is_rich(passage):
            stored = raw[passage.block]["value"]
            value = str((stored.get(passage.part) if passage.part else stored) or "")
        found[passage.key] = value
    return found


def put(article: Article, source: Article | None, words: Mapping[str, str]) -> None:
    """Write values into ``article``, in memory; blocks it does not have yet come from the source, empty.

    Raises :class:`TranslationRefused` for a key that neither has.
    """
    body = article.raw_body()
    theirs = source.raw_body() if source else []
    ids = {block["id"] for block in (*body, *theirs)}
    for key, value in words.items():
        if key in FIELDS:
            setattr(article, key, value)
            continue
        ident, part = (key, "") if key in ids else (key.rpartition(".")[0], key.rpartition(".")[2])
        if ident not in ids:
            raise TranslationRefused(_("The article has no such passage."))
        _set(_block(body, theirs, ident), part, value)
    article.body = body


def _set(block: dict[str, Any], part: str, value: str) -> None:
    kind = block["type"]
    if kind == "list" and part.isdecimal() and len(part) < 4:
        entries = block["value"]
        while len(entries) <= int(part):
            entries.append({"type": "item", "value": "", "id": str(uuid4())})
        old = entries[int(part)]
        entries[int(part)] = {"type": "item", "id": str(uuid4())} | (old if isinstance(old, dict) else {})
        entries[int(part)]["value"] = value
    elif part and part in PARTS.get(kind, ()):
        block["value"] = {**block["value"], part: value}
    elif not part and kind not in PARTS and kind != "list":
        block["value"] = value
    else:
        raise TranslationRefused(_("The article has no such passage."))


def _block(body: list[dict[str, Any]], theirs: list[dict[str, Any]], ident: str) -> dict[str, Any]:
    """The block with this id; put in after the one it follows in the source if it is not there."""
    for block in body:
        if block["id"] == ident:
            return block
    return insert(body, theirs, ident, emptied(next(block for block in theirs if block["id"] == ident)))


def insert(
    body: list[dict[str, Any]], theirs: list[dict[str, Any]], ident: str, block: dict[str, Any]
) -> dict[str, Any]:
    """Put a block of the source into ``body``, after the nearest block it follows in the source."""
    before = []
    for other in theirs:
        if other["id"] == ident:
            break
        before.append(other["id"])
    places = {other["id"]: at for at, other in enumerate(body, 1)}
    body.insert(next((places[one] for one in reversed(before) if one in places), 0), block)
    return block


def emptied(block: dict[str, Any]) -> dict[str, Any]:
    """The block without its words: same kind, same id, same shape."""
    kind, value = block["type"], block["value"]
    if kind == "list":
        empty: Any = [{"type": "item", "value": "", "id": entry.get("id")} for entry in value]
    elif isinstance(value, dict):
        empty = {part: value.get(part) if part in KEPT.get(kind, ()) else "" for part in value}
        if kind == "correction":
            empty["on"] = value.get("on")
    else:
        empty = ""
    return {"type": kind, "id": block["id"], "value": empty}


def cleaned(value: str, *, rich: bool, lines: bool = False) -> str:
    """A value as it may be stored, from whatever was typed or pasted: plain words, and in rich text inline markup.

    ``lines`` keeps line breaks of plain text (rows of a table). Rich text becomes one paragraph of bold, italic and
    links; words that are empty without their tags become the empty string.
    """
    value = UNSEEN.sub("", value)
    if not rich:
        return _plain_lines(value) if lines else " ".join(value.split())
    value = RENAMED.sub(lambda tag: f"<{tag[1]}{SAME[tag[2].lower()]}>", value)
    value = BETWEEN.sub("<br>", value.strip())
    inner = nh3.clean(
        value,
        tags=INLINE,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel=None,
        clean_content_tags={"script", "style", "title", "template", "noscript", "iframe", "svg", "math"},
    )
    inner = re.sub(r"(?:\s|<br>)+$|^(?:\s|<br>)+", "", inner.replace("\u00a0", " ").replace("&nbsp;", " "))
    inner = re.sub(r"[ \t\r\n]+", " ", inner).replace("<br>", "<br/>")
    if not html.unescape(re.sub(r"<[^>]*>", "", inner)).strip():
        return ""
    return f"<p>{inner}</p>"


def _plain_lines(value: str) -> str:
    lines = (" ".join(line.split()) for line in value.replace("\r\n", "\n").split("\n"))
    return "\n".join(lines).strip("\n")
