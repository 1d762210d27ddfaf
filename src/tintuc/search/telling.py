"""The words that tell what an article is about: names, and what it says again and again.

Words grow from what a language writes: words, syllables (Vietnamese), signs (Chinese, Japanese, Korean). Of a longer
and a shorter one that are always said together the longer is taken, so that 珊瑚礁 comes out whole and not as 珊瑚 and
瑚礁 (maximal repeats). What stands in any story (``text/tables/everyday.toml``) tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tintuc.search.shadow import IN_RUN, RUN
from tintuc.stories.passages import passages
from tintuc.text.languages import facts, row
from tintuc.text.normal import normal

#: Words of an article that are looked for in others.
MOST = 25
#: Units of a text that are looked at; what it is about it has said by then.
READ = 6000
#: Units the longest word grows to.
LONGEST = 4
#: Letters below which a word that stands alone tells nothing.
SHORTEST = 4
#: A shorter word that is said inside a longer one in this share of cases is part of it.
ALWAYS = 0.8

#: What stands together without a mark between: words as the index has them, or one run of signs.
STRETCH = re.compile(rf"[^\W_{RUN}]+(?:[\s_]+[^\W_{RUN}]+)*|[{RUN}]+")
KANA = re.compile("[\u3040-\u309f]+")
KATAKANA = re.compile("[\u30a0-\u30ff]+|[^\u30a0-\u30ff]")

#: A word as its units, in small letters.
Units = tuple[str, ...]


@dataclass(frozen=True)
class Telling:
    """One word, as a search looks for it and as the article writes it."""

    units: Units
    word: str
    shown: str


@dataclass(frozen=True)
class _Everyday:
    words: frozenset[str]
    signs: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]  #: what words do not end with
    endings: frozenset[str]  #: what grows onto words
    longest: int  #: letters of the longest ending
    fewest: int  #: units a word has at least


@cache
def _everyday(language: str) -> _Everyday:
    known: Mapping[str, str] = row("everyday", language) or {}
    own = facts(language)
    words = frozenset(known.get("words", "").split()) | (own.frequent if own else frozenset())
    endings = frozenset(known.get("endings", "").split())
    starts, ends = tuple(known.get("starts", "").split()), tuple(known.get("ends", ""))
    longest, fewest = max(map(len, endings), default=0), 2 if own and own.syllables else 1
    return _Everyday(words, frozenset(known.get("signs", "")), starts, ends, endings, longest, fewest)


def telling(content: Mapping[str, Any], language: str) -> list[Telling]:
    """The words that tell most about an article's content, best first; of each at most one form."""
    reader = _Reader(_everyday(language))
    stretches = ((piece.kind, run) for piece in passages(content) for run in _stretches(piece.text, language))
    for kind, run in _no_more_than(READ, stretches):
        reader.read(run, kind == "headline")
    counts, headline, names = reader.counts, reader.headline, reader.names
    kept = [units for units, count in counts.items() if count > 1 or units in headline or units in names]
    weight = {
        units: counts[units] * len(units) * (3 if units in headline else 1) * (2 if units in names else 1)
        for units in _whole(kept, counts)
    }
    best = sorted(weight, key=lambda units: (-weight[units], units))[:MOST]
    return [Telling(units, _joined(units), _joined(reader.shown[units])) for units in best]


@dataclass
class _Reader:
    """Counts the words of a text, stretch by stretch."""

    everyday: _Everyday
    counts: dict[Units, int] = field(default_factory=dict)
    shown: dict[Units, Sequence[str]] = field(default_factory=dict)  #: each word's units as they were first written
    names: set[Units] = field(default_factory=set)
    headline: set[Units] = field(default_factory=set)

    def read(self, run: list[str], in_headline: bool) -> None:
        """Count every word of one to :data:`LONGEST` units."""
        if IN_RUN.match(run[0]):
            small, found = run, _of_signs(run, self.everyday)
        else:
            small = [unit.casefold() for unit in run]
            found = _of_words(small, self.everyday)
            self._read_names(run, small, found)
        counts, shown = self.counts, self.shown
        for start, end in found:
            units = tuple(small[start:end])
            if units in counts:
                counts[units] += 1
            else:
                counts[units] = 1
                shown[units] = run[start:end]
            if in_headline:
                self.headline.add(units)

    def _read_names(self, run: list[str], small: list[str], found: list[tuple[int, int]]) -> None:
        """Keep the words that are written with capitals, but for one that a stretch begins with."""
        capital = [unit[0].isupper() for unit in run]
        for start, end in found if any(capital) else ():
            if capital[start] and (start > 0 or end > 1) and all(capital[start:end]):
                self.names.add(tuple(small[start:end]))


def _joined(units: Sequence[str]) -> str:
    """Units as one word or several: signs stand close, words apart."""
    return ("" if IN_RUN.match(units[0]) else " ").join(units)


def distinct(found: Iterable[Telling]) -> list[Telling]:
    """Those that share no unit with one before: *bến phà* and *phà mới* say one thing, not two."""
    kept: list[Telling] = []
    taken: set[str] = set()
    for one in found:
        if not taken & set(one.units):
            kept.append(one)
            taken |= set(one.units)
    return kept


def _stretches(text: str, language: str) -> Iterator[list[str]]:
    """What stands together without a mark between: words or syllables, or the units of one run of signs."""
    for stretch in STRETCH.findall(normal("NFKC", text)):
        if not IN_RUN.match(stretch):
            yield stretch.replace("_", " ").split()
        elif language == "ja":
            yield from (KATAKANA.findall(part) for part in KANA.split(stretch))
        else:
            yield list(stretch)


def _no_more_than(most: int, stretches: Iterable[tuple[str, list[str]]]) -> Iterator[tuple[str, list[str]]]:
    seen = 0
    for kind, run in stretches:
        if run:
            yield kind, run
            seen += len(run)
        if seen > most:
            return


def _of_words(small: list[str], everyday: _Everyday) -> list[tuple[int, int]]:
    """Where words of words or syllables begin and end: none holds an everyday word, a figure or a single letter."""
    common = everyday.words
    shut = [here for here, unit in enumerate(small) if unit in common or len(unit) < 2 or unit[0].isdigit()]
    found, begin = [], 0
    for stop in [*shut, len(small)]:
        for start in range(begin, stop):
            if everyday.fewest == 1 and len(small[start]) >= SHORTEST:
                found.append((start, start + 1))
            found += [(start, end) for end in range(start + 2, min(start + LONGEST, stop) + 1)]
        begin = stop + 1
    return found


def _of_signs(run: list[str], everyday: _Everyday) -> list[tuple[int, int]]:
    """Where words of signs begin and end."""
    size, starts = len(run), len(run)
    if everyday.endings:  # words are parted by spaces and begin with what they mean
        size = _stem("".join(run), everyday)
        starts = min(1, size)
    found = []
    for start in range(starts):
        word = ""
        for at in range(start, min(start + LONGEST, size)):
            if not everyday.signs.isdisjoint(run[at]):
                break
            word += run[at]
            if len(word) > 1 and _tells(word, everyday):
                found.append((start, at + 1))
    return found


def _stem(word: str, everyday: _Everyday) -> int:
    """How long a word is without the longest ending that has grown onto it."""
    size = len(word)
    grown = (length for length in range(min(everyday.longest, size), 0, -1) if word[-length:] in everyday.endings)
    return size - next(grown, 0)


def _tells(word: str, everyday: _Everyday) -> bool:
    return not (word in everyday.words or word.startswith(everyday.starts) or word.endswith(everyday.ends))


def _whole(kept: list[Units], counts: Mapping[Units, int]) -> list[Units]:
    """Of ``kept`` those that are no mere part of a longer word."""
    within: dict[Units, int] = {}
    for units in kept:
        count = counts[units]
        for part in (units[1:], units[:-1]):
            if within.get(part, 0) < count:
                within[part] = count
    return [units for units in kept if within.get(units, 0) < ALWAYS * counts[units]]
