"""Reads what style sheets say: declarations, media, lengths and colours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from tintuc.intake.rows import table

ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.S)
LENGTH = re.compile(r"^([+-]?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|ex|ch|%|vw|vh|vmin|vmax|pc|cm|mm|in)?$")
PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "vw": 12.0, "vh": 8.0}
PIXELS |= {"vmin": 8.0, "vmax": 12.0, "pc": 16.0, "cm": 37.8, "mm": 3.78, "in": 96.0}
#: A sum that CSS works out, term by term.
SUM = re.compile(r"^calc\((.{1,80})\)$")
#: Properties by the direction of the text, and what they are in one that runs to the right.
LOGICAL = {
    "inset-inline-start": "left", "inset-inline-end": "right", "inset-block-start": "top", "inset-block-end": "bottom",
    "inset-inline": "left", "inset-block": "top", "margin-inline-start": "margin-left", "margin-inline": "margin-left",
    "margin-block-start": "margin-top", "margin-block": "margin-top", "block-size": "height", "inline-size": "width",
    "max-block-size": "max-height", "max-inline-size": "max-width", "overflow-block": "overflow-y",
    "overflow-inline": "overflow-x", "mask": "mask-image", "-webkit-mask": "mask-image",
    "-webkit-mask-image": "mask-image",
    "-webkit-transform": "transform", "-ms-transform": "transform", "-webkit-filter": "filter",
    "-webkit-clip-path": "clip-path",
}  # fmt: skip
TERM = re.compile(r"[^\s()]*\((?:[^()]|\([^()]*\))*\)|[^\s()]+")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
FUNCTION = re.compile(r"^(rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(([^()]*)\)$")
MIXED = re.compile(
    r"color-mix\(\s*in [\w -]{1,40},\s*([#\w-]+(?:\([^()]*\))?)\s*(?:(\d{1,3}(?:\.\d{1,9})?)%)?\s*,"
    r"\s*([#\w-]+(?:\([^()]*\))?)\s*(?:(\d{1,3}(?:\.\d{1,9})?)%)?\s*\)$"
)
IMPORTANT = re.compile(r"!\s*important\s*$", re.I)

Colour = tuple[float, float, float, float]  #: red, green, blue of 0 to 255, and opacity of 0 to 1


@cache
def names_of(name: str) -> tuple[str, ...]:
    """The names under which sheets write a property; longer ones that hold it are left out."""
    written = [name, *(other for other, meant in LOGICAL.items() if meant == name)]
    return tuple(one for one in written if not any(other != one and other in one for other in written))


class Declaration(NamedTuple):
    """One property and its value, in small letters."""

    name: str
    value: str
    important: bool = False


@lru_cache(maxsize=1024)
def for_everyone(media: str) -> bool:
    """Whether a media query holds on every usual screen."""
    for query in media.lower().split(","):
        words = query.strip()
        rest = re.sub(r"\b(?:only\s+)?(?:screen|all)\b|\band\b", "", words).strip()
        if "not" in words.split() or "print" in words:
            continue
        if all(_always(condition) for condition in re.findall(r"\(([^()]*)\)|(\S+)", rest)):
            return True
    return False


def _always(condition: tuple[str, str]) -> bool:
    inside = condition[0]
    match = re.match(r"\s*(min|max)-(?:device-)?width\s*:\s*(\d+)(?:px)?\s*$", inside)
    if not match:
        wider = re.match(r"\s*width\s*>=?\s*(\d+)(?:px)?\s*$", inside)
        return wider is not None and int(wider[1]) <= 320
    return int(match[2]) <= 320 if match[1] == "min" else int(match[2]) >= 5000


def declarations(text: str, kept: frozenset[str] | None = None) -> tuple[Declaration, ...]:
    """The declarations of a style attribute or the inside of a rule; only those ``kept``, and custom ones, if given."""
    if "\\" in text:
        text = ESCAPE.sub(_unescaped, text)
    if "/*" in text:
        text = re.sub(r"/\*.*?(?:\*/|\Z)", "", text, flags=re.S)
    found = []
    for piece in _pieces(text):
        name, colon, value = piece.partition(":")
        name = name.strip().lower()
        name = LOGICAL.get(name, name)
        if colon and (kept is None or name in kept or name[:2] == "--"):
            value = value.strip().lower()
            important = bool(IMPORTANT.search(value)) if "!" in value else False
            if important:
                value = IMPORTANT.sub("", value).strip()
            found.append(Declaration(name, " ".join(value.split()), important))
    return tuple(found)


def _pieces(text: str) -> list[str]:
    if "url(" not in text and '"' not in text and "'" not in text:
        return text.split(";")
    return re.findall(r"""(?:"[^"]*"?|'[^']*'?|url\([^)]*\)?|[^;"'])+""", text)


def plain(name: str) -> str:
    return ESCAPE.sub(_unescaped, name) if "\\" in name else name


def _unescaped(match: re.Match[str]) -> str:
    if match[2]:
        return match[2]
    number = int(match[1], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def pixels(value: str, whole: float = 1000.0) -> float | None:
    """A length in pixels, a share of ``whole``; None for what is no length."""
    match = LENGTH.match(value)
    if not match:
        return _sum(value, whole) if value.startswith("calc(") else None
    unit = match[2] or ""
    return float(match[1]) * (whole / 100 if unit == "%" else PIXELS[unit])


def terms(value: str) -> list[str]:
    """The parts of a value that blanks part; a function stays whole."""
    return value.split() if "(" not in value else TERM.findall(value[:400])


def _sum(value: str, whole: float) -> float | None:
    match = SUM.match(value)
    if not match:
        return None
    total, sign = 0.0, 1.0
    for term in match[1].split():
        if term in {"+", "-"}:
            sign = 1.0 if term == "+" else -1.0
        elif "(" in term or (size := pixels(term, whole)) is None:
            return None
        else:
            total += sign * size
    return total


def resolved(value: str, variables: Mapping[str, str]) -> str:
    """The value with the custom properties it names put in, as far as they are known."""
    for _ in range(4):
        if "var(" not in value or len(value) > 400:
            break
        value = VARIABLE.sub(lambda match: variables.get(match[1], match[2] or match[0]).strip(), value)
    return value


@cache
def named_colours() -> dict[str, str]:
    """The colours with names."""
    return table("colours")


@lru_cache(maxsize=8192)
def colour(text: str) -> Colour | None:
    """A colour as CSS writes it, in small letters; None for what is none."""
    text = named_colours().get(text, text)
    if text == "transparent":
        return 0, 0, 0, 0
    if re.fullmatch(r"#?(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", text):
        digits = text.lstrip("#")
        digits = "".join(letter * 2 for letter in digits) if len(digits) < 6 else digits
        red, green, blue, alpha = (int((digits + "ff")[n : n + 2], 16) for n in (0, 2, 4, 6))
        return red, green, blue, alpha / 255
    if text.startswith("color-mix("):
        return _mixed(text)
    match = FUNCTION.match(text)
    return _from_function(match) if match else None


def _mixed(text: str) -> Colour | None:
    """Two colours mixed, as near as the eye can tell: their space is not looked at."""
    match = MIXED.match(text)
    one, other = (colour(match[1].strip()), colour(match[3].strip())) if match else (None, None)
    if match is None or one is None or other is None:
        return None
    share = float(match[2]) / 100 if match[2] else 1 - float(match[4]) / 100 if match[4] else 0.5
    share = min(max(share, 0.0), 1.0)
    red, green, blue, alpha = (a * share + b * (1 - share) for a, b in zip(one, other, strict=True))
    return red, green, blue, alpha


def _from_function(match: re.Match[str]) -> Colour | None:
    values = re.split(r"[\s,/]+", match[2].strip())
    if len(values) not in {3, 4}:
        return None
    try:
        alpha = _share(values[3], 1) if len(values) == 4 else 1.0
        if match[1].startswith("rgb"):
            red, green, blue = (_share(value, 255) for value in values[:3])
            return red, green, blue, alpha
        if match[1].startswith(("lab", "lch", "ok")):
            return (*_from_lightness(match[1], values[0]), alpha)
        if match[1] == "hwb":
            white, black = _share(values[1], 1), _share(values[2], 1)
            grey = 255 * white / max(white + black, 1.0)
            return (grey, grey, grey, alpha) if white + black >= 1 else None
        hue = float(re.sub(r"deg$", "", values[0])) % 360
        return (*_from_hue(hue, _share(values[1], 1), _share(values[2], 1)), alpha)
    except ValueError:
        return None


def _share(value: str, whole: float) -> float:
    number = float(value.rstrip("%")) * whole / 100 if value.endswith("%") else float(value)
    return min(max(number, 0.0), whole)


def _from_lightness(name: str, value: str) -> tuple[float, float, float]:
    """The grey of a colour's lightness: its hue does not tell whether letters can be seen on a ground as light."""
    light = _share(value, 1 if name.startswith("ok") else 100)
    bright = light if name.startswith("ok") else (light + 16) / 116
    bright = bright**3
    grey = 255 * (12.92 * bright if bright <= 0.0031308 else 1.055 * bright ** (1 / 2.4) - 0.055)
    return grey, grey, grey


def _from_hue(hue: float, saturation: float, lightness: float) -> tuple[float, float, float]:
    spread = saturation * min(lightness, 1 - lightness)

    def channel(number: int) -> float:
        step = (number + hue / 30) % 12
        return 255 * (lightness - spread * max(-1.0, min(step - 3, 9 - step, 1.0)))

    return channel(0), channel(8), channel(4)


def contrast(one: Colour, other: Colour) -> float:
    """How far two colours stand apart to the eye, from 1 (not at all) to 21; WCAG's measure."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def over(front: Colour, back: Colour) -> Colour:
    """The colour that shows where ``front`` lies on ``back``."""
    alpha = front[3]
    red, green, blue = (front[n] * alpha + back[n] * (1 - alpha) for n in range(3))
    return red, green, blue, 1.0


@lru_cache(maxsize=4096)
def luminance(one: Colour) -> float:
    """How light a colour is, from 0 to 1; WCAG's relative luminance."""
    linear = [c / 12.92 if (c := one[n] / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for n in range(3)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
