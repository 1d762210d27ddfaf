"""The words that tell what an article is about: names, and what it says again and again.

Words grow from what a language writes: words, syllables (Vietnamese), signs (Chinese, Japanese, Korean). Of a longer
and a shorter one that are always said together the longer is taken, so that 珊瑚礁 comes out whole and not as 珊瑚 and
瑚礁 (maximal repeats). What stands in any story (``text/tables/everyday.toml``) tells nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

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
STRETCH = re.compile(rf"[^\W{RUN}]+(?:\s+[^\W{RUN}]+)*|[{RUN}]+")
KANA = re.compile("[\u3040-\u309f]+")
KATAKANA = re.compile("[\u30a0-\u30ff]+|[^\u30a0-\u30ff]")

#: A word as its units, in small letters.
Units = tuple[str, ...]


class Telling(NamedTuple):
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
    text, everyday, said = _Text(content, language), _everyday(language), _Said()
    alive = _alive(text, everyday)
    said.count_words(_of_words(text.small, alive, everyday.fewest), text)
    pairs = _alive_pairs(text)
    for run, in_headline in text.runs:
        said.count_signs(_of_signs(run, pairs, everyday), run, in_headline)
    counts, headline, names = said.counts, said.headline, said.names
    kept = [units for units, count in counts.items() if count > 1 or units in headline or units in names]
    weight = {
        units: counts[units] * len(units) * (3 if units in headline else 1) * (2 if units in names else 1)
        for units in _whole(kept, counts)
    }
    best = sorted(weight, key=lambda units: (-weight[units], units))[:MOST]
    return [Telling(units, _joined(units), _joined(said.shown[units])) for units in best]


class _Text:
    """What is looked at of an article, in units."""

    def __init__(self, content: Mapping[str, Any], language: str) -> None:
        #: Words or syllables as they are written; an empty one stands where a stretch of them ends.
        self.units: list[str] = []
        self.headline = range(0)  #: where those of the headline stand
        self.runs: list[tuple[list[str], bool]] = []  #: signs, and whether they stand in the headline
        left = READ
        for passage in passages(content):
            in_headline, begin = passage.kind == "headline", len(self.units)
            for run, signs in _stretches(passage.text, language) if left >= 0 else ():
                if signs:
                    self.runs.append((run, in_headline))
                else:
                    self.units += run
                    self.units.append("")
                left -= len(run)
                if left < 0:
                    break
            if in_headline:
                self.headline = range(begin, len(self.units))
        self.small = [unit.casefold() for unit in self.units]  #: words or syllables in small letters


def _stretches(text: str, language: str) -> Iterator[tuple[list[str], bool]]:
    """What stands together without a mark between: words or syllables, or the units of one run of signs."""
    for stretch in STRETCH.findall(normal("NFKC", text).replace("_", " ")):
        if not IN_RUN.match(stretch):
            yield stretch.split(), False
        elif language == "ja":
            yield from ((run, True) for part in KANA.split(stretch) if (run := KATAKANA.findall(part)))
        else:
            yield list(stretch), True


def _alive(text: _Text, everyday: _Everyday) -> set[str]:
    """The words and syllables that a telling word may hold: none is an everyday word, a figure or a single letter.

    A telling word is said again, stands in the headline or is written with capitals, and so is each unit of it.
    """
    again = {unit for unit, count in Counter(text.small).items() if count > 1}
    capital = {unit.casefold() for unit in set(text.units) if unit[:1].isupper()}
    marked = again.union(capital, text.small[text.headline.start : text.headline.stop])
    return {unit for unit in marked - everyday.words if len(unit) > 1 and not unit[0].isdigit()}


def _alive_pairs(text: _Text) -> set[Units]:
    """The same of signs: two next to each other that are said again or stand in the headline."""
    counts = Counter[Units]()
    headline = set[Units]()
    for run, in_headline in text.runs:
        counts.update(pairwise(run))
        if in_headline:
            headline.update(pairwise(run))
    return headline.union(pair for pair, count in counts.items() if count > 1)


@dataclass
class _Said:
    """The words of one to :data:`LONGEST` units that a text says."""

    counts: dict[Units, int] = field(default_factory=dict)
    shown: dict[Units, Sequence[str]] = field(default_factory=dict)  #: each word's units as they were first written
    names: set[Units] = field(default_factory=set)
    headline: set[Units] = field(default_factory=set)

    def count_words(self, found: list[tuple[int, int]], text: _Text) -> None:
        """Count words and keep the names: those written with capitals, but for one that a stretch begins with."""
        self._count(found, text.small, text.units, text.headline)
        small, written = text.small, text.units
        for start, end in found:
            if (
                written[start][0].isupper()
                and (end - start > 1 or (start > 0 and written[start - 1]))
                and all(unit[0].isupper() for unit in written[start + 1 : end])
            ):
                self.names.add(tuple(small[start:end]))

    def count_signs(self, found: list[tuple[int, int]], run: list[str], in_headline: bool) -> None:
        """Count words of a run of signs."""
        self._count(found, run, run, range(len(run) if in_headline else 0))

    def _count(self, found: list[tuple[int, int]], small: list[str], written: list[str], headline: range) -> None:
        counts, shown = self.counts, self.shown
        for start, end in found:
            units = tuple(small[start:end])
            if units in counts:
                counts[units] += 1
            else:
                counts[units] = 1
                shown[units] = written[start:end]
            if start in headline:
                self.headline.add(units)


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


def _of_words(small: list[str], alive: set[str], fewest: int) -> list[tuple[int, int]]:
    """Where words of words or syllables begin and end: of units alive next to each other."""
    found = []
    for start in [here for here, unit in enumerate(small) if unit in alive]:
        if fewest == 1 and len(small[start]) >= SHORTEST:
            found.append((start, start + 1))
        for end in range(start + 2, start + LONGEST + 1):
            if small[end - 1] not in alive:  # a stretch ends with an empty unit, which never is
                break
            found.append((start, end))
    return found


def _of_signs(run: list[str], alive: set[Units], everyday: _Everyday) -> list[tuple[int, int]]:
    """Where words of signs begin and end: of pairs alive."""
    size, starts = len(run), len(run)
    if everyday.endings:  # words are parted by spaces and begin with what they mean
        size = _stem("".join(run), everyday)
        starts = min(1, size)
    found = []
    for start in range(starts):
        word = ""
        for at in range(start, min(start + LONGEST, size)):
            if not everyday.signs.isdisjoint(run[at]) or (word and (run[at - 1], run[at]) not in alive):
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
