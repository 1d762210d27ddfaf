"""Compares numbers by their size."""

from __future__ import annotations

import math

from tintuc.text.numbers import Number


def power_between(missing: tuple[Number, ...], extra: tuple[Number, ...]) -> int:
    """By how many powers of ten the only number missing and the only one added differ; 0 where it is no whole power."""
    if len(missing) != 1 or len(extra) != 1:
        return 0
    for was in missing[0].values:
        for now in extra[0].values:
            if 10 <= was < math.inf and 10 <= now < math.inf and was != now:
                power = math.log10(now / was)
                if abs(power - round(power)) < 1e-9:
                    return round(power)
    return 0
