"""How long a translation usually is."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from tintuc.text.languages import row, table

BINS = (25, 60, 120)
#: Characters for one of English below which a script writes a word in a sign or two.
DENSE = 0.7
#: Characters beside names that tell something.
LEAST = 5
#: Words in Latin letters, as names stand in texts of any script, and a gloss of them in brackets.
LATIN, GLOSS = re.compile(r"[A-Za-zÀ-ỹ][\w'’.-]*"), re.compile(r"\s?[（(][A-Za-zÀ-ỹ][A-Za-zÀ-ỹ\s.'’-]*[）)]")


@dataclass(frozen=True)
class Fit:
    """How far a translation's length is from the usual one."""

    ratio: float  #: characters of the translation for one of the source
    usual: float
    deviations: float  #: robust spreads from the usual ratio of logarithms; negative: short


@cache
def known() -> frozenset[str]:
    """The languages whose lengths were measured."""
    return frozenset(table("lengths"))


def fit(source: str, target: str, source_language: str, language: str) -> Fit | None:
    """Compare the lengths of a text and its translation; None where a language was not measured."""
    theirs, ours = row("lengths", source_language), row("lengths", language)
    if theirs is None or ours is None or not source:
        return None
    in_english = len(source) / theirs["ratio"]
    place = sum(in_english >= limit for limit in BINS)
    if max(theirs["ratio"], ours["ratio"]) > DENSE > min(theirs["ratio"], ours["ratio"]):
        source, target = _without_names(source, target, source_dense=theirs["ratio"] < DENSE)
        if len(source.strip()) < LEAST:
            return None
    usual = ours["ratio"] / theirs["ratio"]
    spread = math.hypot(ours["spread"][place], theirs["spread"][place]) or 0.2
    ratio = (len(target) + 1) / (len(source) + 1)
    return Fit(ratio, usual, (math.log(ratio) - math.log(usual)) / spread)


def _without_names(source: str, target: str, *, source_dense: bool) -> tuple[str, str]:
    """Without names in Latin letters that both sides write, and their glosses: they take as much room in any script."""
    dense, spaced = (source, target) if source_dense else (target, source)
    dense = GLOSS.sub("", dense)
    shared = set(LATIN.findall(dense)) & set(LATIN.findall(spaced))
    dense, spaced = (LATIN.sub(lambda m: "" if m[0] in shared else m[0], text) for text in (dense, spaced))
    return (dense, spaced) if source_dense else (spaced, dense)
