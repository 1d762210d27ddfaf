"""The page of corrections: every one an edition has made, at a fixed address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tintuc.network.dates import day_text
from tintuc.network.languages import LANGUAGES
from tintuc.network.models import Edition
from tintuc.publishing import queries
from tintuc.publishing.records import Told, corrected_blocks, corrections, trail, years
from tintuc.publishing.shown import Shown, everywhere, placed
from tintuc.reading.behind import history_path
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import Way, frame
from tintuc.reading.titles import title

#: The newest corrections on the page itself; a page a year holds all.
LISTED = 30
#: Far more than an edition corrects in a year.
MOST = 1000


@dataclass(frozen=True)
class Corrected:
    """One correction, as readers see it."""

    day: str
    on: str
    kind: str
    story: Way  #: to the note in the story
    text: str
    history: str  #: path of the page that shows the words before and after; empty if none is shown
    languages: list[Way]  #: the other languages in which the same correction was made


def corrections_page(edition: Edition, year: int | None = None) -> bytes | None:
    """The newest corrections, or those of one year; a year without any has no page."""
    some = corrections(edition, MOST if year else LISTED, year)
    if year and not some:
        return None
    path = f"{edition.root}corrections/"
    with speaking(edition):
        named = title("corrections", edition)
    around = frame(edition, f"{path}{year}/" if year else path, f"{named} – {edition.name}")
    around.alternates = [] if year else around.other("corrections/")
    return render(
        "corrections.html",
        edition,
        frame=around,
        named=named,
        year=year,
        corrected=told(some, edition),
        years=[Way(str(one), f"{path}{one}/", here=one == year) for one in years(edition)],
    )


def told(some: Sequence[Told], edition: Edition) -> list[Corrected]:
    """The corrections with their stories and the languages they were made in, read together for all."""
    here = placed.read((one.article_id, edition.pk) for one in some)
    trail.read(one.article_id for one in some)
    others = _others({one.story_id for one in some})
    return [
        _corrected(one, shown, others.get((one.story_id, one.block), []))
        for one in some
        if (shown := here[one.article_id, edition.pk])
    ]


def _others(stories: set[int]) -> dict[tuple[int, str], list[Shown]]:
    """Where each correction was made, in every language: a block has one id in all of them."""
    found: dict[tuple[int, str], list[Shown]] = {}
    everywhere.read(stories)
    for story, made in corrected_blocks.read(stories).items():
        for shown in everywhere(story) or ():
            for article, block in made or ():
                if article == shown.article_id:
                    found.setdefault((story, block), []).append(shown)
    return found


def _corrected(correction: Told, shown: Shown, others: Sequence[Shown]) -> Corrected:
    edition, network = shown.edition, queries.network()
    headline = shown.headline or shown.article.current_release.content["headline"]
    with_history = len(trail(correction.article_id) or ()) > 1 and correction.blocks and not correction.closed
    languages: dict[str, Way] = {}
    for other in others:
        language = other.article.language
        if language != shown.article.language:
            address = network.address(other.edition.site.host, f"{other.path}#b-{correction.block}")
            languages.setdefault(language, Way(LANGUAGES[language].name, address, language))
    return Corrected(
        day=day_text(correction.on, edition),
        on=f"{correction.on}",
        kind=correction.kind,
        story=Way(headline, f"{shown.path}#b-{correction.block}"),
        text=correction.text,
        history=f"{history_path(shown.path)}#r{correction.release}" if with_history else "",
        languages=list(languages.values()),
    )
