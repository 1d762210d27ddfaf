"""Shadow text: what a search looks into instead of the words themselves.

Databases split Chinese and Japanese into one token a run and do not fold đ; so words are prepared here, the same for
SQLite and PostgreSQL. ``exact`` keeps diacritics, ``folded`` drops them; runs of Han, kana and Hangul become
overlapping pairs of characters, and each run's last character is a token of its own, so that a search for one finds it
there too.
"""

from __future__ import annotations

import re
import unicodedata

from tintuc.text.normal import normal

#: Letters written in runs without spaces, or found by parts: Han, kana, Hangul, with their extensions.
RUN = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
TOKEN = re.compile(rf"[{RUN}]+|[^\W_{RUN}]+")
IN_RUN = re.compile(f"[{RUN}]")


def _folding() -> dict[int, str]:
    table = {}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        plain = "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
        if plain != chr(code):
            table[code] = plain
    return table | {ord("đ"): "d", ord("ł"): "l", ord("ø"): "o", ord("ß"): "ss", ord("æ"): "ae", ord("œ"): "oe"}


FOLDING = _folding()


def fold(text: str) -> str:
    """``text`` without diacritics."""
    return text.translate(FOLDING)


def words(text: str) -> list[str]:
    """The words of a text: NFKC, small letters; runs of Han, kana and Hangul as one word each."""
    clean = text.encode("utf-8", "ignore").decode()
    return TOKEN.findall(normal("NFKC", clean).casefold())


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run, or the one character it is."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def exact(text: str) -> str:
    """Shadow text with diacritics."""
    tokens: list[str] = []
    for word in words(text):
        if IN_RUN.match(word):
            tokens += pairs(word)
            if len(word) > 1:
                tokens.append(word[-1])
        else:
            tokens.append(word)
    return " ".join(tokens)
