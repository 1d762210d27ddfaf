"""Type faces for pictures of words: which file can draw a text of a language, and how wide it comes out.

Readers' browsers bring their own faces; pictures for sharing are drawn here and need one. Latin and Vietnamese letters
are drawn with the face the product brings; everything else with what the machine has (``tables/faces.toml``). Nothing
is ever drawn as empty boxes: a text no face covers is refused, and the caller goes without it.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import ImageFont

HERE = Path(__file__).parent
OWN = HERE / "static" / "reading" / "fonts" / "be-vietnam-pro-700.woff2"
TABLE: dict[str, list[str]] = tomllib.loads((HERE / "tables" / "faces.toml").read_text(encoding="utf-8"))
#: Where systems keep their faces.
SYSTEM = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts"),
    *("/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts"),
)
#: A sign no face has: what is drawn for it is drawn for every missing one.
MISSING = "\U000fffff"


@dataclass(frozen=True)
class Run:
    """Signs next to each other that one face draws."""

    text: str
    font: ImageFont.FreeTypeFont


class NoFace(Exception):
    """No face on this machine can draw the text."""


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    """The machine's face files by name; those of ``TINTUC_FONTS`` before the system's."""
    wanted = {name.partition("#")[0] for names in TABLE.values() for name in names}
    folders = [settings.FONTS, *SYSTEM] if settings.FONTS else SYSTEM
    found: dict[str, Path] = {}
    for folder in folders:
        for where, _, names in os.walk(Path(folder).expanduser()):
            for name in wanted.intersection(names):
                found.setdefault(name, Path(where) / name)
    return found


@lru_cache(maxsize=64)
def _faces(language: str, size: int) -> tuple[ImageFont.FreeTypeFont, ...]:
    """The faces to try for a language, best first."""
    faces = [ImageFont.truetype(OWN, size)]
    for name in [*TABLE.get(language, ()), *TABLE["any"]]:
        file, _, number = name.partition("#")
        if file in _files():
            faces.append(ImageFont.truetype(_files()[file], size, index=int(number or 0)))
    if language in TABLE:  # such a script's own face draws its Latin letters and stops, too: they are made for it
        faces.append(faces.pop(0))
    return tuple(faces)


@lru_cache(maxsize=8192)
def _covers(font: ImageFont.FreeTypeFont, sign: str) -> bool:
    if sign.isspace():
        return True
    return bytes(font.getmask(sign)) != bytes(font.getmask(MISSING))


def runs(text: str, language: str, size: int) -> list[Run]:
    """The text in pieces, each with the face that draws it, at ``size`` pixels.

    Raises :class:`NoFace` if a sign has none.
    """
    faces, found = _faces(language, size), []
    whole = next((face for face in faces if all(_covers(face, sign) for sign in set(text))), None)
    if whole is not None:
        return [Run(text, whole)]
    for sign in text:
        face = next((face for face in faces if _covers(face, sign)), None)
        if face is None:
            raise NoFace(f"No face here draws {sign!r} of {language}.")
        if found and found[-1].font is face:
            found[-1] = Run(found[-1].text + sign, face)
        else:
            found.append(Run(sign, face))
    return found


def width(text: str, language: str, size: int) -> float:
    """How many pixels wide the text comes out."""
    return sum(run.font.getlength(run.text) for run in runs(text, language, size))


def face_of(sign: str, size: int) -> ImageFont.FreeTypeFont:
    """A face that draws one sign, of whatever language. Raises :class:`NoFace` if this machine has none."""
    for language in TABLE:
        face = next((face for face in _faces(language, size) if _covers(face, sign)), None)
        if face is not None:
            return face
    raise NoFace(f"No face here draws {sign!r}.")
