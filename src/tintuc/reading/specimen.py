"""The specimen: every part of a site's pages on one page, in a language and a theme, with words written for it."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from tintuc.network.dates import Moment, masthead_day, moment
from tintuc.network.languages import LANGUAGES as KNOWN
from tintuc.network.models import Edition, Network, Site
from tintuc.reading import icons
from tintuc.reading.entries import Entry
from tintuc.reading.environment import render
from tintuc.reading.frame import Frame, Way
from tintuc.reading.pictures import Drawn, Picture
from tintuc.reading.readers import Hot, Reads
from tintuc.reading.scripts import page_script, theme_script
from tintuc.reading.styles import colours, stylesheet

THEMES = ("light", "dark")
WHEN = dt.datetime(2026, 11, 29, 7, 44, tzinfo=dt.UTC)
#: A coast in three colours, so that no photograph of anybody's is needed.
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 640"><rect width="960" height="640" fill="#dfe9ee"/>'
    '<circle cx="700" cy="190" r="70" fill="#f3c98b"/>'
    '<path d="M0 330l180-90 170 70 230-110 380 130v310H0z" fill="#6d8f8a"/>'
    '<path d="M0 420h960v220H0z" fill="#35596b"/></svg>'
)


@lru_cache(maxsize=1)
def words() -> dict[str, dict[str, str]]:
    """The words by language."""
    return tomllib.loads((Path(__file__).with_suffix(".toml")).read_text(encoding="utf-8"))


LANGUAGES = {code: KNOWN[code].name for code in words()}


def specimen_page(site: Site, language: str, theme: str) -> bytes:
    """The page, in the site's character and colours. Nothing of it is stored or counted."""
    said = words()[language]
    edition = Edition(site=site, language=language, masthead=said["masthead"], tagline=said["tagline"])
    edition.time_zone = "Asia/Ho_Chi_Minh"
    around, when = _frame(edition, said), moment(WHEN, edition)
    many = [_entry(said, when, number) for number in range(7)]
    return render(
        "specimen.html",
        edition,
        frame=around,
        theme=theme,
        said={name: Markup(text) for name, text in said.items()},  # noqa: S704 - our own words, from this package
        many=many,
        plain=[entry._replace(picture=None) for entry in many],
        hot=[Hot(entry, number < 3) for number, entry in enumerate(many[:5])],
        reads=Reads(1234, "1234", when),
        when=when,
        picture=_picture(said),
        languages=[Way(name, "#", code, here=code == language) for code, name in LANGUAGES.items()],
        share=[Way("Facebook", "#"), Way("LINE", "#")],
        text="",
        asked={"first": "", "last": ""},
        before=Way("", "#"),
        after=Way("", "#"),
    )


def _frame(edition: Edition, said: dict[str, str]) -> Frame:
    site, names = edition.site, [said[name] for name in ("section", "kicker", "short")]
    return Frame(
        edition=edition,
        title=said["masthead"],
        path="/",
        stylesheet=stylesheet(site),
        icon=icons.drawing(site),
        screen_icon=icons.picture(site, icons.FOR_SCREEN),
        logo="",
        colour=colours(site)[0],
        scripts=(theme_script(), page_script()),
        fonts=[],
        sections=[Way(name, "#", here=number == 0) for number, name in enumerate(names * 2)],
        editions=[Way(name, "#", code, here=code == edition.language) for code, name in LANGUAGES.items()],
        network=[],
        network_itself=Network.current(),
        listed=False,
        day=masthead_day(WHEN, edition),
        since=WHEN.date().isoformat(),
    )


def _picture(said: dict[str, str]) -> Picture:
    src = f"data:image/svg+xml,{quote(DRAWING)}"
    drawn = Drawn(src=src, webp=f"{src} 960w", avif="", width=960, height=640)
    return Picture(whole=drawn, card=drawn, alt=said["short"], caption=said["standfirst"], credit=said["masthead"])


def _entry(said: dict[str, str], when: Moment, number: int) -> Entry:
    facts: dict[str, Any] = {
        "headline": said["headline"] if number % 2 == 0 else said["short"],
        "kicker": said["kicker"] if number % 3 else "",
        "standfirst": said["standfirst"],
        "section": said["section"],
        "format": ("news", "interview", "explainer")[number % 3],
        "machine": number == 4,
    }
    return Entry(url="#", section_path="#", released=when, picture=_picture(said), **facts)
