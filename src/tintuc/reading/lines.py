"""Breaks a headline into lines for a picture of it, as its language breaks lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

#: Signs no line begins with, and signs none ends with (JIS X 4051 and GB/T 15834, those that headlines use).
NO_START = frozenset("、。，．！？：；）」』】〉》〕”’・ー…％%,.!?:;)]}»ぁぃぅぇぉっゃゅょァィゥェォッャュョ々")
NO_END = frozenset("（「『【〈《〔“‘([{«$¥￥")
#: Languages that part no words by spaces.
UNSPACED = frozenset({"zh-Hans", "zh-Hant", "ja", "th"})
#: Words and figures of other scripts stay whole in such languages, too.
PIECE = re.compile(r"[0-9A-Za-zÀ-ỹ][0-9A-Za-zÀ-ỹ.,:/%°'’-]*|\s+|.", re.DOTALL)


def pieces(text: str, language: str) -> list[str]:
    """The text in pieces between which a line may end; spaces stay at a piece's end."""
    if language not in UNSPACED:
        return re.findall(r"\S+\s*", text)
    found: list[str] = []
    for piece in PIECE.findall(text):
        joined = piece in NO_START or piece.isspace() or unicodedata.category(piece[0]) in {"Mn", "Mc"}
        if found and (joined or found[-1].rstrip()[-1:] in NO_END):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def broken(text: str, language: str, most: float, width: Callable[[str], float]) -> list[str]:
    """The text in lines of at most ``most`` wide; a piece wider than that is a line of its own."""
    lines, line = [], ""
    for piece in pieces(text, language):
        if line and width((line + piece).rstrip()) > most:
            lines.append(line.rstrip())
            line = piece
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines
