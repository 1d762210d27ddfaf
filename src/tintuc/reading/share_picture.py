"""The picture of a story that shows where its address is shared: headline, masthead and photograph, in its language.

1200 x 630 pixels, the size the large networks show without cutting. It is a JPEG since some of them take nothing newer.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageColor, ImageDraw

from tintuc.reading.faces import NoFace, runs, width
from tintuc.reading.lines import broken

logger = logging.getLogger(__name__)

WIDE, HIGH = 1200, 630
MARGIN = 56
BAND = 20
#: How much of the width the words have beside a photograph.
COLUMN = 640
#: Sizes of the headline, largest first, and how many lines of it there may be; the last one is cut.
SIZES = (76, 66, 58, 50, 44, 38)
MOST_LINES = 5
LEADING = 1.3
INK = (28, 25, 23)


@dataclass(frozen=True)
class Words:
    """What the picture says."""

    headline: str
    masthead: str
    kicker: str
    language: str
    right_to_left: bool = False


def can_draw(words: Words) -> bool:
    """Whether this machine has faces for the headline: without it the photograph alone serves readers better."""
    try:
        runs(words.headline, words.language, SIZES[-1])
    except NoFace:
        return False
    return True


def draw(words: Words, accent: str, paper: str, photograph: Image.Image | None = None) -> bytes:
    """The picture as JPEG. Words no face of this machine can draw are left out."""
    ground, colour = ImageColor.getrgb(paper), ImageColor.getrgb(accent)
    canvas = Image.new("RGB", (WIDE, HIGH), ground)
    pen = ImageDraw.Draw(canvas)
    column = WIDE
    if photograph is not None:
        column = COLUMN
        cut = _cut(photograph, WIDE - COLUMN, HIGH)
        canvas.paste(cut, (0 if words.right_to_left else COLUMN, 0))
    left = WIDE - column if words.right_to_left else 0
    edge = left + column - BAND if words.right_to_left else left
    pen.rectangle((edge, 0, edge + BAND - 1, HIGH), colour)
    _write(pen, words, colour, left + MARGIN, column - 2 * MARGIN)
    buffer = io.BytesIO()
    canvas.save(buffer, "JPEG", quality=84, optimize=True, progressive=True)
    return buffer.getvalue()


def _cut(photograph: Image.Image, wide: int, high: int) -> Image.Image:
    """The photograph cut to the frame round its middle."""
    scale = max(wide / photograph.width, high / photograph.height)
    size = max(wide, round(photograph.width * scale)), max(high, round(photograph.height * scale))
    larger = photograph.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    x, y = (larger.width - wide) // 2, (larger.height - high) // 2
    return larger.crop((x, y, x + wide, y + high))


def _write(pen: ImageDraw.ImageDraw, words: Words, colour: Any, left: int, wide: int) -> None:
    try:
        top = MARGIN
        if words.kicker:
            _line(pen, words.kicker, words, 30, colour, left, top, wide)
            top += 58
        size, lines = _fitted(words, wide, HIGH - top - MARGIN - 70)
        for line in lines:
            _line(pen, line, words, size, INK, left, top, wide)
            top += round(size * LEADING)
    except NoFace as missing:
        logger.warning("A picture for sharing goes without its headline: %s", missing)
    try:
        _line(pen, words.masthead, words, 40, colour, left, HIGH - MARGIN - 40, wide)
    except NoFace as missing:
        logger.warning("A picture for sharing goes without its masthead: %s", missing)


def _fitted(words: Words, wide: int, high: int) -> tuple[int, list[str]]:
    """The largest size at which the headline fits, and its lines; the smallest is cut with an ellipsis."""
    for size in SIZES:
        lines = broken(words.headline, words.language, wide, lambda text, s=size: width(text, words.language, s))
        widest = max((width(line, words.language, size) for line in lines), default=0)
        if len(lines) <= MOST_LINES and len(lines) * size * LEADING <= high and widest <= wide:
            return size, _balanced(words, size, lines, widest)
    room = max(1, min(MOST_LINES + 1, int(high / (size * LEADING))))
    if len(lines) > room:
        lines = [*lines[: room - 1], lines[room - 1] + " …"]
    return size, [_shortened(line, words.language, size, wide) for line in lines]


def _balanced(words: Words, size: int, lines: list[str], widest: float) -> list[str]:
    """The same number of lines, as even as they come."""
    narrow, wide = widest / 2, widest
    while wide - narrow > 4:
        middle = (narrow + wide) / 2
        tried = broken(words.headline, words.language, middle, lambda text: width(text, words.language, size))
        if len(tried) > len(lines) or max(width(line, words.language, size) for line in tried) > middle:
            narrow = middle
        else:
            wide, lines = middle, tried
    return lines


def _shortened(line: str, language: str, size: int, wide: int) -> str:
    while len(line) > 1 and width(line, language, size) > wide:
        line = line.rstrip(" …")[:-1].rstrip() + " …"
    return line


def _line(
    pen: ImageDraw.ImageDraw, text: str, words: Words, size: int, colour: Any, left: int, top: int, wide: int
) -> None:
    found = runs(text, words.language, size)
    if words.right_to_left:
        x: float = left + wide - sum(run.font.getlength(run.text) for run in found)
        found = found[::-1]
    else:
        x = left
    baseline = top + size
    for run in found:
        pen.text((x, baseline), run.text, fill=colour, font=run.font, anchor="ls")
        x += run.font.getlength(run.text)
