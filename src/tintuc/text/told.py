"""What a story tells of: the words of which it is made, so that a passage can be told that shares none of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from tintuc.text.languages import Facts, facts
from tintuc.text.scripts import LETTERS
from tintuc.text.words import MOST_KEPT, words

#: Letters at the beginning of a word that stand for it, whatever its ending.
STEM = 6
#: Signs in a row that stand for a word in scripts that part none and write each sound.
ROW = 5
HAN = re.compile(f"[{LETTERS['Han']}]{{2,}}")
KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{2,}")
HANGUL = re.compile(f"[{LETTERS['Hangul']}]{{2,}}")
#: Thai, Lao, Burmese and Khmer with their marks.
UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
#: Scripts whose words are cut by the rules above.
EASTERN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3131-\u318e\u3400-\u9fff\uac00-\ud7a3]"
)


def contents(text: str, language: str) -> frozenset[str]:
    """The words that carry what a text says.

    Words of no more than two letters and the most frequent ones are left out. In languages written in syllables two
    syllables in a row count as one word; so do two Chinese characters, a run of katakana, the beginning of a Korean
    word, and five letters in a row of Thai.
    """
    return _kept(text, language) if len(text) <= MOST_KEPT else _contents(text, language)


def _contents(text: str, language: str) -> frozenset[str]:
    table = facts(language)
    frequent = table.frequent if table else frozenset[str]()
    row, found = words(text), frozenset[str]()
    if not text.isascii() and EASTERN.search(text):
        row, found = tuple(word for word in row if not EASTERN.match(word)), frozenset(_eastern(text))
    if table and table.syllables:
        pairs = {f"{one} {two}" for one, two in pairwise(row) if not (one in frequent or two in frequent)}
        return found | pairs | _strange(row, table)
    return found | {word[:STEM] for word in set(row) - frequent if len(word) > 2}


_kept = lru_cache(maxsize=256)(_contents)


def _eastern(text: str) -> Iterator[str]:
    for match in HAN.finditer(text):
        yield from (match[0][at : at + 2] for at in range(len(match[0]) - 1))
    yield from KATAKANA.findall(text)
    for word in HANGUL.findall(text):
        yield word[:2]
    for run in UNPARTED.findall(text):
        yield from (run[at : at + ROW] for at in range(max(1, len(run) - ROW + 1)))


def _strange(row: tuple[str, ...], table: Facts) -> set[str]:
    """Words that are no syllable of the language: names and words of others."""
    return {word for word in row if len(word) > STEM and word not in table.frequent}


def told(texts: Iterable[str], language: str) -> Counter[str]:
    """In how many of the texts each word stands."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(contents(text, language))
    return counts
