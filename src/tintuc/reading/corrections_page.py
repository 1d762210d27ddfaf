"""The page of corrections: every one an edition has made, at a fixed address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import ExtractYear

from tintuc.network.languages import LANGUAGES
from tintuc.network.models import Edition
from tintuc.publishing import queries
from tintuc.publishing.memo import once
from tintuc.publishing.shelves import corrections
from tintuc.reading.behind import history_path
from tintuc.reading.dates import day_text
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import Way, frame
from tintuc.reading.titles import title
from tintuc.stories.models import Correction, Placement, Release

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


@once
def years(edition: Edition) -> list[int]:
    """The years in which something was corrected, newest first."""
    found = corrections(edition).order_by().annotate(year=ExtractYear("on"))
    return sorted(set(found.values_list("year", flat=True)), reverse=True)


def corrections_page(edition: Edition, year: int | None = None) -> bytes | None:
    """The newest corrections, or those of one year; a year without any has no page."""
    found = corrections(edition)
    some = list(found.filter(on__year=year)[:MOST] if year else found[:LISTED])
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


def told(some: Sequence[Correction], edition: Edition) -> list[Corrected]:
    """The corrections with their stories, and the languages they were made in, in four queries for all."""
    articles = {correction.article_id for correction in some}
    placed = {one.article_id: one for one in queries.public(edition).filter(article__in=articles)}
    shown = _shown(articles)
    others = _others(some)
    return [
        _corrected(correction, placed[correction.article_id], shown, others.get(_key(correction), []))
        for correction in some
        if correction.article_id in placed
    ]


def _key(correction: Correction) -> tuple[int, str]:
    """The same correction in every language: a block has one id in all of them."""
    return correction.article.story_id, correction.block


def _others(some: Sequence[Correction]) -> dict[tuple[int, str], list[Placement]]:
    stories = {correction.article.story_id for correction in some}
    same = Correction.objects.filter(article__story__in=stories).select_related("article")
    made = {(correction.article_id): set[str]() for correction in same}
    for correction in same:
        made[correction.article_id].add(correction.block)
    found: dict[tuple[int, str], list[Placement]] = {}
    for placement in queries.all_public().filter(article__in=made).order_by("-canonical", "pk"):
        for block in made[placement.article_id]:
            found.setdefault((placement.article.story_id, block), []).append(placement)
    return found


def _shown(articles: set[int]) -> set[int]:
    """The articles that have a history page: those with more than one release readers may look at."""
    told_of = Release.objects.filter(article__in=articles, closed_at=None).order_by()
    counted = told_of.values_list("article").annotate(number=Count("pk")).filter(number__gt=1)
    return {article for article, _number in counted}


def _corrected(correction: Correction, placement: Placement, shown: set[int], others: Sequence[Placement]) -> Corrected:
    edition = placement.edition
    headline = placement.headline or placement.article.current_release.content["headline"]
    with_history = correction.article_id in shown and correction.blocks and correction.release.closed_at is None
    languages: dict[str, Way] = {}
    for other in others:
        language = other.article.language
        if language != placement.article.language:
            address = other.edition.address(f"{other.path}#b-{correction.block}")
            languages.setdefault(language, Way(LANGUAGES[language].name, address, language))
    return Corrected(
        day=day_text(correction.on, edition),
        on=f"{correction.on}",
        kind=correction.kind,
        story=Way(headline, f"{placement.path}#b-{correction.block}"),
        text=correction.text,
        history=f"{history_path(placement.path)}#r{correction.release.number}" if with_history else "",
        languages=list(languages.values()),
    )
