"""What a story's address carries along where it is shared: a picture, a locale, and the links that share it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from babel.core import get_global

from tintuc.publishing.shown import Shown
from tintuc.reading import share_picture
from tintuc.reading.frame import Frame, Way
from tintuc.reading.pictures import Picture
from tintuc.text.normal import normal


@dataclass(frozen=True)
class Image:
    """A picture for machines: absolute address, size in pixels."""

    url: str
    width: int
    height: int
    alt: str = ""


def address(placement: Shown) -> str:
    """The path of a placement's picture."""
    return placement.path.removesuffix(".html") + ".jpg"


def words(placement: Shown) -> share_picture.Words:
    """What the picture of a public placement says."""
    content, edition = placement.article.current_release.content, placement.edition
    return share_picture.Words(
        headline=_one_line(placement.headline or content["headline"]),
        masthead=_one_line(edition.name),
        kicker=_one_line(content["kicker"] or placement.section.name),
        language=edition.language,
        right_to_left=edition.speech.right_to_left,
    )


def _one_line(text: str) -> str:
    """The text without line breaks, and its letters whole, whatever copy taken in holds.

    The picture breaks its lines itself, and faces have the letters of Vietnamese rather than the marks they can be
    written with.
    """
    return " ".join(normal("NFC", text).split())


def images(frame: Frame, placement: Shown, body: list[dict[str, Any]]) -> list[Image]:
    """The pictures that may stand for the story, the one to share first.

    That is the one drawn for it. Its address carries the release, so that networks which keep a picture for ever ask
    again after a correction. Where this machine has no face for the headline, the first photograph serves.
    """
    found: list[Image] = []
    if share_picture.can_draw(words(placement)):
        url = f"{frame.at(address(placement))}?v={placement.article.current_release_id}"
        found.append(Image(url, share_picture.WIDE, share_picture.HIGH, frame.title))
    first: Picture | None = next((shape["picture"] for shape in body if shape["kind"] == "picture"), None)
    if first is not None:
        found.append(Image(frame.at(first.src), first.whole.width, first.whole.height, first.alt))
    return found


@lru_cache(maxsize=64)
def locale(language: str) -> str:
    """A language with the country most of its readers live in, as OpenGraph wants it: ``vi_VN``, ``zh_TW``.

    From Unicode's likely subtags (CLDR).
    """
    tag, known = language.replace("-", "_"), get_global("likely_subtags")
    parts = (known.get(tag) or known.get(tag.partition("_")[0], "")).split("_")
    return f"{parts[0]}_{parts[-1]}" if len(parts) == 3 else tag


def links(frame: Frame) -> list[Way]:
    """Plain links; nothing is loaded from any of these places."""
    url, title = quote(frame.canonical, safe=""), quote(frame.title, safe="")
    return [
        Way("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={url}"),
        Way("X", f"https://x.com/intent/post?url={url}&text={title}"),
        Way("Telegram", f"https://t.me/share/url?url={url}&text={title}"),
        Way("LINE", f"https://social-plugins.line.me/lineit/share?url={url}"),
    ]
