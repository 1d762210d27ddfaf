"""The few nouns every check speaks in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property


class Level(IntEnum):
    """What a finding asks of the newsroom."""

    NOTE = 1  #: nobody has to act
    QUERY = 2  #: an editor must answer
    HOLD = 3  #: the article may not go out until it is mended or waived


@dataclass(frozen=True)
class Place:
    """Where in the article: a field, a block and part of it, and the characters from and to."""

    field: str  #: ``headline``, ``standfirst``, …, ``body``, or ``story`` and ``page`` for what is not in the text
    block: str = ""  #: id of the block; empty outside the body
    start: int = 0
    end: int = 0
    part: str = ""  #: part of a block that has several: ``caption``, ``alt``, ``speaker``, …


@dataclass(frozen=True)
class Finding:
    """One thing a check saw, with enough beside it for an editor to decide."""

    reason: str  #: a key of the check's ``says``
    place: Place
    quote: str  #: the characters at the place
    values: Mapping[str, str] = field(default_factory=dict)  #: fills the sentence
    level: Level | None = None  #: where this reason weighs less or more than the check's own level
    replacement: str | None = None  #: what mechanically mends the quote, if anything does
    weak: bool = False  #: one sign that alone says little: a note, unless another check has one at the same place


@dataclass(frozen=True)
class Block:
    """A run of words in the body. A picture's alt and caption are two blocks with one id and different parts."""

    text: str
    id: str = ""
    part: str = ""
    kind: str = "paragraph"  #: paragraph, crosshead, quote, turn, picture, table, list, embed, correction
    speaker: str = ""  #: of a turn
    role: str = ""  #: of a turn: question, answer, remark
    language: str = ""  #: where the newsroom marked it as another language's
    source: str | None = None  #: the same block in the source article; None where there is none
    #: of a translation: untranslated, unfinished, stale, source-lags, or how far it is; empty in a source article
    state: str = ""


@dataclass(frozen=True)
class Run:
    """A run of words of the article with its place, and beside it what it was translated from, if anything."""

    text: str
    field: str
    block: str = ""
    part: str = ""
    kind: str = "paragraph"
    language: str = ""  #: as ``Block.language``
    source: str = ""
    state: str = ""

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """The place of some of its characters; of all, if none are named."""
        return Place(self.field, self.block, start, len(self.text) if end is None else end, self.part)


@dataclass(frozen=True)
class PageSection:
    """A list that a page announces (hot list, related list, a map) and how many links it holds."""

    title: str
    links: int
    place: str = ""  #: where on the page, for people


@dataclass(frozen=True)
class Link:
    """A link and where it stands."""

    anchor: str
    host: str  #: empty for a link within the site
    block: str = ""  #: id of the block that holds it; empty outside the body
    start: int = 0  #: of the anchor in the block
    end: int = 0
    sentence: str = ""  #: the words around it
    outside: bool = False  #: leads where the page neither stands nor, if it is hidden, links to openly
    first_use: bool | None = None  #: no site of the network has linked there before; None: nobody knows


@dataclass(frozen=True)
class Hidden:
    """Words or links that a page keeps from its readers."""

    text: str  #: its beginning
    technique: str  #: how: ``display:none``, ``off-screen``, ``colour on colour``, …
    css: str = ""  #: the declaration or attribute that hides it
    characters: int = 0
    links: tuple[Link, ...] = ()
    place: str = ""  #: line and CSS path in the page, for people
    habit: str = ""  #: the honest habit it looks like: control, part, reader, body; empty for none
    sure: bool = True  #: False where a style sheet that was not read may show it


@dataclass(frozen=True)
class Near:
    """Another story of the archive, there before this one, that holds much of the same words."""

    containment: float  #: share of the shorter text that stands in the longer, 0 to 1
    headline: str
    story: str  #: how the newsroom names it
    address: str = ""  #: where readers find it; empty if it is not released
    same_story: bool = False  #: a version or translation of this story
    credited: bool = False  #: this story says whom it is carried from
    same_hand: bool = False  #: whoever made this one made that one, too
    block: str = ""  #: the longest run of shared words in this text
    part: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Claim:
    """A date that a page from outside gives, and where."""

    moment: dt.datetime  #: naive where the page names no zone
    origin: str  #: ``visible``, ``time``, ``JSON-LD``, ``meta`` or ``address``


@dataclass(frozen=True)
class Served:
    """A file as readers get it, held against the page that was baked."""

    name: str
    found: str = ""  #: SHA-256 of its bytes; empty: it is not there
    baked: str = ""  #: SHA-256 of the page that was baked; empty: none was
    line: int = 0  #: the first line that differs; 0: the baked page is not at hand
    says: str = ""  #: that line as it is
    said: str = ""  #: that line as it was baked


@dataclass(frozen=True)
class Term:
    """One concept of the termbase that occurs in this article, in the article's languages only."""

    source: tuple[str, ...] = ()  #: its forms in the source's language; empty in a source article
    approved: tuple[str, ...] = ()  #: its forms in the article's language
    forbidden: tuple[str, ...] = ()  #: forms the house does not use in the article's language
    keep: bool = False  #: stands in every language as in the source


@dataclass(frozen=True)
class Name:
    """A person, an organisation or a place the house knows, and that may occur in this article."""

    form: str  #: as the house writes it in the article's language
    others: tuple[str, ...] = ()  #: as it does not
    person: bool = True


@dataclass(frozen=True)
class Dossier:
    """All that a check may look at. Built once per run, then only read."""

    language: str = "en"
    declared: str = ""  #: the language a page from outside says it is in, as it writes it
    kicker: str = ""
    headline: str = ""
    standfirst: str = ""
    dateline: str = ""
    body: tuple[Block, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)  #: the source article's words by field, for headline etc.
    states: Mapping[str, str] = field(default_factory=dict)  #: state of translation by field, as ``Block.state``
    unanswered: tuple[str, ...] = ()  #: paragraphs of the source that nothing here answers to
    source_language: str = ""  #: empty or equal to ``language``: not a translation
    released: dt.datetime | None = None  #: the release date readers see, or are to see
    first_released: dt.datetime | None = None  #: the release date readers were given first; None: not yet released
    rewritten: float | None = None  #: share of the words that have changed since, 0 to 1
    claims: tuple[Claim, ...] = ()  #: release dates that a page from outside gives
    changed: tuple[Claim, ...] = ()  #: dates of its last change that it gives to machines
    received: dt.datetime | None = None
    carried: bool | None = None  #: taken from somebody else; None: nobody knows (a file from outside)
    provider: str = ""
    source_url: str = ""
    licence: str = ""
    byline: tuple[str, ...] | None = None  #: names; None: nobody knows
    credits: Mapping[str, str] | None = None  #: credit lines of pictures by block; None: nobody knows
    origin: str = "human"  #: human, machine, post-edited, or unknown
    labelled: bool = False  #: readers are told that a machine translated it
    vouched: bool = False  #: a person has vouched for the whole article
    invented: bool = False  #: readers are told that the people in it are invented
    sections: tuple[PageSection, ...] = ()  #: of a whole page
    host: str = ""  #: where a page from outside says it stands
    hidden: tuple[Hidden, ...] = ()  #: of a page from outside
    links: tuple[Link, ...] = ()  #: in the body
    served: tuple[Served, ...] = ()  #: of a whole page: its files, where the manifest of baked files is at hand
    near: tuple[Near, ...] | None = None  #: None: no archive to compare with
    known_names: frozenset[str] = frozenset()  #: names the newsroom has confirmed to be different people
    names: tuple[Name, ...] = ()  #: whom the house knows, of those who may occur
    terms: tuple[Term, ...] = ()  #: of the termbase, what occurs

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """All its words in reading order: the fields that hold any, then the body."""
        fields = [
            Run(str(text), name, kind=name, source=self.sources.get(name, ""), state=self.states.get(name, ""))
            for name in ("kicker", "headline", "standfirst", "dateline")
            if (text := getattr(self, name))
        ]
        body = [
            Run(block.text, "body", block.id, block.part, block.kind, block.language, block.source or "", block.state)
            for block in self.body
        ]
        return (*fields, *body)

    @cached_property
    def pairs(self) -> tuple[Run, ...]:
        """The runs that stand beside their source and can be compared with it."""
        if not self.source_language or self.source_language == self.language:
            return ()
        return tuple(run for run in self.runs if run.source.strip() and run.text.strip() and not run.language)

    def in_state(self, state: str) -> Iterator[tuple[Place, str]]:
        """The passages whose translation is in a state: where they stand, and what they say."""
        for name, its in self.states.items():
            if its == state:
                text = str(getattr(self, name, ""))
                yield Place(name, "", 0, len(text)), text
        for block in self.body:
            if block.state == state:
                yield Place("body", block.id, 0, len(block.text), block.part), block.text

    def at(self, place: Place) -> str:
        """The very characters a place points to; empty for a place that is not in the text."""
        if place.field == "body":
            for block in self.body:
                if block.id == place.block and (
                    block.part == place.part or (place.part == "speaker" and block.speaker)
                ):
                    text = block.speaker if place.part == "speaker" else block.text
                    return text[place.start : place.end]
            raise LookupError(f"no block {place.block!r} part {place.part!r}")
        if place.field == "released":
            return f"{self.released:%Y-%m-%d}" if self.released else ""
        return str(getattr(self, place.field, ""))[place.start : place.end]


@dataclass(frozen=True)
class Pass:
    """An example the check must stay silent on."""

    dossier: Dossier


@dataclass(frozen=True)
class Find:
    """An example the check must catch: this reason, this quoted text."""

    dossier: Dossier
    reason: str
    quote: str


@dataclass(frozen=True)
class Check:
    """A check's card in the catalogue."""

    id: str
    title: str
    level: Level
    says: Mapping[str, str]  #: reason -> what the editor reads, with named placeholders; marked for translation
    why: str
    fix: str
    since: str
    find: Callable[[Dossier], Iterator[Finding]]
    examples: tuple[Pass | Find, ...]
    needs: frozenset[str] = field(default_factory=frozenset)  #: fields of the dossier it cannot do without
    languages: frozenset[str] | None = None  #: None: any language
    requires: str = ""  #: an extra of the product it cannot do without: ``encoder``. It runs only when asked for
    formerly: tuple[str, ...] = ()  #: ids it had before
