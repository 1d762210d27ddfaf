"""Finds many terms in a text at once.

A text is cut into tokens: a word where words are parted by spaces, a character where they are not. A term is a run of
tokens; a table tells, by a term's first token, how long the terms that begin so are, so that the cost of a text does
not grow with the number of terms. Words are compared by a simple stem; a capital in a term is wanted in the text too,
so that "WHO" is not "who".

Known limits: marks at either end of a term ("C++") do not count; Korean words are matched from their beginning, with
whatever particle follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tintuc.text.languages import row
from tintuc.text.normal import normal
from tintuc.text.scripts import LETTERS

#: Scripts that do not part words by spaces, a token a character, with the marks over and under it.
DENSE = "".join(LETTERS[script] for script in ("Han", "Kana", "Thai", "Lao", "Khmer", "Burmese"))
MARKS = (
    "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e45-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd"
    "\u102b-\u109d\u17b4-\u17d3\u3099\u309a"
)
HANGUL = LETTERS["Hangul"]
#: A word may carry marks of its own: combining accents, Arabic vowels, the vowel signs of India.
OWN = "\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0dff"
TOKEN = re.compile(rf"(?P<dense>[{DENSE}][{MARKS}]*)|(?P<syllable>[{HANGUL}])|(?:[^\W_{DENSE}{HANGUL}]|[{OWN}])+")
#: What may stand between two words of a term however the term is written, and between two characters.
HYPHENS, DOTS = frozenset(["", "-", "‐", "‑"]), frozenset(["", "·", "・", "‧", "•", "･"])
#: Characters between two tokens of one term.
FAR = 3
#: Tokens of the longest term; a longer one is a sentence.
LONGEST = 40
JOIN = "\x1f"


@dataclass(frozen=True)
class Token:
    """A word, or a character of a script without spaces."""

    key: str  #: what is compared
    text: str
    start: int
    end: int
    dense: bool = False
    inside: bool = False  #: a Korean syllable that does not begin its word


@dataclass(frozen=True)
class Match:
    """Where terms stand, and the values they were given with."""

    start: int
    end: int
    values: tuple[int, ...]


@dataclass(frozen=True)
class _Form:
    tokens: tuple[Token, ...]
    gaps: tuple[str, ...]
    value: int


def tokens(text: str, language: str = "") -> list[Token]:
    """The tokens of a text; with a language, words by their stem."""
    found: list[Token] = []
    last = -1
    for match in TOKEN.finditer(text):
        start, end = match.span()
        word = match[0]
        if match.lastgroup:
            inside = match.lastgroup == "syllable" and last == start
            found.append(Token(normal("NFKC", word).casefold(), word, start, end, True, inside))
            last = end if match.lastgroup == "syllable" else -1
        else:
            found.append(Token(stem(word, language), word, start, end))
            last = -1
    return found


@lru_cache(65_536)
def stem(word: str, language: str = "") -> str:
    """A word as it is compared: folded in case, without the endings its language puts on."""
    key = normal("NFKC", word).casefold()
    rules = row("terms", language) if language else None
    if rules is None or key.endswith(tuple(rules.get("kept", ()))):
        return key
    for ending, instead in rules["endings"]:
        if key.endswith(ending) and len(key) - len(ending) >= rules["least"]:
            return key[: len(key) - len(ending)] + str(instead)
    return key


def head(form: str, language: str = "") -> str:
    """What a table of terms is looked up by: the first word, or the first two characters; empty for no term."""
    found = tokens(form[:400], language)
    if not found:
        return ""
    pair = found[0].dense and len(found) > 1 and found[1].dense
    return (found[0].key + found[1].key if pair else found[0].key)[:60]


def heads(text: str, language: str = "") -> set[str]:
    """Every :func:`head` that a term standing in the text can have."""
    found = tokens(text, language)
    keys = {token.key[:60] for token in found}
    keys |= {one.key + two.key for one, two in pairwise(found) if one.dense and two.dense}
    return keys


class Matcher:
    """Terms of one language, ready to be found. ``cased``: a capital in a term is wanted in the text."""

    def __init__(self, forms: Iterable[tuple[str, int]], language: str = "", *, cased: bool = True) -> None:
        self.language, self.cased = language, cased
        self._forms: dict[str, list[_Form]] = {}
        lengths: dict[str, set[int]] = {}
        for text, value in forms:
            found = tuple(tokens(text, language))
            if not 0 < len(found) <= LONGEST:
                continue
            gaps = tuple(text[one.end : two.start] for one, two in pairwise(found))
            self._forms.setdefault(JOIN.join(token.key for token in found), []).append(_Form(found, gaps, value))
            lengths.setdefault(found[0].key, set()).add(len(found))
        self._lengths = {key: sorted(sizes, reverse=True) for key, sizes in lengths.items()}

    def __bool__(self) -> bool:
        return bool(self._forms)

    def matches(self, text: str, *, overlapping: bool = False) -> Iterator[Match]:
        """The terms in a text from left to right, the longest at each place; all of them if they may overlap."""
        if not self._forms or not text:
            return
        found = tokens(text, self.language)
        keys = [token.key for token in found]
        place = 0
        while place < len(found):
            step = 1
            for size in self._lengths.get(keys[place], ()) if not found[place].inside else ():
                if place + size > len(found):
                    continue
                values = self._at(text, found[place : place + size], JOIN.join(keys[place : place + size]))
                if values:
                    yield Match(found[place].start, found[place + size - 1].end, values)
                    if not overlapping:
                        step = size
                        break
            place += step

    def values(self, text: str) -> set[int]:
        """The values of all terms that stand in the text, one in another too."""
        return {value for match in self.matches(text, overlapping=True) for value in match.values}

    def _at(self, text: str, here: list[Token], key: str) -> tuple[int, ...]:
        forms = self._forms.get(key, ())
        return tuple(dict.fromkeys(form.value for form in forms if self._fits(text, here, form)))

    def _fits(self, text: str, here: list[Token], form: _Form) -> bool:
        if self.cased and not all(_cased(one.text, two.text) for one, two in zip(form.tokens, here, strict=True)):
            return False
        return all(
            _joined(text[one.end : two.start], gap, dense=one.dense and two.dense)
            for one, two, gap in zip(here, here[1:], form.gaps, strict=False)
        )


def _cased(wanted: str, word: str) -> bool:
    """Whether a word has the capitals a term wants; a word all in capitals has them."""
    if wanted.islower() or (word.isupper() and len(word) > 1):
        return True
    if wanted.isupper() and len(wanted) > 1:
        return False
    if wanted[1:] != wanted[1:].lower():
        return word == wanted
    return not wanted[0].isupper() or word[0].isupper()


def _joined(gap: str, wanted: str, *, dense: bool) -> bool:
    """Whether two tokens with this gap can belong to one term that has the gap ``wanted`` there."""
    if len(gap) > max(FAR, len(wanted)):
        return False
    bare = gap.strip()
    if dense and bare != gap and not any(mark.isspace() for mark in wanted):
        return False
    return bare == wanted.strip() or bare in (DOTS if dense else HYPHENS)
