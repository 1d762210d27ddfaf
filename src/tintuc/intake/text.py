"""Reads plain text and Markdown."""

from __future__ import annotations

import html as markup
import re
from dataclasses import replace
from itertools import pairwise

from tintuc.intake.blocks import flat
from tintuc.intake.claims import moment
from tintuc.intake.copy import Copy, CopyBlock, DateClaim, Unreadable
from tintuc.intake.decoding import cleaned, decoded
from tintuc.intake.page import page_of, words
from tintuc.intake.turns import with_turns

#: Characters of the longest line that may be a headline.
HEADLINE = 200
ENDED = re.compile(r"[.!?…。！？][\"'”’»」』)）\]]*$")
#: Columns at which mail and terminals break lines: from and to.
NARROWEST, WIDEST = 50, 100
#: Markdown deeper than any article: what stands in it would be dropped, and many brackets take long.
DEEP = re.compile(r"^(?:[ \t]*>){20}", re.M)
BRACKETS = 5_000
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.S)
FRONT_LINE = re.compile(r"^(\w[\w -]*?)[ \t]*:[ \t]*(.*?)[ \t]*$", re.M)


def read_text(raw: bytes) -> Copy:
    """Read a plain text file. Raises :class:`~tintuc.intake.copy.Unreadable`."""
    return text_of(decoded(raw))


def text_of(text: str) -> Copy:
    """Read plain text: a short first line is the headline; paragraphs are parted by empty lines or are a line each.

    Raises :class:`~tintuc.intake.copy.Unreadable`.
    """
    lines = [line.strip() for line in cleaned(text).strip().splitlines()]
    headline = ""
    if len(lines) > 1 and len(lines[0]) <= HEADLINE and not lines[0].endswith((".", "。")):
        headline, lines = lines[0].lstrip("# "), lines[1:]
    blocks = []
    for piece in _pieces(lines):
        crosshead = piece.startswith("#")
        blocks.append(
            CopyBlock("crosshead", piece.lstrip("# "))
            if crosshead
            else CopyBlock("paragraph", piece, markup.escape(piece, quote=False))
        )
    return Copy(flat(headline), with_turns(tuple(blocks), words("reporter"), words("answer")))


def read_markdown(raw: bytes) -> Copy:
    """Read a Markdown file (CommonMark with tables); front matter gives title, date, language, author and source.

    Raises :class:`~tintuc.intake.copy.Unreadable`.
    """
    text = decoded(raw)
    front = FRONT_MATTER.match(text)
    facts = {name.lower(): value.strip("\"'") for name, value in FRONT_LINE.findall(front[1])} if front else {}
    body = text[front.end() :] if front else text
    if DEEP.search(body) or body.count("[") > BRACKETS:
        raise Unreadable("The Markdown nests deeper, or has more brackets, than any article.")
    from markdown_it import MarkdownIt  # takes long to load, and few runs read Markdown

    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(body)
    copy = page_of(f"<html><body><article>{rendered or '<p></p>'}</article></body></html>")
    released = moment(facts.get("date") or facts.get("released") or "")
    return replace(
        copy,
        headline=facts.get("title") or facts.get("headline") or copy.headline,
        language=facts.get("lang") or facts.get("language") or copy.language,
        byline=(facts["author"],) if facts.get("author") else copy.byline,
        provider=facts.get("source") or copy.provider,
        licence=facts.get("licence") or facts.get("license") or copy.licence,
        dates=(DateClaim(released, "front matter", facts.get("date", "")), *copy.dates) if released else copy.dates,
    )


def _pieces(lines: list[str]) -> list[str]:
    """The paragraphs. Lines that were broken at a column are joined; others are paragraphs of their own."""
    pieces: list[list[str]] = [[]]
    for line in lines:
        if line:
            pieces[-1].append(line)
        elif pieces[-1]:
            pieces.append([])
    found = []
    for piece in pieces:
        if any(_goes_on(line, following) for line, following in pairwise(piece)) and max(map(len, piece)) <= WIDEST:
            found.append(flat(" ".join(piece)))
        else:
            found += [flat(line) for line in piece]
    return [text for text in found if text]


def _goes_on(line: str, following: str) -> bool:
    """Whether a line was broken at a column, and not ended."""
    return not ENDED.search(line) and (following[0].islower() or len(line) >= NARROWEST)
