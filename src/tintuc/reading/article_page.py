"""The article's page: one release, with everything a reader needs to judge it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tintuc.network.dates import moment
from tintuc.publishing.records import cleared, corrections_of, topics_of, trail
from tintuc.publishing.shown import Shown, everywhere, languages_of
from tintuc.reading import relations, structured
from tintuc.reading.behind import behind
from tintuc.reading.body import corrections, shapes
from tintuc.reading.changes import marks, moved_on, put
from tintuc.reading.contents import contents
from tintuc.reading.environment import render
from tintuc.reading.frame import Frame, Way, frame
from tintuc.reading.live import live
from tintuc.reading.parallel import ways
from tintuc.reading.pictures import photos_in
from tintuc.reading.readers import counted, reads
from tintuc.reading.relations import related
from tintuc.reading.sharing import Image, images, links, locale
from tintuc.reading.topics import ways_to
from tintuc.stories.models import Placement


def read_ahead(placements: Iterable[Shown | None]) -> None:
    """Read together what the pages of all these placements are made from; each page then asks for nothing."""
    found = [one for one in placements if one]
    articles, stories = [one.article_id for one in found], [one.article.story_id for one in found]
    everywhere.read(stories)
    topics_of.read(stories)
    for of_articles in (trail, corrections_of, counted):
        of_articles.read(articles)
    cleared.read(one.article.current_release.clearance_id for one in found)
    photos_in(one.article.current_release.content["body"] for one in found)
    relations.read_ahead(found)


def article_page(placement: Shown) -> bytes:
    """The page of a public placement."""
    edition, content = placement.edition, placement.article.current_release.content
    languages = languages_of(placement.article.story_id)
    body = shapes(content["body"], edition, content["format"])
    put(marks(placement.article_id, edition), body)
    around = _frame(placement, content, languages)
    shown = images(around, placement, body)
    return render(
        "article.html",
        edition,
        frame=around,
        placement=placement,
        content=content,
        headline=around.title,
        origin=_origin(content),
        languages=_tongues(around, placement, languages),
        pairs=ways(placement, languages),
        topics=ways_to(topics_of(placement.article.story_id) or [], edition),
        live=live(body, content, edition),
        contents=contents(body, content["format"]),
        behind=behind(placement, content),
        moved_on=moved_on(placement, around, languages),
        related=related(placement),
        share=links(around),
        image=shown[0] if shown else None,
        locale=locale(edition.language),
        data=structured.script(_graph(around, placement, languages, shown)),
        **_text(body),
        **_figures(placement),
    )


def _text(body: list[dict[str, Any]]) -> dict[str, Any]:
    """The body, what must be said above it, and the paragraph the dateline stands before."""
    opening = next((shape for shape in body if shape["kind"] == "paragraph"), None)
    return {"body": body, "corrections": corrections(body), "opening": opening}


def _figures(placement: Shown) -> dict[str, Any]:
    """When it was released, when changed (a minute's difference is none), and how often it was read."""
    edition, released = placement.edition, placement.released_at
    updated = structured.changed_at(placement)
    return {
        "released": moment(released, edition),
        "updated": moment(updated, edition) if (updated - released).total_seconds() >= 60 else None,
        "reads": reads(placement.article_id, edition),
    }


def _tongues(around: Frame, placement: Shown, languages: Sequence[Shown]) -> list[Way]:
    return [
        Way(other.edition.speech.name, around.url(other), other.article.language, here=_same(other, placement))
        for other in languages
    ]


def _same(other: Shown, placement: Shown) -> bool:
    return other.article_id == placement.article_id


def _frame(placement: Shown, content: dict[str, Any], languages: Sequence[Shown]) -> Frame:
    """Only the canonical address takes part in ``hreflang``, so that the set is the same on every member."""
    home = next((other for other in languages if _same(other, placement)), placement)
    title = placement.headline or content["headline"]
    made = frame(placement.edition, placement.path, title, section=placement.section, description=content["standfirst"])
    made.canonical = made.url(home)
    if home.pk == placement.pk:
        made.alternates = [Way("", made.url(other), other.article.language) for other in languages]
        source = [other for other in languages if other.article.language == content["source_language"]]
        made.original = made.url(source[0]) if source else ""
    return made


def _origin(content: dict[str, Any]) -> str:
    """How much of a machine is in the words: ``machine``, ``post-edited`` or nothing to say."""
    if content["origin"] == "machine":
        return "machine-checked" if content["vouched"] else "machine"
    return "post-edited" if content["origin"] == "post-edited" else ""


def _graph(around: Frame, placement: Shown, languages: Sequence[Shown], shown: Sequence[Image]) -> list[Any]:
    edition, section = placement.edition, placement.section
    steps = [
        Way(edition.name, edition.root),
        Way(section.name, f"{edition.root}{section.slug}/"),
        Way(around.title, placement.path),
    ]
    return [
        structured.news_article(around, placement, languages, shown),
        structured.publisher(around),
        structured.trail(around, steps),
    ]


def notice_page(placement: Placement) -> bytes:
    """What stands at an address that was taken down. The headline is not repeated."""
    edition = placement.edition
    around = frame(edition, placement.path, edition.name, section=placement.section, listed=False)
    return render("withdrawn.html", edition, frame=around, withdrawn=moment(placement.withdrawn_at, edition))
