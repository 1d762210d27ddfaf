"""Where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: A mark that ends a sentence with all that may follow it before the next begins.
END = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s|$)|[。！？｡]+[”’」』）]*""")
#: The marks a finished paragraph may end with, closing quotes and brackets aside.
TERMINAL = re.compile(r"""[.!?…:。！？｡：;；][\s"'”’»」』)）\]]*$""")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text as (start, end), white space left out. Abbreviations may cut one in two."""
    start = 0
    for match in END.finditer(text):
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """The sentence that holds the character at ``position``."""
    for start, end in sentences(text):
        if start <= position < end:
            return start, end
    return 0, len(text)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
