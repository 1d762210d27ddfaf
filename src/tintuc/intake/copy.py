"""What a page or text holds, once read: plain data, nothing lost that the desk might ask about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


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
    origin: str  #: visible, time, JSON-LD, meta or address
    text: str


@dataclass(frozen=True)
class HiddenLink:
    """A link in what the page hides."""

    anchor: str
    host: str  #: empty for a link within the site
    outside: bool = False  #: leads where the page neither stands nor links to openly


@dataclass(frozen=True)
class HiddenPiece:
    """Words or links that the page keeps from its readers."""

    text: str  #: its beginning
    technique: str  #: how, in a word or two: ``display:none``, ``off-screen``
    css: str = ""  #: the declaration or attribute that hides it
    characters: int = 0
    links: tuple[HiddenLink, ...] = ()
    place: str = ""  #: line and CSS path in the page
    habit: str = ""  #: the honest habit it looks like: control, part, reader, body; empty for none
    sure: bool = True  #: False where a style sheet that was not read may show it


@dataclass(frozen=True)
class Copy:
    """A page or text as it was read."""

    headline: str
    blocks: tuple[CopyBlock, ...]
    title: str = ""
    language: str = ""  #: as declared
    dates: tuple[DateClaim, ...] = ()
    changed: tuple[DateClaim, ...] = ()  #: when it was last changed, as told to machines
    clicks: int | None = None
    byline: tuple[str, ...] = ()
    provider: str = ""
    source_url: str = ""
    licence: str = ""
    sections: tuple[tuple[str, int], ...] = ()  #: announced lists and how many links they hold
    hidden: tuple[HiddenPiece, ...] = ()
    host: str = ""  #: where the page says it stands

    @property
    def released(self) -> dt.datetime | None:
        """The release date readers of the page saw, or the best claim there is."""
        return self.dates[0].moment if self.dates else None
