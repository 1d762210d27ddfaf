"""How long a translation usually is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from tintuc.text.languages import row, table

BINS = (25, 60, 120)


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
    usual = ours["ratio"] / theirs["ratio"]
    spread = math.hypot(ours["spread"][place], theirs["spread"][place]) or 0.2
    ratio = (len(target) + 1) / (len(source) + 1)
    return Fit(ratio, usual, (math.log(ratio) - math.log(usual)) / spread)
