"""Two languages of a story side by side, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tintuc.network.languages import LANGUAGES
from tintuc.publishing.shown import Shown, languages_of
from tintuc.reading.body import shapes
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import Frame, Way, frame
from tintuc.reading.titles import title


@dataclass(frozen=True)
class Row:
    """One block in both languages; None where one of them does not have it."""

    id: str
    mine: dict[str, Any] | None
    other: dict[str, Any] | None


def parallel_path(path: str, language: str, other: str) -> str:
    """The address of a pair, beside the article it is read from: ``…-12/vi+zh-hans.html``."""
    return f"{path.removesuffix('.html')}/{LANGUAGES[language].path}+{LANGUAGES[other].path}.html"


def ways(placement: Shown, languages: Sequence[Shown]) -> dict[str, Way]:
    """For each other language of the story, the way to it side by side with this one."""
    own, found = placement.article.language, {}
    for other in languages:
        if (language := other.article.language) != own:
            found[language] = Way(LANGUAGES[language].name, parallel_path(placement.path, own, language), language)
    return found


def partner(placement: Shown, language: str) -> Shown | None:
    """The public placement of the story in another language, or None."""
    found = (other for other in languages_of(placement.article.story_id) if other.article.language == language)
    other = next(found, None)
    return other if other and other.article_id != placement.article_id else None


def parallel_page(placement: Shown, other: Shown) -> bytes:
    """The page of a pair, with the interface in the language of ``placement``."""
    edition, article = placement.edition, placement.article
    content, theirs = article.current_release.content, other.article.current_release.content
    headline = placement.headline or content["headline"]
    with speaking(edition):
        named = title("parallel", edition)
    path = parallel_path(placement.path, article.language, other.article.language)
    around = frame(edition, path, f"{headline} – {named}", section=placement.section, listed=False)
    around.canonical = around.at(placement.path)
    others = ways(placement, languages_of(article.story_id))
    return render(
        "parallel.html",
        edition,
        frame=around,
        named=named,
        headline=headline,
        mine=_side(around, placement, content),
        other=_side(around, other, theirs),
        swapped=_swapped(around, placement, other),
        others=[way for language, way in others.items() if language != other.article.language],
        heads=[(name, content[name], theirs[name]) for name in ("headline", "standfirst")],
        rows=rows(
            shapes(content["body"], edition),
            shapes(theirs["body"], other.edition),
            theirs_first=theirs["language"] == theirs["source_language"],
        ),
    )


def _side(around: Frame, placement: Shown, content: dict[str, Any]) -> dict[str, Any]:
    speech = LANGUAGES[placement.article.language]
    return {
        "name": speech.name,
        "language": speech.code,
        "direction": "rtl" if speech.right_to_left else "ltr",
        "url": around.url(placement),
        "machine": content["origin"] == "machine",
        "vouched": content["vouched"],
        "source": content["language"] == content["source_language"],
    }


def _swapped(around: Frame, placement: Shown, other: Shown) -> str:
    path = parallel_path(other.path, other.article.language, placement.article.language)
    return around.network_itself.address(other.edition.site.host, path)


def rows(mine: list[dict[str, Any]], theirs: list[dict[str, Any]], *, theirs_first: bool) -> list[Row]:
    """The blocks of both, paired by id, in the order of the original; a block of one side keeps its place there."""
    lead, follow = (theirs, mine) if theirs_first else (mine, theirs)
    order = [shape["id"] for shape in lead]
    before = ""
    for shape in follow:
        if shape["id"] not in order:
            order.insert(order.index(before) + 1 if before in order else 0, shape["id"])
        before = shape["id"]
    left, right = ({shape["id"]: shape for shape in side} for side in (mine, theirs))
    return [Row(ident, left.get(ident), right.get(ident)) for ident in order]
