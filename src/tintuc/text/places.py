"""Finds the countries a text names.

Names come from the Unicode Common Locale Data Repository (by way of Babel) and the table ``places``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError

from tintuc.text.languages import row, table

#: How a name stands in a text, by the script it begins with: in words apart; within katakana, where a longer word may
#: hold it (タイ in タイトル); with a particle behind it, as in Korean; or anywhere.
WRITTEN = (
    (re.compile(r"[\u30a0-\u30ff]"), r"(?<![\u30a1-\u30fa\u30fc])(?:%s)(?![\u30a1-\u30fa\u30fc])"),
    (re.compile(r"[\uac00-\ud7a3]"), r"(?<![\uac00-\ud7a3])(?:%s)"),
    (re.compile(r"[\u3040-\u309f\u3400-\u9fff\u0e00-\u0e7f]"), r"(?:%s)"),
    (
        re.compile(r"[^\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"),
        r"(?<![^\W\d_])(?:%s)(?![A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0400-\u04ff\u0621-\u064a])",
    ),
)


@dataclass(frozen=True)
class Country:
    """A country that a text names or hints at."""

    codes: frozenset[str]  #: ISO 3166, two letters; several for a word that two countries share: Korean
    start: int
    end: int
    named: bool  #: by its name, and not by an adjective, its capital or a short form


@lru_cache(maxsize=512)
def countries(text: str, language: str) -> tuple[Country, ...]:
    """The countries of a text in order, the longest name at each place."""
    pattern, meaning = _index(language)
    found = []
    for match in pattern.finditer(text):
        codes, named = meaning[match[0]]
        if codes:
            found.append(Country(codes, *match.span(), named))
    return tuple(found)


def explains(text: str, language: str) -> set[str]:
    """The countries a text may be about. A single character counts beside another country only, as in 日韩."""
    found = countries(text, language)
    starts, ends = {country.start for country in found}, {country.end for country in found}
    return {
        code
        for country in found
        if country.named or country.end - country.start > 1 or country.start in ends or country.end in starts
        for code in country.codes
    }


@cache
def known() -> frozenset[str]:
    """The languages whose names for the greatest countries were looked over by hand."""
    return frozenset(set(table("places")) - {"left_out", "home"})


def home(language: str) -> str:
    """The country that goes without saying in a language; empty for none."""
    return str(table("places")["home"].get(language, ""))


@cache
def name_of(code: str, language: str) -> str:
    """The country's name in a language."""
    return str(_locale(language).territories.get(code, code))


@cache
def _index(language: str) -> tuple[re.Pattern[str], dict[str, tuple[frozenset[str], bool]]]:
    left_out = set(table("places")["left_out"])
    listed = row("places", language) or {}
    names: dict[str, set[str]] = {}
    hints: dict[str, set[str]] = {}
    for code, name in _locale(language).territories.items():
        if len(code) == 2 and code.isalpha() and code not in left_out:
            plain = re.sub(r"\s*[(（].*?[)）]", "", str(name)).replace("中国香港特别行政区", "香港")
            for form in _declined(plain, listed):
                names.setdefault(form, set()).add(code)
    for known_as, kind in ((names, "names"), (hints, "hints"), (hints, "adjectives")):
        for code, words in listed.get(kind, {}).items():
            for word in words:
                forms = _adjectives(word, listed) if kind == "adjectives" else _declined(word, listed)
                for form in forms:
                    if kind != "adjectives" or code not in names.get(form, ()):  # السعودية is a name too
                        known_as.setdefault(form, set()).add(code)
    meaning = {word: (frozenset(codes), word not in hints) for word, codes in names.items()}
    meaning |= {word: (frozenset(codes | names.get(word, set())), False) for word, codes in hints.items()}
    meaning |= dict.fromkeys(listed.get("phrases", ()), (frozenset[str](), False))
    ordered = sorted(meaning, key=len, reverse=True)
    patterns = []
    for script, form in WRITTEN:
        written = [name for name in ordered if script.match(name)]
        if written:
            first = "".join(sorted({re.escape(name[0]) for name in written}))
            patterns.append(f"(?=[{first}])" + form % _one_of(written))
    return re.compile("|".join(patterns)), meaning


def _declined(name: str, listed: dict[str, Any]) -> Iterator[str]:
    """A name, with its cases in a language that declines, and with what Arabic writes at its front."""
    yield name
    endings = listed.get("endings", {})
    if endings and " " not in name and not name.isupper():
        ending = next(one for one in sorted(endings, key=len, reverse=True) if name.endswith(one))
        yield from (name.removesuffix(ending) + other for other in endings[ending])
    for prefix in listed.get("prefixes", ()):
        yield prefix + ("ل" + name[2:] if prefix.endswith("ل") and name.startswith("ال") else name)


def _adjectives(stem: str, listed: dict[str, Any]) -> Iterator[str]:
    for ending in listed["adjective_endings"]:
        word = stem + ending
        yield from _declined(word, {"prefixes": listed.get("prefixes", ())})
        yield word[:1].upper() + word[1:]


def _one_of(names: list[str]) -> str:
    """A pattern of names in their order, by their first letter, so that most are passed over at once."""
    by_first: dict[str, list[str]] = {}
    for name in names:
        by_first.setdefault(name[0], []).append(re.escape(name[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
