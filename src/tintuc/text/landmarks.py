"""What a translation must keep whatever its words are: figures, countries, weekdays, Latin names, addresses."""

from __future__ import annotations

import re
from functools import lru_cache

from tintuc.text.addresses import addresses
from tintuc.text.numbers import numbers
from tintuc.text.places import countries
from tintuc.text.places import known as has_countries
from tintuc.text.weekdays import weekdays

NAME = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]{2,}")


@lru_cache(maxsize=4096)
def landmarks(text: str, language: str) -> frozenset[str]:
    """The landmarks of a text, written alike in every language. Figures count from 3 on: smaller ones come and go."""
    found = {
        f"{max(one.values):g}" for one in numbers(text, language) if (one.hard or one.spelled) and max(one.values) > 2
    }
    if language in has_countries() or language.split("-", 1)[0] in has_countries():
        found |= {f"country {code}" for one in countries(text, language) if len(one.codes) == 1 for code in one.codes}
    found |= {f"weekday {day.day}" for day in weekdays(text, language)}
    return frozenset(found | set(NAME.findall(text)) | {match[0] for match in addresses(text)})
