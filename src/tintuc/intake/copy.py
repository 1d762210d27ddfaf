"""What a page or text holds, once read: plain data, nothing lost that the desk might ask about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


class Unreadable(Exception):
    """The bytes cannot be read as what they claim to be; the sentence says why and what to do."""


@dataclass(frozen=True)
class CopyBlock:
    """One paragraph or other piece of the body."""

    kind: str  #: as the blocks of a story: paragraph, crosshead, quote, turn, picture, table, list, embed
    text: str  #: plain
    html: str = ""  #: of paragraphs and turns: the same with b, i and a only, safe to keep
    speaker: str = ""
    role: str = ""
    entries: tuple[str, ...] = ()  #: of a list
    address: str = ""  #: of a picture or embed
    caption: str = ""
    language: str = ""  #: where the page marks the piece as another language's


@dataclass(frozen=True)
class DateClaim:
    """A release date that the page gives, and where."""

    moment: dt.datetime  #: naive where the page names no zone
    origin: str  #: visible, time, JSON-LD or meta
    text: str


@dataclass(frozen=True)
class Copy:
    """A page or text as it was read."""

    headline: str
    blocks: tuple[CopyBlock, ...]
    title: str = ""
    language: str = ""  #: as declared
    dates: tuple[DateClaim, ...] = ()
    clicks: int | None = None
    byline: tuple[str, ...] = ()
    provider: str = ""
    source_url: str = ""
    licence: str = ""
    sections: tuple[tuple[str, int], ...] = ()  #: announced lists and how many links they hold
    hidden: tuple[tuple[str, str], ...] = field(default_factory=tuple)  #: text that the page hides, and how

    @property
    def released(self) -> dt.datetime | None:
        """The release date readers of the page saw, or the best claim there is."""
        return self.dates[0].moment if self.dates else None
