"""Finds the countries a text names.

Names come from the Unicode Common Locale Data Repository (by way of Babel) and the table ``places``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

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
        r"(?<![^\W\d_])(?:%s)(?![A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0400-\u04ff])",
    ),
)


@dataclass(frozen=True)
class Country:
    """A country that a text names or hints at."""

    code: str  #: ISO 3166, two letters
    start: int
    end: int
    named: bool  #: by its name, and not by an adjective, its capital or a short form


@lru_cache(maxsize=512)
def countries(text: str, language: str) -> tuple[Country, ...]:
    """The countries of a text in order, the longest name at each place."""
    pattern, meaning = _index(language)
    found = []
    for match in pattern.finditer(text):
        code, named = meaning[match[0]]
        if code:
            found.append(Country(code, *match.span(), named))
    return tuple(found)


def explains(text: str, language: str) -> set[str]:
    """The countries a text may be about. A single character counts beside another country only, as in 日韩."""
    found = countries(text, language)
    starts, ends = {country.start for country in found}, {country.end for country in found}
    return {
        country.code
        for country in found
        if country.named or country.end - country.start > 1 or country.start in ends or country.end in starts
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
def _index(language: str) -> tuple[re.Pattern[str], dict[str, tuple[str, bool]]]:
    left_out = set(table("places")["left_out"])
    listed = row("places", language) or {}
    meaning: dict[str, tuple[str, bool]] = {}
    for code, name in _locale(language).territories.items():
        if len(code) == 2 and code.isalpha() and code not in left_out:
            plain = re.sub(r"\s*[(（].*?[)）]", "", str(name)).replace("中国香港特别行政区", "香港")
            meaning[plain] = (code, True)
    for code, names in listed.get("names", {}).items():
        meaning |= dict.fromkeys(names, (code, True))
    for code, names in listed.get("hints", {}).items():
        meaning |= dict.fromkeys(names, (code, False))
    meaning |= dict.fromkeys(listed.get("phrases", ()), ("", False))
    ordered = sorted(meaning, key=len, reverse=True)
    forms = []
    for script, form in WRITTEN:
        names = [name for name in ordered if script.match(name)]
        if names:
            first = "".join(sorted({re.escape(name[0]) for name in names}))
            forms.append(f"(?=[{first}])" + form % _one_of(names))
    return re.compile("|".join(forms)), meaning


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
