"""The words that tell what an article is about: names, and what it says again and again.

Words grow from what a language writes: words, syllables (Vietnamese), signs (Chinese, Japanese, Korean). Of a longer
and a shorter one that are always said together the longer is taken, so that 珊瑚礁 comes out whole and not as 珊瑚 and
瑚礁 (maximal repeats). What stands in any story (``text/tables/everyday.toml``) tells nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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

#: Words as the index has them, and the marks between.
PIECE = re.compile(rf"[{RUN}]+|[^\W_{RUN}]+|[^\w\s]")
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
    endings: tuple[str, ...]  #: what grows onto words, the longest first


@cache
def _everyday(language: str) -> _Everyday:
    known: Mapping[str, str] = row("everyday", language) or {}
    own = facts(language)
    words = frozenset(known.get("words", "").split()) | (own.frequent if own else frozenset())
    endings = sorted(known.get("endings", "").split(), key=len, reverse=True)
    starts, ends = tuple(known.get("starts", "").split()), tuple(known.get("ends", ""))
    return _Everyday(words, frozenset(known.get("signs", "")), starts, ends, tuple(endings))


def telling(content: Mapping[str, Any], language: str) -> list[Telling]:
    """The words that tell most about an article's content, best first; of each at most one form."""
    everyday, counts, names, shown = _everyday(language), Counter[Units](), set[Units](), dict[Units, str]()
    headline: set[Units] = set()
    stretches = ((piece.kind, run) for piece in passages(content) for run in _stretches(piece.text, language))
    for kind, run in _no_more_than(READ, stretches):
        for units, said, name in _grown(run, language, everyday):
            counts[units] += 1
            shown.setdefault(units, said)
            if kind == "headline":
                headline.add(units)
            if name:
                names.add(units)
    kept = [units for units in counts if counts[units] > 1 or units in headline or units in names]
    weight = {
        units: counts[units] * len(units) * (3 if units in headline else 1) * (2 if units in names else 1)
        for units in _whole(kept, counts)
    }
    best = sorted(weight, key=lambda units: (-weight[units], units))[:MOST]
    return [Telling(units, _joined(units), shown[units]) for units in best]


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
    stretch: list[str] = []
    for piece in PIECE.findall(normal("NFKC", text)):
        if piece[0].isalnum() and not IN_RUN.match(piece):
            stretch.append(piece)
            continue
        yield stretch
        stretch = []
        if IN_RUN.match(piece):
            if language == "ja":
                yield from (KATAKANA.findall(part) for part in KANA.split(piece))
            else:
                yield list(piece)
    yield stretch


def _no_more_than(most: int, stretches: Iterable[tuple[str, list[str]]]) -> Iterator[tuple[str, list[str]]]:
    seen = 0
    for kind, run in stretches:
        if run:
            yield kind, run
            seen += len(run)
        if seen > most:
            return


def _grown(run: list[str], language: str, everyday: _Everyday) -> Iterator[tuple[Units, str, bool]]:
    """Every word of one to :data:`LONGEST` units, as units and as written, and whether it is a name."""
    small = [unit.casefold() for unit in run]
    signs = bool(IN_RUN.match(run[0]))
    own = facts(language)
    fewest = 2 if signs or (own and own.syllables) else 1
    if signs and everyday.endings:  # words are parted by spaces and begin with what they mean
        del small[_stem("".join(small), everyday.endings) :]
    starts = range(len(small)) if not everyday.endings or not signs else range(min(1, len(small)))
    shut = [_shut(unit, signs, everyday) for unit in small]
    for start in starts:
        for end in range(start + 1, min(start + LONGEST, len(small)) + 1):
            if shut[end - 1]:
                break
            units = tuple(small[start:end])
            if _tells(units, signs, fewest, everyday):
                name = all(unit[0].isupper() for unit in run[start:end]) and (start > 0 or end - start > 1)
                yield units, _joined(run[start:end]), name


def _stem(word: str, endings: tuple[str, ...]) -> int:
    """How long a word is without the ending that has grown onto it."""
    return len(word) - len(next((one for one in endings if word.endswith(one)), ""))


def _shut(unit: str, signs: bool, everyday: _Everyday) -> bool:
    """Whether no telling word holds the unit."""
    if signs:
        return not everyday.signs.isdisjoint(unit)
    return unit in everyday.words or len(unit) < 2 or unit[0].isdigit()


def _tells(units: Units, signs: bool, fewest: int, everyday: _Everyday) -> bool:
    if not signs:
        return len(units) >= fewest and (len(units) > 1 or len(units[0]) >= SHORTEST)
    word = "".join(units)
    return (
        len(word) > 1
        and word not in everyday.words
        and not word.startswith(everyday.starts)
        and not word.endswith(everyday.ends)
    )


def _whole(kept: list[Units], counts: Counter[Units]) -> list[Units]:
    """Of ``kept`` those that are no mere part of a longer word."""
    within: Counter[Units] = Counter()
    for units in kept:
        for part in (units[1:], units[:-1]):
            within[part] = max(within[part], counts[units])
    return [units for units in kept if within[units] < ALWAYS * counts[units]]
