"""Makes the words of editors safe to show: an allow-list of marks, and links to the web only."""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
from markupsafe import Markup

INLINE = {"b", "strong", "i", "em", "a", "br"}
PARAGRAPH = re.compile(r"</?p>")
EMPTY_LINK = re.compile(r"<a>(.*?)</a>", re.S)
#: What means in HTML just what it says: no mark, no entity, no character that a parser replaces.
PLAIN = re.compile(r"[^<>&\0\r\xa0\ud800-\udfff]*")
#: Rich-text values a process keeps clean, of some 1 KB each.
KEPT = 8192


def web_only(tag: str, name: str, value: str) -> str | None:
    """The address of a link if it leads to the web, else nothing."""
    return value if value.startswith(("https://", "http://")) else None


def paragraphs(rich: str) -> list[Markup]:
    """The insides of the paragraphs of a rich-text value, each safe by itself.

    Links that only the desk can resolve (Wagtail's ``linktype``) keep their words and lose the link.
    """
    return list(_paragraphs(rich))


@lru_cache(maxsize=KEPT)
def _paragraphs(rich: str) -> tuple[Markup, ...]:
    """Made once a process: a story's pages in every place, and its feeds, show the same paragraphs."""
    pieces = PARAGRAPH.split(rich)
    if not all(PLAIN.fullmatch(piece) for piece in pieces):
        # a mark may reach over paragraphs, so each is cleaned once more by itself
        pieces = [_clean(piece, INLINE) for piece in PARAGRAPH.split(_clean(rich, INLINE | {"p"}))]
    safe = (piece.strip() for piece in pieces)
    return tuple(Markup(piece) for piece in safe if piece)  # noqa: S704 - cleaned by nh3, or without a mark


def _clean(rich: str, tags: set[str]) -> str:
    cleaned = nh3.clean(
        rich,
        tags=tags,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        attribute_filter=web_only,
        link_rel=None,
    )
    return EMPTY_LINK.sub(r"\1", cleaned)
