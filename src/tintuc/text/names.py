"""Names of people, organisations and places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from tintuc.text.languages import facts, table
from tintuc.text.normal import normal

#: Two words with a capital, side by side, of three letters or more: "Maki Kobayashi".
PAIR = re.compile(r"(?=(?<![\w’'-])([^\W\d_a-zß-ÿ][^\W\d_]{2,})[ \u00a0]([^\W\d_a-zß-ÿ][^\W\d_]{2,})(?![\w-]))")


def pairs(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Every two neighbouring capitalised words with their place: (first, second, start, end). Pairs may overlap."""
    for match in PAIR.finditer(text):
        first, second = match[1], match[2]
        if first[0].isupper() and second[0].isupper():
            yield first, second, match.start(1), match.end(2)


@cache
def common_family_names() -> frozenset[str]:
    """Family names that prove nothing, in small letters."""
    return frozenset(name.lower() for name in table("names")["common"])


def is_telling(name: str) -> bool:
    """Whether a word can tell one person from another: plain letters and not a very common family name."""
    return name.isascii() and name.lower() not in common_family_names()


#: Two to five words with a capital, side by side; a name may hold initials and small particles.
PARTICLES = ("van", "von", "de", "der", "den", "del", "la", "bin", "al", "el", "di", "da", "dos")
CAPITAL = "[" + "".join(c for c in map(chr, (*range(0x530), *range(0x1E00, 0x2000))) if c.isupper()) + "]"
CAPITALISED = re.compile(
    rf"(?<![\w’'-]){CAPITAL}(?:\.|[^\W\d_]*)"
    rf"(?:[ \u00a0](?:(?:{'|'.join(PARTICLES)})[ \u00a0])?"
    rf"{CAPITAL}(?:\.|[^\W\d_]*(?:[-’'][^\W\d_]+)?)){{1,4}}(?![\w-])"
)
KATAKANA, DOT = "\u30a1-\u30fa\u30fc", "·・‧•･＝"
#: Letters of the shortest part of a name that is proposed.
LEAST = 2


def unmarked(text: str) -> str:
    """A text in small letters without accents and tone marks, to compare names by."""
    plain = normal("NFD", text.casefold().replace("đ", "d").replace("ł", "l").replace("ø", "o"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def likely(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    """What may be a name, with its place: capitalised words side by side, katakana and Han with dots, and of Chinese
    and Japanese names in their own script those that a title, a verb of saying or an address gives away.

    Titles and first words of sentences are left out by a table; of a language without one by frequent words alone.

    Known limits: a name of one word; Chinese and Japanese names in the middle of a run; Korean ones; German nouns side
    by side.
    """
    for match in _dotted().finditer(text):
        yield match[0], match.start(), match.end()
    own = _own_script(language)
    for match in own.finditer(text) if own else ():
        group = str(match.lastgroup)
        if match[group] not in table("names")["chinese"]["never"]:
            yield match[group], match.start(group), match.end(group)
    kana = _kana(language)
    for match in kana.finditer(text) if kana else ():
        yield match[1], match.start(1), match.end(1)
    before = frozenset(table("names")["before"].get(language.split("-", 1)[0], ()))
    row = facts(language)
    common = before | (row.frequent if row else frozenset())
    for match in CAPITALISED.finditer(text):
        words = list(re.finditer(r"[^ \u00a0]+", match[0]))
        while words and (words[0][0] in PARTICLES or words[0][0].rstrip(".").lower() in common):
            words.pop(0)
        if len(words) < 2 or len(words[0][0].rstrip(".")) + len(words[-1][0].rstrip(".")) < 2 * LEAST:
            continue
        if not match[0].isupper():  # a line in capitals says nothing about names
            start, end = match.start() + words[0].start(), match.start() + words[-1].end()
            yield text[start:end].replace("\u00a0", " "), start, end


@cache
def _dotted() -> re.Pattern[str]:
    """Names of other scripts, written with a dot between their parts."""
    sounds = "".join(sorted(set(table("names")["sounds"]) - {"\n"}))
    return re.compile("|".join(f"[{part}]{{1,9}}(?:[{DOT}][{part}]{{1,9}}){{1,4}}" for part in (KATAKANA, sounds)))


@cache
def _own_script(language: str) -> re.Pattern[str] | None:
    """Chinese and Japanese names written in Han characters."""
    han = "\u3005\u4e00-\u9fff"
    if persons := table("names")["persons"].get(language):
        return re.compile(f"(?<![{han}])(?P<name>[{han}]{{2,4}}[^\\W者員官客])(?:{'|'.join(persons)})")
    if not language.startswith("zh"):
        return None
    words = table("names")["chinese"]
    family = "|".join([*words["double"], f"[{''.join(words['family'].split())}]"])
    name, said, then = f"(?:{family})[{han}]{{1,2}}?", "|".join(words["said"]), "|".join(words["then"])
    titled = "|".join(f"(?<={title})" for title in words["titles"])
    return re.compile(
        f"(?:(?:{titled})(?P<titled>{name})(?={said}|{then}|[^{han}]|$))|(?<![{han}])(?P<plain>{name})(?={said})"
    )


@cache
def _kana(language: str) -> re.Pattern[str] | None:
    after = table("names")["after"].get(language)
    return re.compile(f"(?<![{KATAKANA}{DOT}])([{KATAKANA}]{{2,12}})(?:{'|'.join(after)})") if after else None
