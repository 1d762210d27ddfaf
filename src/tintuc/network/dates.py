"""Moments as readers of an edition write them: its language, its time zone, the zone named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, dates, numbers

from tintuc.network.models import Edition

#: English is written for the world, so days come before months and hours go to 24.
LOCALES = {"en": "en_GB"}
#: Languages whose readers call a zone by its country.
BY_COUNTRY = {"vi"}
#: How hour (0) and day (1) stand together where the usual pattern reads like a list of numbers.
PATTERNS = {"vi": "{0} ngày {1}"}
#: The day in lists, where the usual medium form is not what newspapers write.
SHORT = {"vi": "d/M/yyyy", "ja": "yyyy年M月d日", "ar": "d MMMM yyyy"}


@dataclass(frozen=True)
class Moment:
    """A moment for machines and for people."""

    iso: str
    text: str
    day: str
    clock: str
    short: str  #: the day as lists say it


def locale_of(edition: Edition) -> Locale:
    """Babel's facts about the edition's language."""
    return _locale(LOCALES.get(edition.language, edition.language))


@lru_cache(maxsize=64)
def _locale(code: str) -> Locale:
    return Locale.parse(code.replace("-", "_"))


def zone_name(when: dt.datetime, edition: Edition) -> str:
    """The edition's time zone as its readers call it: *Giờ Việt Nam*, *日本標準時*, *Greenwich Mean Time*."""
    if edition.time_zone in {"UTC", "Etc/UTC"}:
        return "UTC"
    if edition.language in BY_COUNTRY:
        return dates.get_timezone_location(edition.zone, locale=locale_of(edition))
    return dates.get_timezone_name(when, width="long", locale=locale_of(edition))


def moment(when: dt.datetime, edition: Edition) -> Moment:
    """``when`` in the edition's time zone and the form of its language."""
    return _moment(when.astimezone(edition.zone), edition.language, edition.time_zone)


@lru_cache(maxsize=8192)
def _moment(local: dt.datetime, language: str, time_zone: str) -> Moment:
    edition = Edition(language=language, time_zone=time_zone)
    locale = locale_of(edition)
    day = dates.format_date(local, "long", locale=locale)
    clock = dates.format_time(local, "HH:mm", locale=locale)
    usual = str(dates.get_datetime_format("medium", locale=locale)).replace("'", "")
    both = PATTERNS.get(language, usual).replace("{0}", clock).replace("{1}", day)
    short = dates.format_date(local, SHORT.get(language, "medium"), locale=locale)
    return Moment(local.isoformat(timespec="seconds"), f"{both} ({zone_name(local, edition)})", day, clock, short)


def masthead_day(when: dt.datetime, edition: Edition) -> str:
    """The day as a masthead says it, with its name."""
    said = dates.format_date(when.astimezone(edition.zone), "full", locale=locale_of(edition))
    return said[:1].upper() + said[1:]


def day_text(day: dt.date, edition: Edition) -> str:
    """A whole day in the form of the edition's language."""
    return dates.format_date(day, "long", locale=locale_of(edition))


def month_text(year: int, month: int, edition: Edition) -> str:
    """A month and its year, standing alone."""
    said = dates.format_skeleton("yMMMM", dt.date(year, month, 1), locale=locale_of(edition))
    return said[:1].upper() + said[1:]


def figure(number: int, edition: Edition) -> str:
    """A number with the separators of the edition's language."""
    return numbers.format_decimal(number, locale=locale_of(edition))


def weekdays(edition: Edition) -> list[str]:
    """The short names of the days of the week, Monday first."""
    names = dates.get_day_names("abbreviated", "stand-alone", locale=locale_of(edition))
    return [names[number] for number in range(7)]
