"""Moments as readers of an edition write them: its language, its time zone, the zone named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

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
_zones: dict[tuple[object, ...], str] = {}


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
    return _locale(edition.language)


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, language).replace("-", "_"))


def zone_name(when: dt.datetime, edition: Edition) -> str:
    """The edition's time zone as its readers call it: *Giờ Việt Nam*, *日本標準時*, *Greenwich Mean Time*."""
    return _zone_name(when.astimezone(edition.zone), edition.language, edition.time_zone)


def _zone_name(local: dt.datetime, language: str, time_zone: str) -> str:
    """Looked up once for what decides it: the offset, and whether it is summer time."""
    about = language, time_zone, local.utcoffset(), bool(local.dst())
    if about not in _zones:
        _zones[about] = _named_zone(local, language, time_zone)
    return _zones[about]


def _named_zone(local: dt.datetime, language: str, time_zone: str) -> str:
    if time_zone in {"UTC", "Etc/UTC"}:
        return "UTC"
    if language in BY_COUNTRY:
        return dates.get_timezone_location(local.tzinfo, locale=_locale(language))
    return dates.get_timezone_name(local, width="long", locale=_locale(language))


def moment(when: dt.datetime, edition: Edition) -> Moment:
    """``when`` in the edition's time zone and the form of its language."""
    return _moment(when.astimezone(dt.UTC), edition.language, edition.time_zone)


@lru_cache(maxsize=8192)
def _moment(when: dt.datetime, language: str, time_zone: str) -> Moment:
    """Kept by the moment in UTC: two of one clock, as summer time ends, are equal to Python."""
    local = when.astimezone(ZoneInfo(time_zone))
    day, short = _day(local.date(), language)
    clock = f"{local:%H:%M}"
    both = _pattern(language).replace("{0}", clock).replace("{1}", day)
    zone = _zone_name(local, language, time_zone)
    return Moment(local.isoformat(timespec="seconds"), f"{both} ({zone})", day, clock, short)


@lru_cache(maxsize=4096)
def _day(day: dt.date, language: str) -> tuple[str, str]:
    """A day in full, and as lists say it."""
    locale = _locale(language)
    long = dates.format_date(day, "long", locale=locale)
    return long, dates.format_date(day, SHORT.get(language, "medium"), locale=locale)


@lru_cache(maxsize=64)
def _pattern(language: str) -> str:
    """How a clock (0) and a day (1) stand together."""
    usual = str(dates.get_datetime_format("medium", locale=_locale(language))).replace("'", "")
    return PATTERNS.get(language, usual)


def masthead_day(when: dt.datetime, edition: Edition) -> str:
    """The day as a masthead says it, with its name."""
    return _masthead_day(when.astimezone(edition.zone).date(), edition.language)


@lru_cache(maxsize=512)
def _masthead_day(day: dt.date, language: str) -> str:
    said = dates.format_date(day, "full", locale=_locale(language))
    return said[:1].upper() + said[1:]


def day_text(day: dt.date, edition: Edition) -> str:
    """A whole day in the form of the edition's language."""
    return _day(day, edition.language)[0]


def month_text(year: int, month: int, edition: Edition) -> str:
    """A month and its year, standing alone."""
    return _month(year, month, edition.language)


@lru_cache(maxsize=4096)
def _month(year: int, month: int, language: str) -> str:
    said = dates.format_skeleton("yMMMM", dt.date(year, month, 1), locale=_locale(language))
    return said[:1].upper() + said[1:]


def figure(number: int, edition: Edition) -> str:
    """A number with the separators of the edition's language."""
    return _figure(number, edition.language)


@lru_cache(maxsize=4096)
def _figure(number: int, language: str) -> str:
    return numbers.format_decimal(number, locale=_locale(language))


def weekdays(edition: Edition) -> list[str]:
    """The short names of the days of the week, Monday first."""
    names = dates.get_day_names("abbreviated", "stand-alone", locale=locale_of(edition))
    return [names[number] for number in range(7)]
