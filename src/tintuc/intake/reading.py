"""Chooses how a file is read: by its name, and where the name says nothing, by its first characters."""

from __future__ import annotations

from tintuc.intake.copy import Copy
from tintuc.intake.page import read_page
from tintuc.intake.text import read_markdown, read_text

PAGE = (".html", ".htm", ".xhtml")
MARKDOWN = (".md", ".markdown")
TEXT = (".txt", ".text", *MARKDOWN)


def read_named(raw: bytes, name: str) -> Copy:
    """Read a page or text. Raises :class:`~tintuc.intake.copy.Unreadable`."""
    low = name.lower()
    if low.endswith(MARKDOWN):
        return read_markdown(raw)
    if low.endswith(PAGE) or (
        raw[:80].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1] == b"<" and not low.endswith(TEXT)
    ):
        return read_page(raw)
    return read_text(raw)
